"""How pages of community planning say a day, as precise as its source, and an amount of money."""

from django import template
from django.utils.safestring import SafeString

from kpss import abbreviations, people, when
from strategy import marking, numbers

register = template.Library()
register.filter("when", when.in_words)
register.filter("public_name", people.public_name)


@register.filter
def explained(text: object) -> SafeString:
    """A name or a source with its abbreviations spelled out."""
    return marking.marked(abbreviations.explained(text))


@register.filter
def crowns(amount: int | None) -> str:
    """“2 207 350 Kč”, with plain spaces; the filter `czech` holds them together."""
    return "" if amount is None else numbers.money(amount)
