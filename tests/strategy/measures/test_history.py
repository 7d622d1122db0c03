"""Cards put together from the history of their rows."""

from typing import Any

import pytest

from strategy.measures import changing, history
from strategy.measures.cards import EMPTY, Facts, Money
from strategy.models import Plan
from tests.factories import draft_of, item_of, publish
from tests.strategy.measures.samples import fill

pytestmark = pytest.mark.usefixtures("db")


def told(plan: Plan) -> list[Facts]:
    """The card of A1.1 after each record, the oldest first."""
    found = history.through(item_of(draft_of(plan), "A1.1").key)
    return [found[number] for number in sorted(found)]


def test_each_record_tells_the_card_as_it_then_was(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    full = fill(measure)
    measure.refresh_from_db()
    changing.change(measure, measure.version, None, costs=full.costs[::-1])
    measure.refresh_from_db()
    changing.change(measure, measure.version, None, responsibilities=(), risks="")
    states = told(plan)
    assert states[:2] == [EMPTY, full]
    assert states[2].costs == full.costs[::-1]
    assert (states[3].responsibilities, states[3].risks, states[3].costs) == (
        (),
        "",
        states[2].costs,
    )


def test_copies_in_a_new_edition_go_on_from_the_rows_before(plan: Plan) -> None:
    full = fill(item_of(draft_of(plan), "A1.1"))
    publish(plan)
    copy = item_of(draft_of(plan), "A1.1")
    changing.change(copy, copy.version, None, indicators=(), criterion="Jinak.")
    last = told(plan)[-1]
    assert (last.indicators, last.criterion, last.costs) == ((), "Jinak.", full.costs)
    assert last.responsibilities == full.responsibilities


@pytest.mark.parametrize("changes", [1, 3])
def test_it_takes_six_queries_however_long_the_history(
    plan: Plan, changes: int, django_assert_num_queries: Any
) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    for number in range(changes):
        measure.refresh_from_db()
        changing.change(measure, measure.version, None, costs=(Money(None, number, "", ""),))
    with django_assert_num_queries(6):
        assert len(history.through(measure.key)) == changes + 1


def test_a_change_that_changes_nothing_leaves_no_record(plan: Plan) -> None:
    measure = item_of(draft_of(plan), "A1.1")
    full = fill(measure)
    changing.change(measure, 1, None, costs=full.costs, begins="do 2017")
    measure.refresh_from_db()
    assert (measure.version, len(told(plan))) == (2, 2)
