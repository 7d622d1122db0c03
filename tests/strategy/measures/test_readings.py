"""Recording, correcting and taking back values of indicators."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from strategy import editing
from strategy.editing import Outdated
from strategy.measures import readings
from strategy.measures.readings import Measured, ReadingRefused
from strategy.models import Edition, MeasureState, PageRevision, Reading
from tests.factories import put_out_of_force
from tests.strategy.measures.measured import (
    DAY,
    indicator_of,
    make_indicator,
    measure,
    measured_plan,
)


@pytest.fixture
def edition(db: None) -> Edition:
    return measured_plan()


def revision(edition: Edition) -> int:
    return PageRevision.objects.get(plan=edition.plan_id).number


def state(edition: Edition) -> tuple[int, int]:
    return MeasureState.objects.values_list("indicators", "measured").get(item__code="A1.1")


def test_a_value_is_recorded_with_where_it_is_from_and_who_did_it(edition: Edition) -> None:
    jana, before = User.objects.create_user("jana"), revision(edition)
    indicator = indicator_of(edition)
    said = {"document": "https://example.cz/", "note": "odhad", "method_change": "i přepočtené"}
    reading = measure(indicator, "42.5", by=jana, channel="link", **said)
    reading.refresh_from_db()
    told = {name: getattr(reading, name) for name in said}
    assert told == said
    assert (reading.plan, reading.item_key) == (edition.plan, indicator.item.key)
    assert (reading.indicator_key, reading.day, reading.value, reading.source) == (
        *(indicator.key, DAY, Decimal("42.5")),
        "Výroční zpráva",
    )
    assert (reading.channel, reading.history.get().history_user) == ("link", jana)
    assert revision(edition) > before


def test_the_measure_then_misses_no_reading_and_misses_it_again_once_taken_back(
    edition: Edition,
) -> None:
    assert state(edition) == (1, 0)
    reading = measure(indicator_of(edition))
    assert state(edition) == (1, 1)
    readings.withdraw(reading, editing.version_of(reading))
    assert (state(edition), Reading.objects.count()) == ((1, 0), 0)
    assert [one.history_type for one in Reading.history.filter(id=reading.pk)] == ["-", "+"]


def test_the_same_recorded_twice_is_one_reading(edition: Edition) -> None:
    indicator = indicator_of(edition)
    first = measure(indicator)
    assert measure(indicator) == first
    same = Measured(indicator, date(2021, 1, 1), Decimal(1), "Zpráva")
    assert len(readings.record_all([same, same])) == 2
    assert (Reading.objects.count(), Reading.history.count()) == (2, 2)


def test_another_value_of_a_day_is_refused_with_what_stands(edition: Edition) -> None:
    indicator = indicator_of(edition)
    measure(indicator, "1234.5")
    with pytest.raises(ReadingRefused, match="1 234,5"):
        measure(indicator, 43)
    assert Reading.objects.get().value == Decimal("1234.5")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": localdate() + timedelta(days=2)}, "day"),
        ({"source": ""}, "source"),
        ({"value": Decimal("123456789012")}, "value"),
        ({"document": "nikam"}, "document"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_what_is_wrong_is_refused_by_field_and_nothing_of_many_is_recorded(
    edition: Edition, wrong: dict[str, Any], field: str
) -> None:
    indicator, before = indicator_of(edition), revision(edition)
    right = Measured(indicator, DAY, Decimal(1), "Zpráva")
    other = right._replace(day=date(2019, 1, 1))._replace(**wrong)
    with pytest.raises(ValidationError) as refusal:
        readings.record_all([right, other])
    assert list(refusal.value.error_dict) == [field]
    assert (Reading.objects.count(), revision(edition)) == (0, before)


@pytest.mark.parametrize("state", [Edition.State.WITHDRAWN, Edition.State.SUPERSEDED])
def test_nothing_is_measured_where_no_plan_is_in_force(edition: Edition, state: str) -> None:
    indicator = indicator_of(edition)
    put_out_of_force(edition, state)
    with pytest.raises(ReadingRefused):
        measure(indicator)


def test_a_refusal_of_many_says_which_one_it_is_about(db: None) -> None:
    edition = measured_plan(make_indicator(), make_indicator(name="Bytů"))
    first, second = (indicator_of(edition, position=number) for number in (1, 2))
    measure(second, 5)
    with pytest.raises(ReadingRefused) as refusal:
        readings.record_all([Measured(one, DAY, Decimal(6), "Zpráva") for one in (first, second)])
    assert (refusal.value.number, Reading.objects.count()) == (1, 1)


def test_a_correction_keeps_what_was_there_and_is_one_step(edition: Edition) -> None:
    petr, before = User.objects.create_user("petr"), revision(edition)
    reading = measure(indicator_of(edition))
    read = editing.version_of(reading)
    readings.correct(reading, read, petr, value=Decimal(40), note="překlep")
    told = [(one.value, one.note, one.history_user) for one in reading.history.all()]
    assert told == [(Decimal(40), "překlep", petr), (Decimal(42), "", None)]
    assert revision(edition) == before + 2


def test_nobody_corrects_over_somebody_else(edition: Edition) -> None:
    reading = measure(indicator_of(edition))
    read = editing.version_of(reading)
    readings.correct(reading, read, value=Decimal(40))
    with pytest.raises(Outdated):
        readings.correct(reading, read, value=Decimal(41))
    with pytest.raises(Outdated):
        readings.withdraw(reading, read)
    assert Reading.objects.get().value == 40


def test_a_correction_keeps_to_the_rules_of_days(edition: Edition) -> None:
    indicator = indicator_of(edition)
    measure(indicator, day=date(2019, 1, 1))
    reading = measure(indicator)
    read = editing.version_of(reading)
    for day in (localdate() + timedelta(days=2), date(2019, 1, 1)):
        with pytest.raises(ValidationError):
            readings.correct(reading, read, day=day)
    assert Reading.objects.filter(day=DAY).exists()


def test_what_is_gone_is_not_taken_back_again(edition: Edition) -> None:
    reading = measure(indicator_of(edition))
    read = editing.version_of(reading)
    readings.withdraw(reading, read)
    with pytest.raises(ReadingRefused):
        readings.withdraw(reading, read)


@pytest.mark.parametrize("measures", [1, 3])
def test_many_are_recorded_by_as_many_queries_as_one(
    db: None, measures: int, django_assert_num_queries: Any
) -> None:
    edition = measured_plan(measures=measures)
    given = [
        Measured(indicator_of(edition, f"A1.{number}"), DAY, Decimal(number), "Zpráva")
        for number in range(1, measures + 1)
    ]
    with django_assert_num_queries(17):
        assert len(readings.record_all(given)) == measures


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("12,5", "", "12.5"),
        ("1 250 km", "km", "1250"),
        ("50 %", "%", "50"),
        ("−3", "°C", "-3"),
        ("12 tis. Kč", "tis. Kč", "12"),
    ],
)
def test_a_value_is_read_as_people_write_it(typed: str, unit: str, value: str) -> None:
    assert readings.value_in(typed, unit) == Decimal(value)
    assert readings.value_in("", unit) is None


@pytest.mark.parametrize("typed", ["asi 5", "5 %", "1,23456", "1e5", "NaN", "km"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        readings.value_in(typed, "km")
