"""Quarters, halves and years, and how addresses name them."""

from datetime import date

import pytest

from strategy.rounds import periods
from strategy.rounds.periods import Kind, Period


@pytest.mark.parametrize(
    ("kind", "day", "number", "first_day"),
    [
        (Kind.QUARTER, date(2026, 3, 31), 1, date(2026, 1, 1)),
        (Kind.QUARTER, date(2026, 4, 1), 2, date(2026, 4, 1)),
        (Kind.QUARTER, date(2026, 12, 31), 4, date(2026, 10, 1)),
        (Kind.HALF_YEAR, date(2026, 6, 30), 1, date(2026, 1, 1)),
        (Kind.HALF_YEAR, date(2026, 7, 1), 2, date(2026, 7, 1)),
        (Kind.YEAR, date(2026, 12, 31), 1, date(2026, 1, 1)),
    ],
)
def test_a_day_is_in_one_period_of_each_kind(kind, day, number, first_day) -> None:
    found = periods.containing(kind, day)
    assert (found, found.first_day) == (Period(kind, 2026, number), first_day)


def test_addresses_are_read_as_they_are_written() -> None:
    for period in periods.offered(date(2026, 2, 10)):
        assert periods.read(period.year, period.segment) == period
        assert periods.parsed(period.written) == period


@pytest.mark.parametrize("written", ["2026/5-ctvrtleti", "2026/3-pololeti", "26/rok", "", "2026"])
def test_what_names_no_period_is_none(written: str) -> None:
    assert periods.parsed(written) is None


def test_the_running_period_and_those_before_are_offered() -> None:
    assert [one.written for one in periods.offered(date(2026, 2, 10))] == [
        *("2026/1-ctvrtleti", "2025/4-ctvrtleti", "2025/3-ctvrtleti", "2025/2-ctvrtleti"),
        *("2026/1-pololeti", "2025/2-pololeti", "2026/rok", "2025/rok"),
    ]


def test_names_of_all_differ() -> None:
    offered = periods.offered(date(2026, 2, 10))
    assert len({one.name for one in offered}) == len(offered)
