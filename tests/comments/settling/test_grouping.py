"""One answer for several points."""

import pytest

from comments import publication, settlement
from comments.models import Point, Settlement
from comments.settlement import SettlementRefused
from comments.settling import grouping
from strategy.models import Edition, Letter
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    publish,
    publish_answer,
    reword,
    settle,
)


@pytest.fixture
def together(three: list[Point]) -> list[Point]:
    """The first leads, the others get its answer."""
    grouping.settle_together(three[0], three)
    for point in three:
        point.refresh_from_db()
    return three


def refused(deed: object, *args: object) -> bool:
    with pytest.raises(SettlementRefused):
        deed(*args)  # type: ignore[operator]
    return True


def outcomes() -> list[tuple[int, str, str]]:
    found = Settlement.objects.published().order_by("point")
    return list(found.values_list("point__comment__number", "outcome", "reasoning"))


def test_each_author_gets_the_one_answer_in_one_act(together: list[Point]) -> None:
    for point in together:
        contact = point.comment.contact
        contact.email = f"obcanka{point.comment.number}@example.org"
        contact.confirmed_at = point.comment.received_at
        contact.save()
    item = reword(item_of(draft_of(together[0].comment.plan), "A1.1"))
    answer = settlement.check(
        settlement.draft(together[0], outcome="accepted", reasoning="Ano.", changed_item=item)
    )
    shown = settlement.publish([answer], by="Koordinátorka")
    assert outcomes() == [(1, "accepted", "Ano."), (2, "together", "Ano."), (3, "together", "Ano.")]
    assert [(it.changed_item, it.settled_by) for it in shown] == [(item, "Koordinátorka")] * 3
    assert len({it.published_at for it in shown}) == 1
    assert Letter.objects.count() == 3
    assert [it.history.count() for it in shown] == [3, 1, 1]


def test_a_point_that_follows_is_not_answered_by_itself(together: list[Point]) -> None:
    given = {"outcome": "noted", "reasoning": "Děkujeme."}
    with pytest.raises(SettlementRefused):
        settlement.draft(together[1], **given)
    grouping.settle_apart(together[1])
    publish_answer(settlement.draft(together[1], **given))
    settle(together[0])
    assert [outcome for _number, outcome, _why in outcomes()] == ["partly", "noted", "together"]


def test_there_are_no_chains_and_no_circles(three: list[Point], published: Edition) -> None:
    one, two, three_ = three
    four = make_comment(item_of(published, "A1.1")).points.get()
    grouping.settle_together(one, [two])
    assert refused(grouping.settle_together, two, [one])
    assert refused(grouping.settle_together, two, [three_])
    assert refused(grouping.settle_together, three_, [one])
    grouping.settle_together(three_, [four])
    assert refused(grouping.settle_together, one, [four])
    follow = Point.objects.order_by("pk").values_list("together_with", flat=True)
    assert list(follow) == [None, one.pk, None, three_.pk]


def test_a_point_alone_is_no_group(point: Point) -> None:
    assert refused(grouping.settle_together, point, [point])
    assert refused(grouping.settle_apart, point)
    assert refused(grouping.leader_of, [])


def test_points_of_two_plans_have_no_answer_together(point: Point) -> None:
    elsewhere = publish(make_plan("jiny-plan"))
    other = make_comment(item_of(elsewhere, "A1.1")).points.get()
    assert refused(grouping.settle_together, point, [other])
    assert not Point.objects.filter(together_with__isnull=False).exists()


def test_what_has_an_answer_begun_follows_nobody(three: list[Point]) -> None:
    drafted, answered, other = three
    settle(drafted, published=False)
    settle(answered)
    assert refused(grouping.settle_together, other, [drafted])
    assert refused(grouping.settle_together, other, [answered])
    assert refused(grouping.settle_together, answered, [other])
    grouping.settle_together(drafted, [other])
    assert list(drafted.followers.all()) == [other]


def test_a_reopened_answer_goes_to_all_who_got_the_first(together: list[Point]) -> None:
    settle(together[0])
    again = settlement.reopen(together[0], "Rada žádá jinak.")
    assert [why for *_rest, why in outcomes()] == ["Doplníme při další úpravě."] * 3
    settlement.draft(together[0], outcome="noted", reasoning="Nově.")
    publish_answer(again)
    assert outcomes() == [(1, "noted", "Nově."), (2, "together", "Nově."), (3, "together", "Nově.")]
    followers = Settlement.objects.published().filter(outcome="together")
    given = followers.values_list("number", "reopening_reason")
    assert list(given) == [(2, "Rada žádá jinak.")] * 2


def test_a_follower_that_is_reopened_goes_on_alone(together: list[Point]) -> None:
    settle(together[0])
    own = settlement.reopen(together[1], "Žádá víc.")
    assert (own.outcome, own.number) == ("partly", 2)
    settlement.draft(together[1], outcome="explained", reasoning="Zvlášť.")
    publish_answer(settlement.reopen(together[0], "Jinak."))
    assert [outcome for _number, outcome, _why in outcomes()] == ["partly", "together", "together"]
    publish_answer(own)
    assert outcomes()[1] == (2, "explained", "Zvlášť.")
    together[1].refresh_from_db()
    assert together[1].together_with is None


def test_who_has_the_answer_already_is_parted_by_reopening_only(together: list[Point]) -> None:
    settle(together[0])
    assert refused(grouping.settle_apart, together[1])
    together[1].refresh_from_db()
    assert together[1].together_with == together[0]


def test_a_hidden_comment_gets_no_answer_along_with_others(together: list[Point]) -> None:
    publication.hold(together[1].comment)
    settle(together[0])
    assert [number for number, *_rest in outcomes()] == [1, 3]
    assert grouping.settle_apart(together[1]).together_with is None


def test_who_leads_already_goes_before_who_has_a_draft_and_who_came_first(
    three: list[Point],
) -> None:
    first, second, third = three
    assert grouping.leader_of(three) == first
    settle(second, published=False)
    assert grouping.leader_of(three) == second
    grouping.settle_together(third, [first])
    first.refresh_from_db()
    assert grouping.leader_of([first, second]) == third
