"""What a consultation brought, counted by outcome and by part of the plan, and what it changed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from comments import publication
from comments.consulting.chart import NUMBER_WIDTH, WIDTH, chart
from comments.consulting.results import Results, Tally, answered_on, results
from comments.models import Comment, Settlement
from strategy import editions, tree
from strategy.models import Edition, Item, Plan, Tier
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    publish,
    root_of,
    settle,
)
from tests.strategy.public_pages import reword


def answered(item: Item, outcome: str) -> Comment:
    comment = make_comment(item)
    settle(comment.points.get(), outcome=outcome)
    return comment


def numbers(found: Results) -> list[tuple[str, int]]:
    return [(tally.code, tally.number) for tally in found.outcomes]


def places(found: Results) -> list[tuple[str, list[tuple[str, int]]]]:
    return [
        (
            place.item.code or place.item.text if place.item else "",
            [(tally.code, tally.number) for tally in place.outcomes],
        )
        for place in found.places
    ]


def test_points_are_counted_by_outcome_and_by_the_tier_above_measures(published: Edition) -> None:
    answered(item_of(published, "A1.1"), "explained")
    answered(item_of(published, "A1.3"), "partly")
    answered(item_of(published, "A1"), "partly")
    answered(item_of(published, "A"), "noted")
    make_comment(root_of(published))
    found = results(published, published)
    assert numbers(found) == [("partly", 2), ("explained", 1), ("noted", 1), ("", 1)]
    assert places(found) == [
        ("A1", [("partly", 2), ("explained", 1)]),
        ("", [("noted", 1), ("", 1)]),
    ]
    assert (found.received, found.published, found.points, found.answered) == (5, 5, 5, 4)
    assert [place.points for place in found.places] == [3, 2]


def test_a_plan_of_one_level_is_counted_by_its_items(db: None) -> None:
    plan = Plan.objects.create(slug="skupiny", title="Skupiny")
    tier = Tier.objects.create(plan=plan, position=1, name="Skupina", name_plural="Skupiny")
    root = Item.objects.get(edition=editions.begin(plan), parent=None)
    for text in ("Senioři", "Děti"):
        tree.create_item(root, tier, text=text)
    edition = publish(plan)
    answered(Item.objects.get(edition=edition, text="Děti"), "noted")
    make_comment(root_of(edition))
    assert places(results(edition, edition)) == [("Děti", [("noted", 1)]), ("", [("", 1)])]


def test_nothing_that_is_not_public_is_counted_as_published(published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item, published=False)
    publication.hold(make_comment(item))
    Comment.objects.filter(pk=make_comment(item, published=False).pk).update(state="unconfirmed")
    drafted = make_comment(item)
    settle(drafted.points.get(), outcome="noted", published=False)
    found = results(published, published)
    assert (found.received, found.published, numbers(found)) == (3, 1, [("", 1)])


def test_comments_on_another_edition_do_not_count(published: Edition) -> None:
    later = publish(published.plan)
    make_comment(item_of(later, "A1.1"))
    found = results(published, later)
    assert (found.received, found.outcomes, found.places) == (0, [], [])


def test_what_comments_changed_is_shown_once_it_is_published(published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.2"))
    changed = reword(draft_of(published.plan), "A1.2", "Podporovat jinak.")
    settle(comment.points.get(), outcome="accepted", changed_item=changed)
    assert results(published, published).changed == []
    later = publish(published.plan)
    other = make_comment(item_of(later, "A1.2"))
    again = reword(draft_of(published.plan), "A1.2", "Podporovat ještě jinak.")
    settle(other.points.get(), outcome="accepted", changed_item=again)
    newest = publish(published.plan)
    (change,) = results(published, newest).changed
    assert (change.item.text, change.item.edition) == ("Podporovat ještě jinak.", newest)
    assert [cause.number for cause in change.causes] == [comment.number]


@pytest.mark.parametrize("count", [1, 3])
def test_results_cost_the_same_however_much_was_said(
    published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        changed = reword(draft_of(published.plan), "A1.2", f"Podporovat jinak {number}.")
        point = make_comment(item_of(published, "A1.2")).points.get()
        settle(point, outcome="accepted", changed_item=changed)
    later = publish(published.plan)
    with django_assert_num_queries(5):
        found = results(published, later)
    assert (found.received, len(found.changed)) == (count, 1)


def test_the_last_answer_is_that_of_the_first_time_a_point_got_one(published: Edition) -> None:
    assert answered_on(published) is None
    answered(item_of(published, "A1.1"), "noted")
    silent = make_comment(item_of(published, "A1.1"), kind=Comment.Kind.NONE)
    days = {1: datetime(2018, 9, 30, 22, 30, tzinfo=UTC), 2: datetime(2018, 11, 1, tzinfo=UTC)}
    first = Settlement.objects.exclude(point__comment=silent).get()
    Settlement.objects.filter(pk=first.pk).update(state="replaced", published_at=days[1])
    first.pk, first.number, first.published_at = None, 2, days[2]
    first.save()
    assert answered_on(published) == date(2018, 10, 1)


def test_bars_begin_at_zero_and_the_longest_has_room_for_its_number() -> None:
    drawn = chart([Tally("a", "A", 8), Tally("b", "B", 2), Tally("", "C", 0)])
    lengths = [int(bar.width) for bar in drawn.bars]
    assert lengths == [WIDTH - NUMBER_WIDTH, (WIDTH - NUMBER_WIDTH) // 4, 0]
    assert [bar.number for bar in drawn.bars] == ["8", "2", "0"]
    assert (drawn.width, chart([]).bars) == (str(WIDTH), [])


def test_a_plan_without_comments_reads_no_outline(db: None, django_assert_num_queries: Any) -> None:
    edition = publish(make_plan())
    with django_assert_num_queries(3):
        assert results(edition, edition) == Results(0, 0, [], [], [])
