"""The queue: what it shows to whom, and what its buttons do."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import amending, publication
from comments.models import Comment
from comments.receiving import Said
from strategy.editing import version_of
from strategy.models import Edition, Organisation
from tests.comments.staff import OFFICER, signed_in
from tests.factories import item_of, make_comment, make_plan, open_consultation, publish
from tests.races import at_once, on_a_file

QUEUE = "/pripominky/kontrola/"
PERSONAL = "Volejte 602 123 456. <b>Děkuji</b>"


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(
        item_of(published, "A1.1"), published=False, name="Kanárek", email="k@example.cz"
    )


def decide(client: Client, comment: Comment, deed: str, **sent: Any) -> HttpResponse:
    given = {"deed": deed, "seen": version_of(comment), "from": "1"} | sent
    return client.post(reverse("comments:checking_decide", args=[comment.pk]), given)


def state_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def numbers(client: Client, query: str = "") -> list[int]:
    return [card.comment.number for card in client.get(QUEUE + query).context["cards"]]


def test_what_waits_is_listed_the_oldest_first(officer: Client, published: Edition) -> None:
    item, now = item_of(published, "A1.1"), timezone.now()
    open_consultation(published)
    for hours in (1, 3, 2):
        make_comment(item, published=False, received_at=now - timedelta(hours=hours))
    publication.hold(Comment.objects.get(number=1))
    make_comment(item)
    amended = make_comment(item, received_at=now - timedelta(hours=4))
    amending.amend(amended, [Said(item, "Jinak.")])
    rejected = make_comment(item, published=False)
    publication.reject(rejected, Comment.Rejection.OFF_TOPIC)
    assert numbers(officer) == [5, 2, 3, 1]


def test_the_queue_goes_on_over_pages(
    officer: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.checking.views.PAGE_SIZE", 2)
    for _number in range(3):
        make_comment(item_of(published, "A1.1"), published=False)
    assert [numbers(officer), numbers(officer, "?strana=2")] == [[1, 2], [3]]
    assert numbers(officer, "?strana=x") == [1, 2]


def test_an_empty_queue_says_so(officer: Client) -> None:
    assert officer.get(QUEUE).context["waiting"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_one_comment_and_for_three(
    officer: Client, published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    open_consultation(published)
    for _number in range(count):
        make_comment(item_of(published, "A1.1"), published=False, text=PERSONAL)
    officer.get(QUEUE)
    with django_assert_num_queries(12):
        assert len(numbers(officer)) == count


def test_likely_personal_data_is_marked_in_the_text_and_named(
    officer: Client, published: Edition
) -> None:
    make_comment(item_of(published, "A1.1"), published=False, text=PERSONAL)
    response = officer.get(QUEUE)
    (card,) = response.context["cards"]
    assert [(it.code, it.passages) for it in card.doubts] == [("personal", ["602 123 456"])]
    page = response.content.decode().replace("\u00a0", " ")
    assert re.findall(r"<mark>([^<]*)<", page) == ["602 123 456", "602 123 456"]
    assert "&lt;b&gt;Děkuji&lt;/b&gt;" in page


def test_who_looks_like_the_city_on_the_web_is_pointed_out(
    officer: Client, published: Edition
) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    sent = {"published": False, "organisation": "Magistrát města Brna"}
    make_comment(item, channel=Comment.Channel.WEB, **sent)
    make_comment(item, channel=Comment.Channel.PAPER, **sent)
    cards = officer.get(QUEUE).context["cards"]
    assert [[it.code for it in card.doubts] for card in cards] == [["office"], []]


def test_who_signs_like_a_body_that_the_city_knows_is_pointed_out(
    officer: Client, published: Edition
) -> None:
    open_consultation(published)
    Organisation.objects.create(kind="organisation", name="Spolek za stromy")
    sent = {"published": False, "organisation": "Spolek za stromy, z. s."}
    for channel in (Comment.Channel.WEB, Comment.Channel.PAPER):
        make_comment(item_of(published, "A1.1"), channel=channel, **sent)
    cards = officer.get(QUEUE).context["cards"]
    assert [[it.code for it in card.doubts] for card in cards] == [["body"], []]


def test_repeated_text_is_pointed_out(officer: Client, published: Edition) -> None:
    open_consultation(published)
    text = "Doplňte prosím lavičky u všech zastávek ve městě."
    for _time in range(2):
        make_comment(
            item_of(published, "A1.1"), published=False, text=text, channel=Comment.Channel.WEB
        )
    cards = officer.get(QUEUE).context["cards"]
    assert [[it.code for it in card.doubts] for card in cards] == [[], ["repeated"]]


def test_the_contact_is_for_who_may_see_it(comment: Comment) -> None:
    seen = [
        "k@example.cz" in signed_in(permissions, f"u{number}").get(QUEUE).content.decode()
        for number, permissions in enumerate([OFFICER, "check_comment"])
    ]
    assert seen == [True, False]


def test_a_citizen_is_called_by_the_number_alone(officer: Client, comment: Comment) -> None:
    (card,) = officer.get(QUEUE).context["cards"]
    assert card.author == "Občan/ka č.\N{NO-BREAK SPACE}1"


def test_the_statutory_deadline_and_a_late_arrival_are_shown(
    officer: Client, published: Edition
) -> None:
    item, now = item_of(published, "A1.1"), timezone.now()
    with time_machine.travel(now - timedelta(days=100), tick=False):
        open_consultation(published)
    for days in (90, 5):
        make_comment(item, published=False, received_at=now - timedelta(days=days))
    cards = officer.get(QUEUE).context["cards"]
    assert [(card.overdue, card.late) for card in cards] == [(True, False), (False, True)]
    assert cards[1].due == timezone.localdate(cards[1].comment.received_at) + timedelta(days=60)


@pytest.mark.parametrize(
    ("deed", "state"), [("publish", "published"), ("hold", "held"), ("reject", "rejected")]
)
def test_an_officer_decides_and_the_record_says_who(
    officer: Client, comment: Comment, deed: str, state: str
) -> None:
    response = decide(officer, comment, deed, rejection="off_topic")
    assert (response.status_code, response.url) == (302, f"{QUEUE}?strana=1")
    record = comment.history.order_by("-history_id").first()
    assert (state_of(comment), record.history_user.username) == (state, "urednice")
    assert comment.history.count() == 2


def test_a_rejection_needs_its_reason(officer: Client, comment: Comment) -> None:
    for reason in ("", "because"):
        decide(officer, comment, "reject", rejection=reason)
    assert state_of(comment) == "received"


def test_no_deed_and_a_made_up_one_do_nothing(officer: Client, comment: Comment) -> None:
    for deed in ("", "delete"):
        decide(officer, comment, deed)
    assert comment.history.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "999999999999999999", "9" * 40])
def test_a_form_that_saw_something_else_decides_nothing(
    officer: Client, comment: Comment, seen: str
) -> None:
    decide(officer, comment, "publish", seen=seen)
    assert state_of(comment) == "received"


def test_the_second_officer_is_told_who_decided_what(officer: Client, comment: Comment) -> None:
    seen = version_of(comment)
    decide(signed_in(OFFICER, "kolegyne"), comment, "hold", seen=seen)
    response = decide(officer, comment, "publish", seen=seen)
    (told,) = officer.get(response.url).context["messages"]
    assert (told.level_tag, state_of(comment)) == ("error", "held")
    assert "Alena Úřednice" in told.message


def test_an_amended_wording_is_published_in_place_of_the_former(
    officer: Client, published: Edition
) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item, text="Přidat lavičky.")
    seen = version_of(comment)
    amending.amend(comment, [Said(item, "Přidat lavičky a stromy.")])
    (card,) = officer.get(QUEUE).context["cards"]
    changes = card.parts[0].said[0].differences
    assert [it.text.strip() for it in changes if it.kind == "added"] == ["a stromy"]
    decide(officer, comment, "publish", seen=seen)
    assert Comment.objects.get().version == 1
    decide(officer, comment, "publish")
    comment = Comment.objects.get()
    assert (comment.version, comment.points.get().text) == (2, "Přidat lavičky a stromy.")


def tick(client: Client, *comments: Comment) -> HttpResponse:
    ticked = [f"{it.pk}:{version_of(it)}" for it in comments]
    return client.post(f"{QUEUE}zverejnit/", {"comment": [*ticked, "1", "x:y"], "from": "1"})


def test_ticked_comments_are_published_together_but_those_with_a_doubt(
    officer: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
    plain = [make_comment(item, published=False) for _number in range(2)]
    doubted = make_comment(item, published=False, text=PERSONAL)
    held = publication.hold(make_comment(item, published=False))
    page = officer.get(QUEUE).content.decode()
    assert len(re.findall(r'<input type="checkbox" name="comment"', page)) == 2
    response = tick(officer, *plain, doubted, held)
    states = [state_of(it) for it in (*plain, doubted, held)]
    assert states == ["published", "published", "received", "held"]
    levels = [it.level_tag for it in officer.get(response.url).context["messages"]]
    assert levels == ["error", "error", "success"]


def test_all_on_a_page_are_published_by_one_button_but_those_with_a_doubt_or_amended_since(
    officer: Client, published: Edition
) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    plain, changed = [make_comment(item, published=False) for _number in range(2)]
    doubted = make_comment(item, published=False, text=PERSONAL)
    page = officer.get(QUEUE).content.decode()
    shown = re.findall(r'<input type="hidden" name="shown" value="([0-9:]+)">', page)
    assert [int(it.split(":")[0]) for it in shown] == [plain.pk, changed.pk]
    amending.amend(changed, [Said(item, "Jinak.")])
    shown.append(f"{doubted.pk}:{version_of(doubted)}")
    address = reverse("comments:checking_publish")
    response = officer.post(address, {"shown": shown, "all": "1", "from": "1"})
    assert [state_of(it) for it in (plain, changed, doubted)] == ["published", *["received"] * 2]
    levels = [it.level_tag for it in officer.get(response.url).context["messages"]]
    assert levels == ["error", "error", "success"]


def test_what_is_shown_is_published_by_its_own_button_only(
    officer: Client, comment: Comment
) -> None:
    shown = f"{comment.pk}:{version_of(comment)}"
    officer.post(reverse("comments:checking_publish"), {"shown": shown, "from": "1"})
    assert state_of(comment) == "received"


def test_a_comment_has_a_page_of_its_own_in_any_state(officer: Client, comment: Comment) -> None:
    publication.reject(comment, Comment.Rejection.INSULTING)
    page = officer.get(reverse("comments:checking_comment", args=[comment.pk]))
    assert page.context["card"].comment.rejection == "insulting"
    response = decide(officer, comment, "publish", **{"from": "jedna"})
    assert response.url == reverse("comments:checking_comment", args=[comment.pk])
    assert state_of(comment) == "published"


def test_what_nobody_confirmed_is_not_there(officer: Client, published: Edition) -> None:
    open_consultation(published)
    comment = make_comment(
        item_of(published, "A1.1"),
        published=False,
        channel=Comment.Channel.WEB,
        email="k@example.cz",
    )
    assert (comment.state, numbers(officer)) == ("unconfirmed", [])
    assert officer.get(reverse("comments:checking_comment", args=[comment.pk])).status_code == 404
    assert decide(officer, comment, "publish").status_code == 404


@pytest.mark.parametrize("permissions", ["", "view_comment add_comment", "change_comment"])
def test_who_may_not_check_sees_and_changes_nothing(comment: Comment, permissions: str) -> None:
    client = signed_in(permissions)
    one = reverse("comments:checking_comment", args=[comment.pk])
    answers = [client.get(QUEUE), client.get(one), decide(client, comment, "publish")]
    answers.append(tick(client, comment))
    assert [it.status_code for it in answers] == [403, 403, 403, 403]
    assert state_of(comment) == "received"


def test_who_is_not_signed_in_is_sent_to_do_so(comment: Comment) -> None:
    for client in (Client(), Client()):
        user = User.objects.create_user(f"u{User.objects.count()}", is_superuser=True)
        client.force_login(user)
        assert decide(client, comment, "publish").url.startswith("/admin/login/")
    assert Client().get(QUEUE).url == f"/admin/login/?next={QUEUE}"
    assert state_of(comment) == "received"


def test_a_get_and_a_forged_form_change_nothing(comment: Comment) -> None:
    officer = signed_in()
    address = reverse("comments:checking_decide", args=[comment.pk])
    assert officer.get(address, {"deed": "publish"}).status_code == 405
    assert officer.get(f"{QUEUE}zverejnit/").status_code == 405
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = officer.cookies
    assert decide(checked, comment, "publish").status_code == 403
    assert state_of(comment) == "received"


def race(tmp_path: Path) -> tuple[int, int]:
    """Six officers decide on one comment at once: (rows of history, those who were heard)."""
    comment = make_comment(item_of(publish(make_plan()), "A1.1"), published=False)
    officers = [signed_in(OFFICER, f"urednice-{number}") for number in range(6)]
    seen = version_of(comment)
    deeds = ["publish", "hold"] * 3

    def act(officer: Client, deed: str) -> bool:
        decide(officer, comment, deed, seen=seen)
        return "notice--done" in officer.get(QUEUE).content.decode()

    with on_a_file(tmp_path / "threads.sqlite3"):
        pairs = zip(officers, deeds, strict=True)
        heard = at_once([lambda one=one, deed=deed: act(one, deed) for one, deed in pairs])
        (rows,) = at_once([lambda: comment.history.count()])
    return rows, sum(heard)


def test_of_six_officers_at_once_one_is_heard_and_leaves_one_record(
    committed: None, tmp_path: Path
) -> None:
    assert race(tmp_path) == (2, 1)


def test_without_a_look_at_what_was_seen_several_would_be_heard(
    committed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    monkeypatch.setattr(publication, "refuse_unseen", lambda *_given: None)
    rows, heard = race(tmp_path)
    assert (rows > 2, heard) == (True, 6)
