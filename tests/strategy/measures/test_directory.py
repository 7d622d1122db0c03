"""Organisations as plans write them."""

from datetime import date

import pytest

from strategy.measures import directory
from strategy.measures.directory import Directory, NotFound
from strategy.models import Organisation
from tests.strategy.measures.samples import make_office

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize(
    "written", ["Odbor dopravy", "odbor  DOPRAVY ", "OD", "Odbor dopravy (OD)"]
)
def test_a_body_is_found_by_its_name_and_abbreviation_in_any_case(written: str) -> None:
    office = make_office("Odbor dopravy", "OD")
    make_office("Odbor školství", "OŠ")
    assert Directory.read().find(written) == office.pk


def test_who_is_there_today_goes_before_who_was() -> None:
    make_office("Odbor dopravy", "OD", valid_to=date(2015, 12, 31))
    today = make_office("Odbor dopravní", "OD")
    assert Directory.read().find("OD") == today.pk
    assert Directory.read().labels() == ["Odbor dopravní (OD)"]


def test_one_who_was_is_found_where_nobody_else_has_the_name() -> None:
    former = make_office("Odbor dopravy", valid_to=date(2015, 12, 31))
    assert Directory.read().find("Odbor dopravy") == former.pk


def test_an_unknown_name_and_a_name_of_two_are_told_apart() -> None:
    make_office("Odbor A", "OA")
    make_office("Odbor Antonín", "OA")
    told = []
    for written in ("Odbor B", "OA"):
        with pytest.raises(NotFound) as refusal:
            Directory.read().find(written)
        told.append((refusal.value.typed, refusal.value.is_unknown, written in str(refusal.value)))
    assert told == [("Odbor B", True, True), ("OA", False, True)]


def test_a_body_is_created_once() -> None:
    first = directory.create("Nadace X", "nonprofit")
    assert directory.create("Nadace X", "nonprofit") == first
    assert [one.history.count() for one in Organisation.objects.all()] == [1]
