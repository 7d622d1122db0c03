import pytest

from comments import settlement
from comments.models import Settlement
from strategy.models import Edition
from tests.comments.test_publication import revision
from tests.factories import draft_of, item_of, make_comment, make_plan, publish
from tests.races import at_once, needs_postgres


def test_an_answer_is_drafted_rewritten_and_published_once(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"))
    point, before = comment.points.get(), revision(published.plan)
    settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    changed = item_of(draft_of(published.plan), "A1.1")
    answer = settlement.draft(
        point, outcome="accepted", reasoning="Doplněno.", changed_item=changed
    )
    assert revision(published.plan) == before
    answer = settlement.publish(answer, by="Koordinátorka KPSS")
    assert (answer.state, answer.settled_by) == ("published", "Koordinátorka KPSS")
    assert answer.published_at is not None
    assert revision(published.plan) == before + 1
    outcomes = answer.history.order_by("history_id").values_list("outcome", "state")
    assert list(outcomes) == [("noted", "draft"), ("accepted", "draft"), ("accepted", "published")]


def test_a_published_answer_is_neither_rewritten_nor_published_again(published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    settlement.publish(answer, by="")
    with pytest.raises(settlement.SettlementRefused):
        settlement.draft(point, outcome="noted", reasoning="Jinak.")
    with pytest.raises(settlement.SettlementRefused):
        settlement.publish(answer, by="")
    assert Settlement.objects.get().reasoning == "Děkujeme."


@pytest.mark.parametrize("reasoning", ["", "  \n"])
def test_an_answer_without_a_reason_is_refused(published: Edition, reasoning: str) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    with pytest.raises(settlement.SettlementRefused):
        settlement.draft(point, outcome="noted", reasoning=reasoning)
    blank = Settlement.objects.create(point=point, outcome="noted", reasoning=" ")
    with pytest.raises(settlement.SettlementRefused):
        settlement.publish(blank, by="")
    assert Settlement.objects.get().state == "draft"


def test_an_answer_to_a_hidden_comment_leaves_the_pages_as_they_are(published: Edition) -> None:
    point = make_comment(item_of(published, "A1.1"), published=False).points.get()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    before = revision(published.plan)
    settlement.publish(answer, by="")
    assert revision(published.plan) == before


@needs_postgres
def test_of_four_who_publish_an_answer_at_once_one_does(committed: None) -> None:
    point = make_comment(item_of(publish(make_plan()), "A1.1")).points.get()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.")

    def refused(name: str) -> bool:
        try:
            settlement.publish(answer, by=name)
        except settlement.SettlementRefused:
            return True
        return False

    refusals = at_once([lambda name=name: refused(name) for name in "abcd"])
    assert sorted(refusals) == [False, True, True, True]
    assert answer.history.count() == 2
