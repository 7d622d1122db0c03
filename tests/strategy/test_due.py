"""Deadlines are read as people write them and kept in one form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as some

from strategy import due
from strategy.models import Item


@pytest.mark.parametrize(
    ("typed", "written", "last_day"),
    [
        ("31. 12. 2020", "31. 12. 2020", date(2020, 12, 31)),
        ("1.3.2020", "1. 3. 2020", date(2020, 3, 1)),
        ("05. 07. 2020", "5. 7. 2020", date(2020, 7, 5)),
        ("29. 2. 2020", "29. 2. 2020", date(2020, 2, 29)),
        ("31.\xa012.\xa02020", "31. 12. 2020", date(2020, 12, 31)),
        ("12/2020", "12/2020", date(2020, 12, 31)),
        ("2/2020", "02/2020", date(2020, 2, 29)),
        (" 6 / 2021 ", "06/2021", date(2021, 6, 30)),
        ("4. čtvrtletí 2020", "4. čtvrtletí 2020", date(2020, 12, 31)),
        ("4Q/2020", "4. čtvrtletí 2020", date(2020, 12, 31)),
        ("Q2 2020", "2. čtvrtletí 2020", date(2020, 6, 30)),
        ("1.Q.2020", "1. čtvrtletí 2020", date(2020, 3, 31)),
        ("III. čtvrtletí 2020", "3. čtvrtletí 2020", date(2020, 9, 30)),
        ("iv. kvartál 2020", "4. čtvrtletí 2020", date(2020, 12, 31)),
        ("2020", "2020", date(2020, 12, 31)),
        ("rok 2020", "2020", date(2020, 12, 31)),
        ("do roku 2020", "2020", date(2020, 12, 31)),
        ("do konce roku 2020", "2020", date(2020, 12, 31)),
        ("Nejpozději do 12/2020.", "12/2020", date(2020, 12, 31)),
        ("Průběžně", "průběžně", None),
        ("každoročně", "každoročně", None),
        ("trvale", "trvale", None),
    ],
)
def test_a_deadline_is_read_as_it_is_written(
    typed: str, written: str, last_day: date | None
) -> None:
    assert due.read(typed) == (written, last_day)


@pytest.mark.parametrize(
    "typed",
    [
        "brzy",
        "31. 2. 2020",
        "13/2020",
        "12/do roku 2020",
        "0/2020",
        "5. čtvrtletí 2020",
        "20",
        "12020",
        "do",
        "2020 2021",
        "12-2020",
        "1. 1. 3020",
        "١٢/٢٠٢٠",
        "průběžně i jinak",
        "12/2020 a déle",
        "31. 12. 2020 a déle",
        "4. čtvrtletí 2020 a déle",
    ],
)
def test_what_is_no_deadline_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        due.normal(typed)
    assert len(refused.value.messages) == 1
    assert typed in refused.value.messages[0]


def test_nothing_is_no_deadline_and_no_mistake() -> None:
    assert (due.normal(""), due.normal(" \xa0")) == ("", "")


YEARS = some.integers(1900, 2199)
WRITTEN = some.one_of(
    some.dates(date(1900, 1, 1), date(2199, 12, 31)).map(lambda d: f"{d.day}. {d.month}. {d.year}"),
    some.builds("{:02}/{}".format, some.integers(1, 12), YEARS),
    some.builds("{}. čtvrtletí {}".format, some.integers(1, 4), YEARS),
    YEARS.map(str),
    some.sampled_from(due.CONTINUOUS),
)


@settings(deadline=None)
@given(WRITTEN)
def test_the_normal_form_is_read_as_itself_and_fits_where_it_is_kept(written: str) -> None:
    assert due.normal(written) == written
    assert len(written) <= Item._meta.get_field("due").max_length


@settings(deadline=None)
@given(some.text(max_size=40))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        normal = due.normal(typed)
    except ValidationError:
        return
    assert due.normal(normal) == normal
