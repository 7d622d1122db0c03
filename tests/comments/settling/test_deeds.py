"""The buttons of a point's page, each a deed with its right."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments import settlement
from comments.models import Handling, Point, Settlement
from comments.settling import assigning, grouping
from strategy.models import Edition, Organisation
from tests.comments.settling.conftest import COORDINATES, member_of_staff
from tests.factories import item_of, make_comment, settle

DESK = "/pripominky/vyporadani/"
WORDS = "Chceme lavičky.\n\nChceme noclehárnu."


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def do(client: Client, point: Point, deed: str, **given: Any) -> Any:
    sent = {"fronta": "rozepsane"} | given
    return client.post(f"{DESK}{point.pk}/{deed}/", sent, follow=True)


def levels(response: Any) -> list[str]:
    return [message.level_tag for message in response.context["messages"]]


def seen(point: Point) -> str:
    return settlement.mark(point, settlement.in_work(point))


def test_an_answer_is_checked_and_then_published_under_ones_name(
    desk: Client, point: Point
) -> None:
    settle(point, published=False)
    response = do(desk, point, "zkontrolovat", seen=seen(point))
    assert response.redirect_chain == [(f"{DESK}{point.pk}/?fronta=rozepsane", 302)]
    assert Settlement.objects.get().state == "checked"
    do(desk, point, "zverejnit", seen=seen(point))
    answer = Settlement.objects.get()
    assert (answer.state, answer.settled_by) == ("published", "Jana")


def test_who_was_given_the_point_signs_the_answer(
    desk: Client, point: Point, department: Organisation
) -> None:
    assigning.assign([point], department, None)
    settlement.check(settle(point, published=False))
    do(desk, point, "zverejnit")
    assert Settlement.objects.get().settled_by == "Odbor zdraví (OZ)"


def test_ones_own_answer_is_not_checked_by_oneself(
    desk: Client, point: Point, officer: User
) -> None:
    settlement.draft(point, outcome="noted", reasoning="Děkujeme.", by=officer)
    assert levels(do(desk, point, "zkontrolovat")) == ["error"]
    assert Settlement.objects.get().state == "draft"


def test_a_deed_is_done_on_what_was_seen(desk: Client, point: Point) -> None:
    settle(point, published=False)
    before = seen(point)
    settlement.draft(point, outcome="noted", reasoning="Jinak.")
    for deed in ("zkontrolovat", "zahodit"):
        assert levels(do(desk, point, deed, seen=before)) == ["error"]
    settlement.check(Settlement.objects.get())
    assert levels(do(desk, point, "zverejnit", seen=before)) == ["error"]
    assert Settlement.objects.get().state == "checked"


@pytest.mark.parametrize("deed", ["zkontrolovat", "zverejnit", "zahodit"])
def test_without_an_answer_in_work_there_is_nothing_to_do(
    desk: Client, point: Point, deed: str
) -> None:
    assert levels(do(desk, point, deed)) == ["error"]


def test_a_draft_is_discarded(desk: Client, point: Point) -> None:
    settle(point, published=False)
    assert levels(do(desk, point, "zahodit", seen=seen(point))) == ["success"]
    assert not Settlement.objects.exists()


def test_a_reason_is_kept_where_the_deed_is_refused(desk: Client, point: Point) -> None:
    told = list(do(desk, point, "otevrit", reason="Rada žádá jinak.").context["messages"])
    assert [one.level_tag for one in told] == ["error", "error"]
    assert str(told[1]) == "Napsali jste: „Rada žádá jinak.“"


def test_a_published_answer_is_reopened_with_a_reason(desk: Client, point: Point) -> None:
    settle(point)
    assert levels(do(desk, point, "otevrit", reason=" ")) == ["error"]
    assert levels(do(desk, point, "otevrit", reason="Rada žádá jinak.")) == ["success"]
    assert settlement.in_work(point).reopening_reason == "Rada žádá jinak."


def test_who_may_publish_nothing_reopens_nothing(
    client: Client, point: Point, department: Organisation
) -> None:
    settler = member_of_staff("eva", "change_settlement")
    department.members.add(settler)
    assigning.assign([point], department, None)
    settle(point)
    client.force_login(settler)
    page = client.get(f"{DESK}{point.pk}/")
    assert (page.status_code, "/otevrit/" in page.content.decode()) == (200, False)
    assert do(client, point, "otevrit", reason="Rozmyslela jsem se.").status_code == 403
    assert Settlement.objects.count() == 1


def test_a_point_is_assigned(desk: Client, point: Point, department: Organisation) -> None:
    do(desk, point, "pridelit", assigned_to=department.pk)
    assert Handling.objects.get().assigned_to == department
    assert levels(do(desk, point, "pridelit", due_on="zítra")) == ["error"]


def test_a_point_leaves_those_it_was_settled_together_with(
    desk: Client, three: list[Point]
) -> None:
    do(desk, three[1], "spolecne", **{"with": three[0].pk})
    assert list(three[0].followers.all()) == [three[1]]
    do(desk, three[1], "samostatne")
    assert list(three[0].followers.all()) == []
    assert levels(do(desk, three[1], "spolecne", **{"with": "x"})) == ["error"]


def test_a_point_is_split_by_a_line_and_joined_again(desk: Client, published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1"), text=WORDS).points.get()
    address = f"{DESK}{point.pk}/rozdelit/"
    assert desk.get(address).context["words"] == WORDS
    sent = {"words": "Chceme lavičky.\r\n\r\n --- \r\nChceme noclehárnu."}
    response = desk.post(address, sent, follow=True)
    assert response.redirect_chain == [(f"{DESK}{point.pk}/?fronta=vse", 302)]
    texts = point.comment.points.values_list("text", flat=True)
    assert list(texts) == ["Chceme lavičky.", "Chceme noclehárnu."]
    second = point.comment.points.get(position=2)
    assert do(desk, second, "spojit").redirect_chain[0][0].startswith(f"{DESK}{point.pk}/")
    assert point.comment.points.get().text == WORDS


def test_what_was_typed_stays_where_splitting_is_refused(desk: Client, point: Point) -> None:
    sent = {"words": "Něco jiného.\n---\nA ještě."}
    response = desk.post(f"{DESK}{point.pk}/rozdelit/", sent)
    assert response.context["words"] == sent["words"]
    assert response.context["refusal"]
    assert point.comment.points.count() == 1


NEEDED = {
    "zkontrolovat": "publish_settlement",
    "zverejnit": "publish_settlement",
    "pridelit": "change_handling",
}


@pytest.mark.parametrize(("deed", "right"), NEEDED.items())
def test_each_deed_asks_for_its_right(
    client: Client, point: Point, department: Organisation, deed: str, right: str
) -> None:
    settlement.check(settle(point, published=False))
    client.force_login(member_of_staff("petr", *(set(COORDINATES) - {right})))
    assert f"/{deed}/" not in client.get(f"{DESK}{point.pk}/").content.decode()
    assert do(client, point, deed, assigned_to=department.pk).status_code == 403
    assert (Settlement.objects.get().state, Handling.objects.count()) == ("checked", 0)


EVERY = ["zkontrolovat", "zverejnit", "zahodit", "otevrit", "spojit", "spolecne", "samostatne"]


@pytest.mark.parametrize("deed", EVERY)
def test_no_deed_is_done_with_points_of_others_by_a_get_or_without_a_token(
    client: Client, point: Point, deed: str
) -> None:
    settle(point, published=False)
    member = member_of_staff("eva", "change_settlement")
    client.force_login(member)
    assert client.get(f"{DESK}{point.pk}/{deed}/").status_code == 405
    assert do(client, point, deed).status_code in {403, 404}
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(member)
    assert forger.post(f"{DESK}{point.pk}/{deed}/").status_code == 403
    assert Settlement.objects.get().state == "draft"


def test_an_unknown_deed_is_not_found(desk: Client, point: Point) -> None:
    assert do(desk, point, "smazat").status_code == 404


def test_a_point_that_leads_shows_its_followers_answer_at_once(
    desk: Client, three: list[Point]
) -> None:
    grouping.settle_together(three[0], three)
    settlement.check(settle(three[0], published=False))
    do(desk, three[0], "zverejnit")
    assert Settlement.objects.published().count() == 3
