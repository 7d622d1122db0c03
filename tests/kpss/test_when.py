"""Days as precise as their source, as they are typed and shown."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from kpss import when

STORED = ["2012-03-01", "2006-03", "2005-23", "2004-24", "2004", "XXXX-10", "XXXX-21", ""]


@pytest.mark.parametrize("language", ["cs", "en", "uk"])
@pytest.mark.parametrize("stored", STORED)
def test_what_a_form_shows_is_read_as_it_was_stored(stored: str, language: str) -> None:
    with translation.override(language):
        assert when.normal(when.as_typed(stored)) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1 March 2012", "2012-03-01"),
        ("1. března 2012", "2012-03-01"),
        ("1. 3. 2012", "2012-03-01"),
        ("autumn 2005", "2005-23"),
        ("podzim 2005", "2005-23"),
        ("v listopadu 2005", "2005-11"),
    ],
)
def test_on_a_page_in_english_a_day_is_typed_in_english_or_in_czech(
    typed: str, stored: str
) -> None:
    with translation.override("en"):
        assert when.normal(typed) == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("2012-03-01", "1. 3. 2012"), ("2005-23", "podzim 2005"), ("bude", "bude")],
)
def test_a_form_shows_days_as_one_types_them(stored, shown) -> None:
    assert when.as_typed(stored) == shown


def test_spaces_do_not_matter() -> None:
    assert when.normal("\xa0podzim  2005 ") == "2005-23"


@pytest.mark.parametrize(
    "typed", ["32. 1. 2012", "2012-13", "brzy", "0000", "1. podzim 2012", "30. února 2012"]
)
def test_what_is_no_day_is_refused(typed) -> None:
    with pytest.raises(ValidationError):
        when.normal(typed)


@pytest.mark.parametrize(
    ("stored", "words"),
    [("2016-05", "května 2016"), ("2012-03-01", "1. 3. 2012"), ("XXXX-10", "října (")],
)
def test_since_and_until_are_said_in_the_genitive(stored: str, words: str) -> None:
    assert words in when.since(stored)
    assert words in when.until(stored)
