"""Numbers and money as the language of the page writes them."""

from decimal import Decimal

from django.utils import translation

from strategy import numbers


def test_numbers_and_money_are_written_as_the_page_s_language_does() -> None:
    said = {}
    for language in ("cs", "en"):
        with translation.override(language):
            said[language] = [numbers.written(Decimal("1234.5")), numbers.money(2207350)]
    assert said["cs"] == ["1 234,5", "2 207 350 Kč"]
    assert said["en"] == ["1,234.5", "CZK\xa02,207,350"]
