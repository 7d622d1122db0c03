"""Likely personal data in a text. A hint for a person to judge, never a verdict.

What can be verified is: a birth number by its date and its check digit, unless words say that it
is one, an account by its
weights, an IBAN by its remainder. So a number of the plan is hardly ever taken for one.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _


class Code(models.TextChoices):
    BIRTH_NUMBER = "birth_number", _("birth number")
    BIRTH_DATE = "birth_date", _("date of birth")
    ID_CARD = "id_card", _("number of an identity card")
    EMAIL = "email", _("e-mail address")
    ACCOUNT = "account", _("bank account")
    PHONE = "phone", _("telephone number")
    ADDRESS = "address", _("postal address")


class Passage(NamedTuple):
    """What was found: the characters from `start` up to `end` of the text."""

    code: str
    start: int
    end: int


_UPPER = "A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"
_LOWER = "a-záčďéěíňóřšťúůýž"
_NAME = rf"[{_UPPER}][{_LOWER}]+"
# What a number is followed by where it counts something.
_COUNTED = r"(?!\s?(?:Kč|korun|EUR|€|%|tis\b|mil\b|mld\b|obyvatel|lidí|osob|m2|m²|ha\b|km\b))"

_BIRTH_NUMBER = re.compile(r"(?<![0-9/+-])([0-9]{6})\s?/?\s?([0-9]{3,4})(?![0-9/])")
# So introduced it is one, even where its writer mistook a digit.
_BIRTH_NUMBER_CALLED = re.compile(
    r"\b(?:rodn\w{1,9}\s{1,9}čísl\w{1,9}|r\.\s?č\.?|rč)(?:\s?(?:je|:|č\.)){0,9}\s{0,9}([0-9]{6}\s?/?\s?[0-9]{3,4})"
    r"(?![0-9/])",
    re.IGNORECASE,
)
_BIRTH_DATE = re.compile(
    r"\b(?:nar\.|narozen[aýi]?|datum narození)\s{0,9}:?\s{0,9}(?:dne\s{1,9})?"
    r"([0-9]{1,2}\.\s?[0-9]{1,2}\.\s?(?:19|20)[0-9]{2})",
    re.IGNORECASE,
)
_ID_CARD = re.compile(
    r"\b(?:OP|(?i:občansk\w+ průkaz\w*|cestovní\w* pas\w*|číslo pasu))"
    r"(?:\s?(?i:č\.|čís\.|číslo|:))*\s*([A-Z]{2}\s?[0-9]{6}|[0-9]{8,9}|[0-9]{6}\s?[A-Z]{2}\s?[0-9]{2})"
    r"(?![0-9])"
)
_EMAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+-]{0,63}(?:@|\s?[\[(](?:at|zavináč)[\])]\s?|\s(?:zavináč)\s)"
    r"[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24}\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"(?<![0-9/-])(?:([0-9]{1,6})-)?([0-9]{6,10})\s?/\s?([0-9]{4})(?![0-9/])")
# Codes of banks.
_BANKS = (
    "0100 0300 0600 0710 0800 2010 2020 2060 2070 2100 2200 2220 2250 2260 2600 2700 3030"
    " 3050 3060 3500 4000 4300 5500 5800 6000 6200 6210 6300 6363 6700 6800 7910 7950 7960"
    " 7970 7990 8030 8040 8060 8090 8150 8190 8198 8199 8200 8220 8230 8240 8250 8255 8265"
    " 8270 8280 8291 8293 8299 8500"
)
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
_GAP = r"[\s./–-]?"
_PHONE_ABROAD = re.compile(
    rf"(?<![0-9])(?:\+|00)[1-9][0-9]{{0,2}}{_GAP}(?:\([0-9]\){_GAP})?(?:[0-9]{_GAP}){{7,11}}[0-9](?![0-9])"
)
_PHONE_CALLED = re.compile(
    rf"\b(?:tel|telefon\w*|mobil\w*|mob|volejte|volat)\.?\s?(?:č\.|číslo|:|na|je)?:?\s*"
    rf"((?:[0-9]{_GAP}){{8}}[0-9])(?![0-9])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![0-9.,/-])(?<![0-9]\s)([2-79][0-9]{2}(?:\s?[0-9]{3}\s?[0-9]{3}|[-–.][0-9]{3}[-–.][0-9]{3}))"
    rf"(?![0-9/]|[.,\s-][0-9]){_COUNTED}"
)
# A number of another kind stands behind these.
_NO_PHONE = re.compile(r"(?:IČO?|DIČ|č\.\s?j\.|čj\.?|sp\.\s?zn\.|parc\.|č\.|§)\s*:?\s*$")

_HOUSE = r"[0-9]{1,4}(?:\s?/\s?[0-9]{1,4})?[a-z]?(?![0-9\w])"
_POSTCODE = r"[1-7][0-9]{2}\s?[0-9]{2}"
_TOWN = (
    rf"{_NAME}(?:[\s-](?:{_NAME}|nad|pod|u|na|v)){{0,3}}(?:-[{_LOWER}]+|\s[0-9]{{1,2}}(?![0-9]))?"
)
# Words that begin a sentence before a street, and are none of its name.
_NO_STREET = r"(?!(?:Bydl|Bytem|Adresa|Prosím|Volejte|Jsem|Moje|Můj|Na[šs])\w*\b)"
_STREET = rf"{_NO_STREET}(?:{_NAME}\.?\s(?:[{_LOWER}]{{1,4}}\.?\s)?){{0,2}}{_NAME}"
_ADDRESSES = [
    # Kounicova 67, 602 00 Brno; the street may be missing.
    re.compile(
        rf"(?:{_STREET}(?:\s[{_LOWER}]{{3,12}})?\s{_HOUSE}[,;]?\s{{1,2}})?(?<![0-9])(?:PSČ:?\s)?{_POSTCODE}\s{{1,2}}{_TOWN}"
    ),
    # ulice Nové sady 2; náměstí Míru 14/3; bytem Hlavní 5
    re.compile(
        r"\b(?i:ul\.|ulic[eií]|ulicí|tř\.|tříd[aěuy]|nám\.|náměstí|nábř\.|nábřeží|bytem|bydliště:?|bydlím(?:\s(?:na|v)(?:\sadrese)?)?)"
        rf"\s{{1,2}}{_STREET}(?:\s(?:č\.\s?p\.|čp\.|č\.|[{_LOWER}]{{2,12}}))?\s{{1,2}}{_HOUSE}(?!\.)"
    ),
    # Kounicova 67; Bratislavská 70: names that only streets have
    re.compile(
        rf"\b(?:{_NO_STREET}{_NAME}\s)?{_NO_STREET}[{_UPPER}][{_LOWER}]+(?:ova|ská|cká)\s{{1,2}}(?!(?:19|20)[0-9]{{2}}\b){_HOUSE}(?![.:])"
        rf"{_COUNTED}"
    ),
    # Údolní 33/5; Nové sady 988/2: a house with both its numbers
    re.compile(
        rf"\b[{_UPPER}][{_LOWER}]+(?:ní|á|í|é|y|o)(?:\s[{_LOWER}]{{3,12}})?\s{{1,2}}"
        r"(?:[0-9]{2,4}/[0-9]{1,3}|[0-9]/[0-9]{2,3})[a-z]?(?![0-9\w/.])"
    ),
    re.compile(rf"\b{_NAME}\s(?:č\.\s?p\.|čp\.)\s?[0-9]{{1,4}}(?![0-9])"),
]


def found_in(text: str) -> list[Passage]:
    """Likely personal data in a text, in its order; of what overlaps the surest."""
    found: list[Passage] = []
    for code, find in _FINDERS:
        for start, end in find(text):
            if all(end <= other.start or other.end <= start for other in found):
                found.append(Passage(code, start, end))
    return sorted(found, key=lambda passage: passage.start)


Spans = list[tuple[int, int]]


def _birth_numbers(text: str) -> Spans:
    called = [match.span(1) for match in _BIRTH_NUMBER_CALLED.finditer(text)]
    return called + [
        match.span()
        for match in _BIRTH_NUMBER.finditer(text)
        if is_birth_number(match[1] + match[2])
    ]


def is_birth_number(digits: str) -> bool:
    """Whether nine or ten digits are a birth number: a day that was, and the check digit.

    >>> is_birth_number("8501011233"), is_birth_number("8513011234")
    (True, False)
    """
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    nine = len(digits) == 9
    if nine and year >= 54:
        return False
    century = 1900 if nine or year >= 54 else 2000
    # 50 for women; 20 more where a day's numbers had run out, since 2004.
    shift = next((it for it in (70, 50, 20, 0) if month > it), 0)
    if shift in {20, 70} and century + year < 2004:
        return False
    return _is_past(century + year, month - shift, day) and (nine or _checks(digits))


def _is_past(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) <= localdate()
    except ValueError:
        return False


def _checks(digits: str) -> bool:
    # A remainder of ten was written as nought for the first thirty years.
    return int(digits) % 11 == 0 or (int(digits[:9]) % 11 == 10 and digits[9] == "0")


def _accounts(text: str) -> Spans:
    czech = [
        match.span()
        for match in _ACCOUNT.finditer(text)
        if match[3] in _BANKS and _weighs(match[1] or "") and _weighs(match[2])
    ]
    return czech + [match.span() for match in _IBAN.finditer(text) if _is_iban(match[0])]


def _weighs(digits: str) -> bool:
    """Whether a part of a Czech account number stands its check."""
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    pairs = zip(reversed(digits), weights, strict=False)
    return sum(int(digit) * weight for digit, weight in pairs) % 11 == 0


def _is_iban(given: str) -> bool:
    joined = "".join(given.split())
    digits = "".join(str(int(letter, 36)) for letter in joined[4:] + joined[:4])
    return int(digits) % 97 == 1


def _phones(text: str) -> Spans:
    plain = [
        match.span()
        for match in _PHONE.finditer(text)
        if not _NO_PHONE.search(text, max(0, match.start() - 12), match.start())
    ]
    called = [match.span(1) for match in _PHONE_CALLED.finditer(text)]
    return [match.span() for match in _PHONE_ABROAD.finditer(text)] + called + plain


def _addresses(text: str) -> Spans:
    return [match.span() for pattern in _ADDRESSES for match in pattern.finditer(text)]


def _each(pattern: re.Pattern[str], group: int = 0) -> Callable[[str], Spans]:
    return lambda text: [match.span(group) for match in pattern.finditer(text)]


# The surest first: what it found is nothing else.
_FINDERS: list[tuple[str, Callable[[str], Spans]]] = [
    (Code.EMAIL, _each(_EMAIL)),
    (Code.ID_CARD, _each(_ID_CARD, 1)),
    (Code.BIRTH_NUMBER, _birth_numbers),
    (Code.BIRTH_DATE, _each(_BIRTH_DATE, 1)),
    (Code.ACCOUNT, _accounts),
    (Code.PHONE, _phones),
    (Code.ADDRESS, _addresses),
]
