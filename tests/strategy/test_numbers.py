"""Numbers and money as the language of the page writes them."""

from decimal import Decimal

import pytest
from django.utils import translation

from strategy import numbers


def test_numbers_and_money_are_written_as_the_page_s_language_does() -> None:
    said = {}
    for language in ("cs", "en"):
        with translation.override(language):
            said[language] = [numbers.written(Decimal("1234.5")), numbers.money(2207350)]
    assert said["cs"] == ["1 234,5", "2 207 350 Kč"]
    assert said["en"] == ["1,234.5", "CZK\xa02,207,350"]


@pytest.mark.parametrize("language", ["cs", "en", "uk"])
@pytest.mark.parametrize("number", ["1234.5", "1234567", "0.125", "-1000", "999"])
def test_a_form_takes_the_number_that_its_page_shows(language: str, number: str) -> None:
    with translation.override(language):
        shown = numbers.written(Decimal(number))
        assert numbers.read(numbers.ungrouped(shown)) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,250", "1250"), ("1 250,5", "1250.5"), ("0,125", "0.125"), ("12,5", "12.5")],
)
def test_a_page_in_english_takes_a_czech_number_too(typed: str, number: str) -> None:
    with translation.override("en"):
        assert numbers.read(numbers.ungrouped(typed)) == Decimal(number)


def test_in_czech_a_comma_is_always_that_of_decimals() -> None:
    assert numbers.read(numbers.ungrouped("1,250")) == Decimal("1.25")
