"""Numbers as Czech readers write and read them, 1 234,5, and as pages in English write them."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

_SPACES = re.compile(r"\s+")
_ENGLISH = str.maketrans(" ,", ",.")
_NUMBER = re.compile(r"[-−]?[0-9]{1,15}(?:[.,][0-9]{1,4})?")
# “0,125” is none: nobody groups so, and a Czech hand writes it on a page in English, too.
_GROUPED = re.compile(r"(?<![0-9,.])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")


def in_czech(number: Decimal | int) -> str:
    """With a decimal comma and plain spaces between thousands, without zeros that say nothing.

    >>> in_czech(Decimal("1234.5000")), in_czech(100)
    ('1 234,5', '100')
    """
    written = f"{number:,.4f}" if isinstance(number, Decimal) else f"{number:,}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace(",", " ").replace(".", ",")


def crowns(amount: int) -> str:
    """“2 207 350 Kč”, with plain spaces; the filter `czech` holds them together."""
    return f"{in_czech(amount)} Kč"


def written(number: Decimal | int) -> str:
    """As a page in the language that is spoken writes it: 1 234,5 in Czech, 1,234.5 in English."""
    czech = in_czech(number)
    return czech.translate(_ENGLISH) if _is_english() else czech


def money(amount: int) -> str:
    """Crowns in the same way: “2 207 350 Kč”, “CZK 2,207,350”."""
    return f"CZK\xa0{written(amount)}" if _is_english() else crowns(amount)


def ungrouped(typed: str) -> str:
    """What was typed into a form, for `read`: on a page in English “1,234.5” is “1234.5”.

    What is read of a file is in the portal's own language, whatever the page that took it.
    """
    if not _is_english():
        return typed
    return _GROUPED.sub(lambda found: found[0].replace(",", ""), typed)


def read(typed: str) -> Decimal | None:
    """What was typed, with a comma or a point; None for nothing.

    Raises ValidationError with a sentence for the reader.

    >>> read("2 207 350,5")
    Decimal('2207350.5')
    """
    given = _SPACES.sub("", typed)
    if not given:
        return None
    if not _NUMBER.fullmatch(given):
        raise ValidationError(
            _("“%(typed)s” is not a number. Write it as 1234.5 or 1 234,5."),
            params={"typed": typed.strip()},
        )
    return Decimal(given.replace(",", ".").replace("−", "-"))


def _is_english() -> bool:
    return translation.get_language() == "en"
