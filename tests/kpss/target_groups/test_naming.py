"""What a group was called in a year, by what its sources say of each name."""

from typing import Any

import pytest
from django.utils.timezone import localdate

from kpss.models import TargetGroup
from kpss.target_groups import naming
from tests.kpss.factories import make_target_group

OLD, NEW, NEWEST = "Rodiny s dětmi", "Děti, mládež, rodina", "Rodina"


@pytest.fixture
def group(db: None) -> TargetGroup:
    return make_target_group(OLD, NEW)


def known(group: TargetGroup, number: int, **days: str) -> None:
    group.names.filter(number=number).update(**days)


def shown(group: TargetGroup, year: int) -> list[str]:
    return [name.name for name in naming.in_year(naming.names_of(group), year)]


def test_today_it_has_the_newest_name(group: TargetGroup) -> None:
    this_year = localdate().year
    assert naming.called(group) == NEW
    assert shown(group, this_year) == [NEW]


def test_a_year_for_which_a_name_is_known_shows_that_name_alone(group: TargetGroup) -> None:
    known(group, 1, last_known="2006-03")
    assert [shown(group, year) for year in (2005, 2006)] == [[OLD], [OLD]]


def test_a_year_for_which_no_source_decides_shows_both(group: TargetGroup) -> None:
    known(group, 1, last_known="2006-03")
    last_year = localdate().year - 1
    assert [shown(group, year) for year in (2007, last_year)] == [[OLD, NEW], [OLD, NEW]]
    assert naming.called(group, 2010) == "Rodiny s dětmi, později Děti, mládež, rodina"


def test_with_no_source_at_all_any_earlier_year_shows_both(group: TargetGroup) -> None:
    assert shown(group, 1995) == [OLD, NEW]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        # Within the year both were used; from the first of January on only one was.
        ("2012-05-15", {2011: [OLD], 2012: [OLD, NEW], 2013: [NEW]}),
        ("2012-01-01", {2011: [OLD], 2012: [NEW]}),
        # Of a year as of a day: some day of it may have been the first.
        ("2012", {2011: [OLD], 2012: [OLD, NEW], 2013: [NEW]}),
    ],
)
def test_since_a_known_day_the_new_name_stands(
    group: TargetGroup, since: str, expected: dict[int, list[str]]
) -> None:
    known(group, 2, since=since)
    assert {year: shown(group, year) for year in expected} == expected


def test_a_name_known_at_some_time_ends_the_one_before_it(db: None) -> None:
    group = make_target_group(OLD, NEW, NEWEST)
    known(group, 1, last_known="2006")
    known(group, 2, last_known="2012")
    assert {year: shown(group, year) for year in (2006, 2010, 2013)} == {
        2006: [OLD],
        2010: [OLD, NEW],
        2013: [NEW, NEWEST],
    }


def test_three_names_are_put_in_one_line(db: None) -> None:
    group = make_target_group("A", "B", "C")
    assert naming.called(group, 2000) == "A, později B, později C"


@pytest.mark.parametrize(
    ("validity", "year", "existed"),
    [
        ({}, 1990, True),
        ({"valid_from": "2006-03"}, 2005, False),
        ({"valid_from": "2006-03"}, 2006, True),
        ({"valid_to": "2009"}, 2009, True),
        ({"valid_to": "2009"}, 2010, False),
    ],
)
def test_a_group_is_left_out_only_where_a_source_rules_it_out(
    db: None, validity: dict[str, Any], year: int, existed: bool
) -> None:
    assert naming.existed_in(make_target_group(OLD, **validity), year) is existed
