"""How pages of community planning say a day, as precise as its source, and an amount of money."""

from django import template

from kpss import abbreviations, people, when
from strategy import numbers

register = template.Library()
register.filter("when", when.in_words)
register.filter("public_name", people.public_name)
register.filter("explained", abbreviations.explained)


@register.filter
def crowns(amount: int | None) -> str:
    """“2 207 350 Kč”, with plain spaces; the filter `czech` holds them together."""
    return "" if amount is None else numbers.money(amount)
