"""One row says how each measure stands, whatever happened to it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from strategy import editing, editions, tree
from strategy.models import (
    Channel,
    Edition,
    Indicator,
    Item,
    MeasureState,
    Organisation,
    ProgressReport,
    Reading,
)
from strategy.progress import leading, reporting, states
from strategy.progress.reporting import Status
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.progress.scene import in_force, lead_of, make_department, name_lead, state_of


def test_a_plan_in_force_has_a_row_for_each_measure(
    edition: Edition, department: Organisation
) -> None:
    rows = MeasureState.objects.order_by("item__lft").values_list(
        "item__code", "status", "due_on", "has_due", "lead", "leaderless_since"
    )
    due = date(2030, 12, 31)
    assert list(rows) == [
        (code, "", due, True, department.pk, None) for code in ("A1.1", "A1.2", "A1.3")
    ]


def test_what_is_only_consulted_has_none(db: None) -> None:
    plan = make_plan()
    publish(plan)
    assert MeasureState.objects.count() == 0
    publish(plan, Edition.State.APPROVED)
    assert MeasureState.objects.count() == 3


def test_a_withdrawn_plan_has_none_and_its_reports_stay(edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.1"), Status.DONE)
    editions.withdraw(edition, "Vydáno omylem.")
    assert (MeasureState.objects.count(), ProgressReport.objects.count()) == (0, 1)


def test_a_new_edition_keeps_what_was_said_by_the_key_of_the_measure(edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.2"), Status.UNDER_WAY)
    draft = draft_of(edition.plan)
    renamed = item_of(draft, "A1.2")
    editing.change_item(renamed, renamed.version, code="A1.9")
    tree.delete_item(item_of(draft, "A1.1"))
    newer = publish(edition.plan, Edition.State.APPROVED)
    rows = MeasureState.objects.order_by("item__code").values_list("item__code", "status")
    assert list(rows) == [("A1.3", ""), ("A1.9", Status.UNDER_WAY)]
    assert state_of(newer, "A1.9").item.edition == newer


def test_the_newest_word_holds_and_of_two_at_once_the_later_written(edition: Edition) -> None:
    item, now = item_of(edition, "A1.1"), timezone.now()
    reporting.report(item, Status.DONE, said_at=now)
    reporting.report(item, Status.NOT_BEGUN, said_at=now - timedelta(days=3))
    assert state_of(edition).status == Status.DONE
    reporting.report(item, Status.NOT_DONE, said_at=now)
    assert state_of(edition).status == Status.NOT_DONE
    assert reporting.newest(item).status == Status.NOT_DONE


def test_it_counts_indicators_and_those_that_were_read(department: Organisation) -> None:
    plan = make_plan()
    item = item_of(draft_of(plan), "A1.1")
    first = Indicator.objects.create(item=item, position=1, name="Počet bytů")
    Indicator.objects.create(item=item, position=2, name="Podíl zeleně")
    edition = publish(plan, Edition.State.APPROVED)
    reading = {"plan": plan, "item_key": item.key, "indicator_key": first.key}
    for day in (date(2026, 1, 1), date(2026, 6, 1)):
        Reading.objects.create(
            **reading, day=day, value=Decimal(3), source="Evidence", channel=Channel.DESK
        )
    states.refresh(plan.pk, [item.key])
    state = state_of(edition)
    assert (state.indicators, state.measured) == (2, 1)
    assert state_of(edition, "A1.2").indicators == 0


def test_it_knows_since_when_nobody_leads(edition: Edition) -> None:
    day = date(2026, 10, 1)
    lead = lead_of(edition)
    type(lead).objects.filter(pk=lead.pk).update(since=date(2026, 1, 1))
    lead.refresh_from_db()
    leading.end(lead, day)
    states.refresh(edition.plan_id, [lead.item_key])
    state = state_of(edition)
    assert (state.lead, state.leaderless_since) == (None, day)


def test_what_nobody_ever_led_is_not_left_without_a_lead(db: None) -> None:
    edition = in_force()
    assert (state_of(edition).lead, state_of(edition).leaderless_since) == (None, None)


@pytest.mark.parametrize("due", ["", "průběžně", "bez termínu"])
def test_a_deadline_without_a_day_has_no_last_day(due: str) -> None:
    assert states.last_day(due) is None


def test_some_measures_are_made_anew_and_others_left(edition: Edition) -> None:
    before = state_of(edition, "A1.2").pk
    item = item_of(edition, "A1.1")
    states.refresh(edition.plan_id, [item.key])
    assert state_of(edition, "A1.2").pk == before
    assert MeasureState.objects.count() == 3


@pytest.mark.parametrize("measures", [1, 3])
def test_it_asks_as_much_for_one_measure_as_for_three(
    department: Organisation, measures: int, django_assert_num_queries
) -> None:
    edition = in_force(department, measures)
    keys = list(Item.objects.filter(edition=edition, tier__is_measure=True))
    with django_assert_num_queries(9):
        states.refresh(edition.plan_id, [item.key for item in keys])


def test_another_lead_in_the_new_text_takes_over(edition: Edition) -> None:
    other = make_department("OŽP", "ozp@brno.example")
    name_lead(item_of(draft_of(edition.plan), "A1.1"), other)
    newer = publish(edition.plan, Edition.State.APPROVED)
    assert state_of(newer, "A1.1").lead == other
    assert state_of(newer, "A1.2").lead != other
