"""What is told of two editions: each kind of change, in its place, and no more than that."""

from typing import Any

import pytest

from strategy import compare, editing, editions, tree
from strategy.compare import Change, Comparison
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of, make_plan, publish, root_of


def compared(plan: Plan) -> Comparison:
    """Edition 1 against the draft."""
    numbered = {edition.number: edition for edition in plan.editions.select_related("plan")}
    return compare.compare(numbered[1], numbered[2])


def told(comparison: Comparison) -> list[tuple[str, list[str]]]:
    return [
        (change.line.code, [str(kind) for kind in change.kinds]) for change in comparison.changes
    ]


def change_item(plan: Plan, old_code: str, **fields: str) -> None:
    Item.objects.filter(pk=item_of(draft_of(plan), old_code).pk).update(**fields)


def only(comparison: Comparison) -> Change:
    [change] = comparison.changes
    return change


def test_a_draft_that_nobody_touched_differs_in_nothing(published: Edition) -> None:
    comparison = compared(published.plan)
    assert (comparison.changes, comparison.counts) == ([], {})


@pytest.mark.parametrize(
    ("fields", "kinds"),
    [
        ({"text": "Jinak."}, ["reworded"]),
        ({"code": "A1.9", "code_sort": "x", "handle": "A1.9"}, ["recoded"]),
        ({"description": "Proč."}, ["explained"]),
        ({"lead": "Odbor sociální péče"}, ["card"]),
        ({"due": "12/2020"}, ["card"]),
        ({"lead": "Odbor", "due": "12/2020"}, ["card"]),
        (
            {"text": "Jinak.", "description": "Proč.", "lead": "Odbor"},
            ["reworded", "explained", "card"],
        ),
        ({"text": "Podporovat\xa0záměr 2."}, None),
        ({"handle": "jinak"}, None),
    ],
)
def test_what_became_of_an_item_is_named(
    published: Edition, fields: dict[str, str], kinds: list[str] | None
) -> None:
    change_item(published.plan, "A1.2", **fields)
    code = fields.get("code", "A1.2")
    assert told(compared(published.plan)) == ([(code, kinds)] if kinds else [])


def test_a_new_and_a_lost_item_are_told_where_they_stand_and_stood(published: Edition) -> None:
    draft = draft_of(published.plan)
    tier = published.plan.tiers.get(position=4)
    tree.create_item(item_of(draft, "A1.1"), tier, code="N1", text="Nové", position="left")
    tree.delete_item(item_of(draft, "A1.2"))
    tree.create_item(item_of(draft, "A1"), tier, code="N2", text="Nové")
    comparison = compared(published.plan)
    assert told(comparison) == [("N1", ["added"]), ("A1.2", ["removed"]), ("N2", ["added"])]
    first, lost, last = comparison.changes
    assert (first.stands.under.code, first.stands.after) == ("A1", None)
    assert (lost.stood.under.code, lost.stood.after.code) == ("A1", "A1.1")
    assert (last.stood, last.stands.after.code) == (None, "A1.3")
    assert comparison.counts == {"added": 2, "removed": 1}


def test_one_that_goes_up_the_list_moves_itself_and_none_that_it_passes(db: None) -> None:
    plan = make_plan(measures=9)
    publish(plan)
    draft = draft_of(plan)
    tree.move_item(item_of(draft, "A1.9"), item_of(draft, "A1.1"), "left")
    change = only(compared(plan))
    assert (change.line.code, change.kinds) == ("A1.9", ("moved",))
    assert not change.changes_parent
    assert (change.stood.after.code, change.stands.after) == ("A1.8", None)


def test_what_stands_under_a_moved_item_has_not_moved_itself(published: Edition) -> None:
    draft = draft_of(published.plan)
    goals = published.plan.tiers.get(position=2)
    value = Item.objects.get(edition=draft, level=1)
    other = tree.create_item(value, goals, code="B", text="Druhý cíl")
    tree.move_item(item_of(draft, "A1"), other)
    comparison = compared(published.plan)
    assert told(comparison) == [("B", ["added"]), ("A1", ["moved"])]
    change = comparison.changes[1]
    assert change.changes_parent
    assert (change.stood.under.code, change.stands.under.code) == ("A", "B")


def test_what_went_is_told_after_what_stayed_even_where_its_neighbour_moved_away(
    db: None,
) -> None:
    plan = make_plan(measures=4)
    publish(plan)
    draft = draft_of(plan)
    tree.move_item(item_of(draft, "A1.1"), item_of(draft, "A1.4"), "right")
    tree.delete_item(item_of(draft, "A1.2"))
    assert told(compared(plan)) == [("A1.2", ["removed"]), ("A1.1", ["moved"])]


def test_what_went_stays_where_it_was_when_what_stood_before_it_moved_away_with_all_below(
    published: Edition,
) -> None:
    draft, plan = draft_of(published.plan), published.plan
    value = Item.objects.get(edition=draft, level=1)
    for code in ("B", "C"):
        tree.create_item(value, plan.tiers.get(position=2), code=code, text=f"Cíl {code}")
    older = publish(plan)
    draft = draft_of(plan)
    tree.delete_item(item_of(draft, "B"))
    tree.move_item(item_of(draft, "A1"), item_of(draft, "C"))
    newer = publish(plan)
    assert told(compare.compare(older, newer)) == [("B", ["removed"]), ("A1", ["moved"])]


def test_an_item_on_another_level_has_moved(published: Edition) -> None:
    item = item_of(draft_of(published.plan), "A1.3")
    Item.objects.filter(pk=item.pk).update(tier=published.plan.tiers.get(position=3))
    change = only(compared(published.plan))
    assert (change.line.code, change.kinds) == ("A1.3", ("moved",))
    assert (change.changes_tier, change.changes_parent) == (True, False)
    assert (change.before.tier_name, change.after.tier_name) == ("Opatření", "Priorita")


def test_a_renamed_plan_is_a_reworded_root(published: Edition) -> None:
    plan = published.plan
    editing.change_plan(
        plan, editing.version_of(plan), title="Jiný plán", summary="", period_to=None
    )
    change = only(compared(plan))
    assert (change.line.is_plan, change.kinds) == (True, ("reworded",))


def test_a_change_shows_words_and_fields_that_differ(published: Edition) -> None:
    change_item(published.plan, "A1.2", text="Podporovat jiný záměr 2.", due="12/2020")
    change = only(compared(published.plan))
    assert change.text == [("same", "Podporovat"), ("added", " jiný"), ("same", " záměr 2.")]
    assert [(other.name, other.segments) for other in change.others] == [
        ("due", [("added", "12/2020")])
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_two_editions_are_compared_in_four_queries(
    db: None, size: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan(measures=size)
    publish(plan)
    Item.objects.filter(edition=draft_of(plan)).update(text="Jinak.")
    both = [plan.editions.get(number=number) for number in (1, 2)]
    with django_assert_num_queries(4):
        comparison = compare.compare(*both)
        assert [len(change.text) for change in comparison.changes] == [2] * (size + 4)


def test_an_edition_is_compared_with_the_last_approved_else_the_last_published(
    plan: Plan, django_assert_num_queries: Any
) -> None:
    states = ["consultation", "consultation", "approved", "consultation", "approved"]
    published = [publish(plan, state) for state in states]
    bases = [compare.base_of(edition) for edition in [*published, draft_of(plan)]]
    assert [base and base.number for base in bases] == [None, 1, 2, 3, 3, 5]
    with django_assert_num_queries(0):
        compare.base_of(published[0])


def test_what_a_plan_is_compared_with_stays_the_same_when_it_is_withdrawn(plan: Plan) -> None:
    first = publish(plan, Edition.State.APPROVED)
    publish(plan)
    editions.withdraw(first, "Chyba.")
    assert compare.base_of(draft_of(plan)).number == 1


def test_the_root_stands_first_and_nowhere(published: Edition) -> None:
    lines = compare.lines(published)
    root = root_of(published)
    assert next(iter(lines)) == root.key
    assert compare.places(lines)[root.key] == (None, None)
