"""The public page of a comment: what it says, what it hides, and when it is not there."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from comments import amending, links, publication, reacting, receiving, settlement
from comments.following import way
from comments.following.earlier import earlier
from comments.following.way import Step
from comments.models import Comment, CommentVersion, Contact, Handling, Settlement
from comments.receiving import Said
from comments.settling import assigning, grouping
from strategy import tree
from strategy.models import Edition, Organisation
from tests.factories import (
    add_point,
    draft_of,
    item_of,
    make_comment,
    open_consultation,
    publish,
    publish_afterwards,
    reword,
    settle,
)


def page(client: Client, number: int = 1, below: str = "") -> Any:
    """The page, made anew."""
    pagestore.store.clear()
    return client.get(f"/zkusebni-plan/pripominky/{number}/{below}")


def states(steps: list[Step]) -> list[str]:
    return [step.state for step in steps]


def test_a_comment_goes_all_the_way_to_the_resolution(client: Client, published: Edition) -> None:
    open_consultation(published)
    comment = make_comment(item_of(published, "A1.1"))
    gone = [states(page(client).context["steps"])]
    department = Organisation.objects.create(name="Odbor sociální péče")
    Handling.objects.create(point=comment.points.get(), assigned_to=department)
    gone.append(states(page(client).context["steps"]))
    changed = reword(item_of(draft_of(published.plan), "A1.1"), "Podporovat záměr 1 a jeho okolí.")
    settle(comment.points.get(), outcome="accepted", changed_item=changed)
    gone.append(states(page(client).context["steps"]))
    publish_afterwards(published.plan, Edition.State.APPROVED)
    found = page(client).context
    assert [*gone, states(found["steps"])] == [
        ["done", "done", "now", "coming", "coming", "coming"],
        ["done", "done", "done", "now", "coming", "coming"],
        ["done", "done", "done", "done", "coming", "coming"],
        ["done"] * 6,
    ]
    assert found["steps"][2].words == "Odbor sociální péče"
    assert found["steps"][5].url == "/zkusebni-plan/edice/2/#usneseni"
    assert [(one.kind, one.text) for one in found["redlines"][0].segments] == [
        ("same", "Podporovat záměr 1"),
        ("added", " a jeho okolí"),
        ("same", "."),
    ]


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("answered", [0, 1])
@pytest.mark.parametrize("state", ["unconfirmed", "received", "held", "published"])
def test_just_one_step_is_that_of_now_until_all_is_answered(
    published: Edition, state: str, answered: int, given: bool
) -> None:
    open_consultation(published)
    comment = make_comment(item_of(published, "A1.1"))
    points = [comment.points.get(), add_point(comment, "Druhý bod.")]
    for point in points[:answered]:
        settle(point)
    if given:
        department = Organisation.objects.create(name="Odbor")
        Handling.objects.create(point=points[1], assigned_to=department)
    Comment.objects.update(state=state)
    comment.refresh_from_db()
    steps = way.steps(way.facts(comment, Contact.objects.get()))
    assert states(steps).count("now") == 1


def test_what_was_changed_in_the_draft_is_not_shown_yet(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    changed = reword(item_of(draft_of(published.plan), "A1.1"), "Tajné znění návrhu.")
    settle(comment.points.get(), outcome="accepted", changed_item=changed)
    answer = page(client)
    assert answer.context["redlines"] == []
    assert "Tajné" not in answer.content.decode()


def test_what_changed_right_under_an_item_is_told_in_words(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1"))
    draft = draft_of(published.plan)
    reword(item_of(draft, "A1.1"))
    tree.delete_item(item_of(draft, "A1.2"))
    settle(comment.points.get(), outcome="accepted", changed_item=item_of(draft, "A1"))
    publish(published.plan)
    answer = page(client)
    (redline,) = answer.context["redlines"]
    assert [(one.kinds, one.line.code) for one in redline.around] == [(("removed",), "A1.2")]
    assert not redline.is_reworded
    assert "change__kind--removed" in answer.content.decode()


def test_an_item_that_got_its_old_words_back_is_said_to_say_the_same(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    before = comment.item.text
    changed = reword(item_of(draft_of(published.plan), "A1.1"))
    settle(comment.points.get(), outcome="accepted", changed_item=changed)
    reword(changed, before)
    publish(published.plan)
    (redline,) = page(client).context["redlines"]
    assert (redline.is_reworded, redline.around) == (False, [])


def test_an_answer_that_changes_nothing_says_so(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    settle(comment.points.get(), outcome="not_accepted")
    assert states(page(client).context["steps"]) == ["done", "done", "done", "done", "coming"]


@pytest.mark.parametrize("together", [False, True])
def test_of_what_was_partly_accepted_it_is_not_said_that_the_text_stays(
    client: Client, published: Edition, together: bool
) -> None:
    first, second = (make_comment(item_of(published, "A1.1")) for _ in range(2))
    if together:
        grouping.settle_together(first.points.get(), [first.points.get(), second.points.get()])
    settle(first.points.get(), outcome="partly")
    steps = page(client, 2 if together else 1).context["steps"]
    settle(make_comment(first.item).points.get(), outcome="not_accepted")
    unchanged = page(client, 3).context["steps"]
    assert (steps[-2].state, bool(steps[-2].words), steps[-2].name == unchanged[-2].name) == (
        "done",
        True,
        False,
    )


def test_an_answer_that_was_taken_up_again_stays_to_be_read(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1.1"), email="k@example.cz")
    point = comment.points.get()
    settle(point, outcome="noted", reasoning="První odpověď.", by="Odbor")
    assert page(client).context["earlier"] == []
    for reasoning in ("Druhá odpověď.", "Třetí odpověď."):
        settlement.reopen(point, f"Aby byla {reasoning}")
        settle(point, outcome="explained", reasoning=reasoning)
    settlement.reopen(point, "Tajný důvod.")
    for response in (page(client), client.get(links.path(*links.mine(comment)))):
        assert [
            (one.number, one.reasoning, one.reopening_reason) for one in response.context["earlier"]
        ] == [
            ("2", "Druhá odpověď.", "Aby byla Třetí odpověď."),
            ("1", "První odpověď.", "Aby byla Druhá odpověď."),
        ]
        shown = response.content.decode().replace("\xa0", " ")
        assert shown.count("<details>") >= 2
        assert "První odpověď." in shown
        assert "Tajný důvod." not in shown


@pytest.mark.parametrize("points", [1, 3])
def test_earlier_answers_cost_one_query_however_many(
    published: Edition, django_assert_num_queries: Any, points: int
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    for number in range(1, points):
        add_point(comment, f"Bod {number}.")
    for point in comment.points.all():
        settle(point)
        settlement.reopen(point, "Proto.")
        settle(point, outcome="noted")
    answers = list(Settlement.objects.published())
    with django_assert_num_queries(1):
        found = earlier(comment, answers, points)
    labels = [""] if points == 1 else ["1/1", "1/2", "1/3"]
    assert [one.label for one in found] == labels


def test_no_comments_is_noted_and_waits_for_nothing(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.1"), kind=Comment.Kind.NONE)
    assert states(page(client).context["steps"]) == ["done", "done", "done"]


def test_the_internal_note_and_deadline_stay_inside(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), name="Jan Tajný", email="tajny@example.cz")
    department = Organisation.objects.create(name="Odbor", email="odbor@example.cz")
    Handling.objects.create(
        point=comment.points.get(), assigned_to=department, note="Jen pro nás.", due_on="2031-05-06"
    )
    content = page(client).content.decode()
    assert "Odbor" in content
    for secret in ("Tajný", "tajny@", "odbor@", "Jen pro nás", "2031"):
        assert secret not in content


@pytest.mark.parametrize(
    ("state", "status"), [("received", 404), ("held", 404), ("rejected", 410), ("withdrawn", 410)]
)
def test_of_a_comment_that_is_not_shown_the_number_is_told(
    client: Client, published: Edition, state: str, status: int
) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False, text="Tajná slova.")
    if state == "held":
        publication.hold(comment)
    elif state == "rejected":
        publication.reject(comment, Comment.Rejection.ADVERTISING)
    elif state == "withdrawn":
        amending.withdraw(comment)
    answer = page(client)
    assert answer.status_code == status
    assert answer.templates[0].name == "comments/comment_not_shown.html"
    content = answer.content.decode()
    assert "Tajná" not in content
    reason = str(Comment.Rejection.ADVERTISING.label)
    assert (reason in content) == (state == "rejected")


def test_a_withdrawn_comment_leaves_a_page_that_was_stored(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    address = comment.get_absolute_url()
    assert client.get(address).status_code == 200
    amending.withdraw(comment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagestore, "REREAD_SECONDS", 0)
        assert client.get(address).status_code == 410


@pytest.mark.parametrize("state", [Comment.State.UNCONFIRMED, Comment.State.EXPIRED])
def test_of_what_nobody_confirmed_nobody_hears(
    client: Client, published: Edition, state: str
) -> None:
    comment = make_comment(item_of(published, "A1.1"), published=False)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    answer = page(client)
    assert (answer.status_code, answer.templates[0].name) == (404, "404.html")


def test_a_comment_on_the_working_draft_has_no_page_yet(client: Client, published: Edition) -> None:
    make_comment(item_of(draft_of(published.plan), "A1.1"))
    assert page(client).templates[0].name == "404.html"
    publish(published.plan)
    assert page(client).status_code == 200


def test_redacted_passages_show_their_marks(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), text="Volejte 777 123 456.")
    CommentVersion.objects.filter(comment=comment).put_instead(text="Volejte [údaj skryt].")
    content = page(client).content.decode()
    assert "[údaj" in content
    assert "777" not in content


def test_versions_are_shown_with_their_differences(client: Client, published: Edition) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item, text="Doplnit přehled.")
    assert page(client, below="verze/").context["versions"][0].of == 1
    comment = amending.amend(comment, [Said(item, "Doplnit celý přehled.")])
    publication.publish(comment)
    found = page(client, below="verze/").context["versions"]
    assert [(one.number, one.of) for one in found] == [(2, 2), (1, 2)]
    assert [(one.kind, one.text) for one in found[0].parts[0].text] == [
        ("same", "Doplnit"),
        ("added", " celý"),
        ("same", " přehled."),
    ]
    assert len(page(client).context["versions"]) == 2


def test_a_version_that_waits_for_its_check_is_shown_nowhere(
    client: Client, published: Edition
) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item)
    amending.amend(comment, [Said(item, "Nezkontrolované.")])
    for below in ("", "verze/"):
        answer = page(client, below=below)
        assert answer.status_code == 200
        assert "Nezkontrolované" not in answer.content.decode()


def test_a_wording_that_was_amended_before_it_was_published_is_shown_nowhere(
    client: Client, published: Edition
) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item, published=False, text="Unáhlené.")
    comment = amending.amend(comment, [Said(item, "Rozmyšlené.")])
    publication.publish(comment)
    found = page(client, below="verze/")
    assert [(one.number, one.of) for one in found.context["versions"]] == [(2, 2)]
    assert "Unáhlené" not in found.content.decode()


def test_dropped_and_added_parts_are_told_apart(client: Client, published: Edition) -> None:
    open_consultation(published)
    parts = [Said(item_of(published, f"A1.{number}"), f"Část {number}.") for number in (1, 2)]
    comment = receiving.receive(parts, name="Občan", channel="import")
    publication.publish(comment)
    publication.publish(amending.amend(comment, parts[:1]))
    newest = page(client, below="verze/").context["versions"][0]
    assert [part.item.code for part in newest.parts] == ["A1.1"]
    assert [part.item.code for part in newest.dropped] == ["A1.2"]


def test_versions_of_what_is_not_shown_are_not_there(client: Client, published: Edition) -> None:
    amending.withdraw(make_comment(item_of(published, "A1.1")))
    assert page(client, below="verze/").status_code == 404


@pytest.mark.parametrize("parts", [1, 3])
def test_the_page_costs_the_same_however_many_parts(
    client: Client, published: Edition, django_assert_num_queries: Any, parts: int
) -> None:
    open_consultation(published)
    said = [Said(item_of(published, f"A1.{number}"), "Slova.") for number in range(1, parts + 1)]
    comment = receiving.receive(said, name="Občan", channel="import")
    publication.publish(comment)
    for point in comment.points.all():
        changed = reword(item_of(draft_of(published.plan), point.item.code), "Úplně jinak.")
        settle(point, outcome="accepted", changed_item=changed)
        Handling.objects.create(
            point=point, assigned_to=Organisation.objects.create(name=f"Odbor {point.pk}")
        )
    publish_afterwards(published.plan, Edition.State.APPROVED)
    Contact.objects.update(confirmed_at=timezone.now())
    pagestore.store.revisions()
    # The last one asks which bodies decided on it.
    with django_assert_num_queries(10):
        assert page(client).status_code == 200


@pytest.mark.parametrize("satisfied", [True, False])
def test_what_the_commenter_says_of_the_answer_stands_with_it(
    client: Client, published: Edition, satisfied: bool
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    answer = settle(comment.points.get())
    assert "comment__reaction" not in page(client).content.decode()
    reaction = amending.react(answer, satisfied=satisfied, words="Slova <b>autorky</b>.")
    reacting.publish_words(reaction)
    for address in (comment.get_absolute_url(), "/zkusebni-plan/A1.1/"):
        pagestore.store.clear()
        content = client.get(address).content.decode()
        shown = content.partition("comment__reaction")[2].partition("</div>")[0]
        assert ["<strong>" in shown, "&lt;b&gt;autorky" in shown] == [not satisfied, True]


def test_who_has_a_comment_shows_at_once_on_a_stored_page(
    client: Client, published: Edition
) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    department = Organisation.objects.create(name="Odbor sociální péče")
    client.get(comment.get_absolute_url())
    assigning.assign(comment.points.all(), department, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagestore, "REREAD_SECONDS", 0)
        assert "Odbor sociální" in client.get(comment.get_absolute_url()).content.decode()


def test_a_comment_is_shown_with_its_weight_its_kind_and_for_whom_it_speaks(
    client: Client, published: Edition
) -> None:
    comment = receiving.receive(
        [Said(item_of(published, "A1.1"), "Doplnit.", weight="essential")],
        name="Občanka Brněnská",
        channel="import",
        speaker="department",
        organisation="Odbor zdraví",
        kind="formal",
    )
    publication.publish(comment)
    shown = page(client, comment.number).content.decode().replace("\u00a0", " ")
    for word in ("zásadní", "formální, za odbor města", "Odbor zdraví"):
        assert word in shown, word
