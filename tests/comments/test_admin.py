"""The comment officer's desk, seen by those who may and by those who may not."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comments import settlement
from comments.models import Comment, CommentVersion, Point, Settlement
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_comment, make_plan, publish
from tests.races import at_once, needs_postgres

LIST = "/admin/comments/comment/"
OFFICER = (
    "view_comment check_comment view_contact view_settlement change_settlement publish_settlement"
)
AUDITOR = "view_comment view_settlement"


def signed_in(permissions: str, name: str = "urednice") -> Client:
    user = User.objects.create_user(name, first_name="Alena", last_name="Úřednice", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=permissions.split(), content_type__app_label="comments"
        )
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in(OFFICER)


@pytest.fixture
def auditor(db: None) -> Client:
    return signed_in(AUDITOR, "auditorka")


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(
        item_of(published, "A1.1"), published=False, name="Kanárek", email="k@example.cz"
    )


def page_of(comment: Comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def act(client: Client, name: str, *comments: Comment, address: str = LIST) -> HttpResponse:
    chosen = [comment.pk for comment in comments]
    return client.post(address, {"action": name, "_selected_action": chosen})


def filled_in(response: HttpResponse, **changes: str) -> dict[str, str]:
    """What the comment's form sends when only `changes` of the first point are typed."""
    formset = response.context["inline_admin_formsets"][0].formset
    sent = {
        f"{formset.prefix}-{name}": str(formset.management_form[name].value())
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    for form in formset.forms:
        open_fields = [name for name, field in form.fields.items() if not field.disabled]
        sent |= {form.add_prefix(name): str(form[name].value() or "") for name in open_fields}
    return sent | {f"{formset.prefix}-0-{name}": value for name, value in changes.items()}


def listed(client: Client, address: str = LIST) -> list[int]:
    rows = client.get(address).context["cl"].result_list
    return [comment.number for comment in rows]


def test_what_waits_for_a_check_is_listed_first_and_alone(
    officer: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
    states = [Comment.State.RECEIVED, Comment.State.HELD, Comment.State.REJECTED]
    for state in states:
        make_comment(item, published=False)
        Comment.objects.filter(number=Comment.objects.count()).update(state=state)
    make_comment(item)
    assert listed(officer) == [2, 1]
    assert listed(officer, f"{LIST}?kontrola=published") == [4]
    assert listed(officer, f"{LIST}?kontrola=rejected") == [3]
    assert listed(officer, f"{LIST}?kontrola=vse") == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("action", "state"), [("publish", "published"), ("hold", "held"), ("reject", "rejected")]
)
def test_an_officer_checks_in_the_list_and_at_the_comment(
    officer: Client, comment: Comment, published: Edition, action: str, state: str
) -> None:
    other = make_comment(item_of(published, "A1.2"), published=False)
    assert act(officer, action, comment).status_code == 302
    assert Comment.objects.get(pk=comment.pk).state == state
    sent = filled_in(officer.get(page_of(other)))
    assert officer.post(page_of(other), sent | {f"_{action}": "1"}).status_code == 302
    assert Comment.objects.get(pk=other.pk).state == state
    newest = other.history.order_by("-history_id").first()
    assert (newest.state, newest.history_user.username) == (state, "urednice")


@pytest.mark.parametrize("action", ["publish", "hold", "reject"])
def test_who_may_not_check_changes_no_state(comment: Comment, action: str) -> None:
    permissions = OFFICER.replace("check_comment", "")
    for name, client in (
        ("auditorka", signed_in(AUDITOR, "auditorka")),
        ("editorka", signed_in(permissions, "editorka")),
    ):
        act(client, action, comment)
        sent = {} if name == "auditorka" else filled_in(client.get(page_of(comment)))
        client.post(page_of(comment), sent | {f"_{action}": "1"})
        assert f'name="_{action}"' not in client.get(page_of(comment)).content.decode()
    assert Comment.objects.get(pk=comment.pk).state == "received"
    assert comment.history.count() == 1


def test_looking_at_a_comment_changes_nothing(officer: Client, comment: Comment) -> None:
    for query in ("", "?_publish=1", "?action=publish"):
        officer.get(page_of(comment) + query)
        officer.get(LIST + query)
    assert Comment.objects.get(pk=comment.pk).state == "received"


@pytest.mark.parametrize("permissions", ["", "add_comment", "view_contact", "check_comment"])
def test_who_may_not_see_comments_sees_none(comment: Comment, permissions: str) -> None:
    client = signed_in(permissions)
    statuses = [client.get(address).status_code for address in (LIST, page_of(comment))]
    assert statuses == [403, 403]


def test_nobody_adds_or_deletes_a_comment_in_the_admin(
    admin_client: Client, comment: Comment
) -> None:
    for address in ("admin:comments_comment_add", "admin:comments_comment_delete"):
        args = [comment.pk] if address.endswith("delete") else []
        assert admin_client.post(reverse(address, args=args), {"post": "yes"}).status_code == 403
    act(admin_client, "delete_selected", comment)
    assert Comment.objects.count() == 1


def test_nobody_rewrites_what_a_citizen_sent(admin_client: Client, comment: Comment) -> None:
    before = Comment.objects.with_wording().values().get()
    forged = {"number": "77", "text": "Jinak.", "organisation": "Jiná", "name_public": "on"}
    forged |= {"state": "published", "points-0-text": "Jinak.", "item": "1"}
    forged |= {"points-0-DELETE": "on"}
    sent = filled_in(admin_client.get(page_of(comment)))
    assert admin_client.post(page_of(comment), sent | forged).status_code == 302
    assert Comment.objects.with_wording().values().get() == before
    assert comment.points.get().text == comment.versions.get().text
    assert comment.history.count() == 1


@pytest.mark.parametrize("sought", ["Kanárek", "k@example.cz", "example"])
def test_a_contact_is_not_found_out_by_searching(
    auditor: Client, comment: Comment, sought: str
) -> None:
    assert listed(auditor, f"{LIST}?kontrola=vse&q={sought}") == []
    assert listed(auditor, f"{LIST}?kontrola=vse&q={comment.number}") == [comment.number]


def test_what_was_done_is_logged_with_who_did_it(officer: Client, comment: Comment) -> None:
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    act(officer, "publish", comment)
    act(officer, "publish_answers", comment, address=f"{LIST}?kontrola=vse")
    logged = LogEntry.objects.filter(object_id=comment.pk).order_by("pk")
    assert [entry.user.username for entry in logged] == ["urednice"] * 2
    assert str(Comment.State.PUBLISHED.label) in logged[0].get_change_message()


def test_nobody_adds_a_point_in_the_admin(admin_client: Client, comment: Comment) -> None:
    sent = filled_in(admin_client.get(page_of(comment))) | {"points-TOTAL_FORMS": "2"}
    sent |= {"points-1-comment": str(comment.pk), "points-1-position": "2", "points-1-id": ""}
    sent |= {"points-1-outcome": "noted", "points-1-reasoning": "Podvrh.", "points-1-text": "Bod"}
    admin_client.post(page_of(comment), sent)
    assert (Point.objects.count(), Settlement.objects.count()) == (1, 0)


def test_who_may_not_see_answers_sees_none(comment: Comment) -> None:
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Zatím tajné.")
    pages = {
        permissions: signed_in(permissions, f"osoba-{number}").get(page_of(comment))
        for number, permissions in enumerate(("view_comment", AUDITOR))
    }
    assert ["Zatím tajné." in page.content.decode() for page in pages.values()] == [False, True]


def test_an_answer_that_cannot_be_published_is_told_and_one_that_is_is_left(
    officer: Client, comment: Comment
) -> None:
    answer = Settlement.objects.create(point=comment.points.get(), outcome="noted", reasoning=" ")
    told = []
    for reasoning in (" ", "Děkujeme.", "Děkujeme."):
        Settlement.objects.exclude(state="published").update(reasoning=reasoning)
        act(officer, "publish_answers", comment, address=f"{LIST}?kontrola=vse")
        told.append([message.level_tag for message in officer.get(LIST).context["messages"]])
    assert told == [["error"], ["success"], []]
    assert answer.history.count() == 2


def test_an_answer_names_no_item_of_another_plan(officer: Client, comment: Comment) -> None:
    other = make_plan(slug="jiny", title="Jiný", measures=9)
    assert item_of(draft_of(other), "A1.9")
    typed = {"outcome": "noted", "reasoning": "Děkujeme.", "changed": "A1.9"}
    response = officer.post(page_of(comment), filled_in(officer.get(page_of(comment)), **typed))
    assert list(response.context["inline_admin_formsets"][0].formset.errors[0]) == ["changed"]
    assert Settlement.objects.count() == 0


@pytest.mark.parametrize(("permissions", "seen"), [(OFFICER, True), (AUDITOR, False)])
def test_a_contact_is_for_those_who_may_see_it(
    comment: Comment, permissions: str, seen: bool
) -> None:
    client = signed_in(permissions)
    page = client.get(page_of(comment)).content.decode()
    assert ("k@example.cz" in page, "Kanárek" in page) == (seen, seen)
    assert "k@example.cz" not in client.get(LIST).content.decode()


def test_every_wording_is_shown_the_newest_first(officer: Client, comment: Comment) -> None:
    CommentVersion.objects.create(comment=comment, number=2, text="Nové <b>znění</b>.")
    page = officer.get(page_of(comment)).content.decode()
    versions = re.findall(r"<p>([^<]*(?:&lt;b&gt;)[^<]*|Doplnit přehled komunit\.)</p>", page)
    assert versions[:2] == ["Nové &lt;b&gt;znění&lt;/b&gt;.", "Doplnit přehled komunit."]


def test_an_answer_is_drafted_and_then_published(
    officer: Client, comment: Comment, published: Edition
) -> None:
    answer = {"outcome": "accepted", "reasoning": "Doplněno.", "changed": "A1.1"}
    officer.post(page_of(comment), filled_in(officer.get(page_of(comment)), **answer))
    drafted = Settlement.objects.get()
    assert (drafted.state, drafted.reasoning) == ("draft", "Doplněno.")
    assert drafted.changed_item == item_of(draft_of(published.plan), "A1.1")
    act(officer, "publish_answers", comment, address=f"{LIST}?kontrola=vse")
    shown = Settlement.objects.get()
    assert (shown.state, shown.settled_by) == ("published", "Alena Úřednice")


def test_a_published_answer_is_no_longer_on_the_form(officer: Client, comment: Comment) -> None:
    answer = settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    settlement.publish(answer, by="")
    sent = filled_in(officer.get(page_of(comment)))
    assert [name for name in sent if name.endswith(("outcome", "reasoning", "changed"))] == []
    assert officer.post(page_of(comment), sent).status_code == 302
    assert Settlement.objects.get().reasoning == "Děkujeme."


@pytest.mark.parametrize("typed", [{"reasoning": "Moje."}, {"outcome": "accepted"}])
def test_an_officer_is_told_that_the_answer_was_published_under_her_hands(
    officer: Client, comment: Comment, typed: dict[str, str]
) -> None:
    answer = settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    opened = officer.get(page_of(comment))
    settlement.publish(answer, by="")
    told = officer.post(page_of(comment), filled_in(opened, **typed))
    formset = told.context["inline_admin_formsets"][0].formset
    assert typed.get("reasoning", "Děkujeme.") in formset.errors[0]["__all__"][0]
    assert Settlement.objects.get().outcome == "noted"
    assert officer.post(page_of(comment), filled_in(told)).status_code == 302
    assert officer.post(page_of(comment), filled_in(opened)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"outcome": "noted"}, ["reasoning"]),
        ({"outcome": "noted", "reasoning": "  "}, ["reasoning"]),
        ({"reasoning": "Děkujeme."}, ["outcome"]),
        ({"outcome": "noted", "reasoning": "Děkujeme.", "changed": "Z9"}, ["changed"]),
    ],
)
def test_half_an_answer_is_refused_at_its_field(
    officer: Client, comment: Comment, typed: dict[str, str], wrong: list[str]
) -> None:
    response = officer.post(page_of(comment), filled_in(officer.get(page_of(comment)), **typed))
    assert list(response.context["inline_admin_formsets"][0].formset.errors[0]) == wrong
    assert Settlement.objects.count() == 0


@pytest.mark.parametrize("seen", ["", "draft"])
def test_the_second_of_two_officers_is_told_and_may_then_replace(
    officer: Client, comment: Comment, seen: str
) -> None:
    point = comment.points.get()
    if seen:
        settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    sent = filled_in(officer.get(page_of(comment)), outcome="accepted", reasoning="Moje.")
    settlement.draft(point, outcome="partly", reasoning="Kolegyně.")
    told = officer.post(page_of(comment), sent)
    assert Settlement.objects.get().reasoning == "Kolegyně."
    formset = told.context["inline_admin_formsets"][0].formset
    assert "Kolegyně." in formset.errors[0]["__all__"][0]
    assert formset.forms[0]["reasoning"].value() == "Moje."
    assert officer.post(page_of(comment), filled_in(told)).status_code == 302
    assert Settlement.objects.get().reasoning == "Moje."


@needs_postgres
def test_of_six_officers_answering_at_once_one_is_heard_and_five_are_told(committed: None) -> None:
    comment = make_comment(item_of(publish(make_plan()), "A1.1"))
    officers = [signed_in(OFFICER, f"urednice-{number}") for number in range(6)]
    forms = [
        filled_in(officer.get(page_of(comment)), outcome="noted", reasoning=f"Odpověď {number}.")
        for number, officer in enumerate(officers)
    ]
    posts = [
        lambda officer=officer, form=form: officer.post(page_of(comment), form)
        for officer, form in zip(officers, forms, strict=True)
    ]
    statuses = [response.status_code for response in at_once(posts)]
    assert sorted(statuses) == [200] * 5 + [302]
    assert Settlement.objects.get().history.count() == 1


def test_who_may_not_settle_or_publish_answers_does_neither(comment: Comment) -> None:
    reader = signed_in("view_comment view_settlement check_comment", "kontrolorka")
    page = reader.get(page_of(comment))
    assert 'name="points-0-reasoning"' not in page.content.decode()
    forged = {"points-TOTAL_FORMS": "1", "points-INITIAL_FORMS": "1"}
    forged |= {"points-0-id": str(comment.points.get().pk), "points-0-comment": str(comment.pk)}
    forged |= {"points-0-outcome": "noted", "points-0-reasoning": "Podvrh."}
    reader.post(page_of(comment), forged)
    assert Settlement.objects.count() == 0
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    act(reader, "publish_answers", comment)
    assert Settlement.objects.get().state == "draft"


def test_an_auditor_reads_and_is_offered_no_button(auditor: Client, comment: Comment) -> None:
    settlement.draft(comment.points.get(), outcome="noted", reasoning="Děkujeme.")
    page = auditor.get(page_of(comment)).content.decode()
    assert "Děkujeme." in page
    assert re.findall(r'type="submit"[^>]*name="_\w+"', page) == []
    assert auditor.post(page_of(comment), {"_publish": "1"}).status_code == 403


def test_a_withdrawn_comment_is_refused_in_words_and_the_others_go_on(
    officer: Client, comment: Comment, published: Edition
) -> None:
    other = make_comment(item_of(published, "A1.2"), published=False)
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.WITHDRAWN)
    act(officer, "publish", comment, other, address=f"{LIST}?kontrola=vse")
    states = Comment.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "published"]
    messages = officer.get(LIST).context["messages"]
    assert [message.level_tag for message in messages] == ["error", "success"]


def test_pages_are_headed_by_what_they_show(officer: Client, comment: Comment) -> None:
    titles = [officer.get(address).context["title"] for address in (LIST, page_of(comment))]
    assert titles == ["Připomínky", "Připomínka"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_comment_and_for_three(
    officer: Client, published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        make_comment(item_of(published, "A1.1"), published=False)
    officer.get(LIST)
    with django_assert_num_queries(8):
        assert len(listed(officer)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_comment_costs_the_same_for_one_point_and_for_three(
    officer: Client, comment: Comment, django_assert_num_queries: Any, count: int
) -> None:
    for position in range(2, count + 1):
        Point.objects.create(comment=comment, item=comment.item, position=position, text="Bod")
    changed = item_of(draft_of(comment.plan), "A1.1")
    for point in comment.points.all():
        settlement.draft(point, outcome="noted", reasoning="Díky.", changed_item=changed)
    officer.get(page_of(comment))
    with django_assert_num_queries(9):
        officer.get(page_of(comment))


def test_the_search_finds_a_number_or_an_organisation_and_bears_any_words(
    officer: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
    for organisation in ("Spolek přátel", ""):
        make_comment(item, published=False, organisation=organisation)
    assert [listed(officer, f"{LIST}?q={words}") for words in ("2", "spolek", "9x")] == [
        [2],
        [1],
        [],
    ]


def test_the_course_of_a_comment_stands_on_its_own_page(officer: Client, comment: Comment) -> None:
    history = reverse("admin:comments_comment_history", args=[comment.pk])
    assert officer.get(history).url == page_of(comment)
    assert f'href="{history}' not in officer.get(page_of(comment)).content.decode()
