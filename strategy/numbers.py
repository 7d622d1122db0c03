"""Numbers as Czech readers write and read them: 1 234,5."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[-−]?[0-9]{1,15}(?:[.,][0-9]{1,4})?")


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
            _("“%(typed)s” is no number. Write digits, with a comma before the decimals: 1 234,5."),
            params={"typed": typed.strip()},
        )
    return Decimal(given.replace(",", ".").replace("−", "-"))
