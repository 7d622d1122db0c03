"""Deadlines as documents write them, in the normal form of strategy.due where they have one."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError

from strategy import due
from strategy.importing.comment_section import MONTHS
from strategy.importing.grammar.flat import flat
from strategy.importing.verdicts import Certainty, Rule

NAMES = [
    "leden",
    "unor",
    "brezen",
    "duben",
    "kveten",
    "cerven",
    "cervenec",
    "srpen",
    "zari",
    "rijen",
    "listopad",
    "prosinec",
]
GENITIVES = [flat(name) for name in MONTHS]
LEAD_IN = (
    r"(?:nejpozdeji |splnit |termin )?(?:do |k |ke |v |od )?(?:konce |konec )?"
    r"(?:r\. ?|roku |rok |mesice )?"
)
CONTINUOUS = {
    r"prubezn\w+|stale|neustale|dlouhodobe": "průběžně",
    r"kazdorocn\w+|rocne|kazdy rok|1x rocne|jednou rocne": "každoročně",
    r"trval\w+(?: ukol)?": "trvale",
}
# Whatever is longer has more words than a deadline.
LONGEST = 200
RANGE = re.compile(r"[-–—]|\bdo\b|\baž\b")


class Deadline(NamedTuple):
    """`normal` is empty where there is none; `last` is the end of a period, not a day itself."""

    normal: str
    rule: Rule
    certainty: Certainty


def read(text: str) -> Deadline:
    """A deadline as written.

    >>> read("prosinec 2020").normal, read("2021–2023").normal, read("po volbách").normal
    ('12/2020', '2023', '')
    """
    given = text.strip(" .,;")
    if len(given) > LONGEST:
        return Deadline("", Rule.NO_DEADLINE, Certainty.UNSURE)
    if normal := _normal(given):
        return Deadline(normal, Rule.LABEL, Certainty.SURE)
    if normal := _respelt(flat(given)):
        return Deadline(normal, Rule.LABEL, Certainty.LIKELY)
    if normal := _end_of_period(given):
        return Deadline(normal, Rule.PERIOD_AS_DUE, Certainty.LIKELY)
    return Deadline("", Rule.NO_DEADLINE, Certainty.UNSURE)


def _normal(given: str) -> str:
    try:
        return due.normal(given)
    except ValidationError:
        return ""


def _respelt(given: str) -> str:
    """Names of months, half-years, "12.2020", "2020-12-31", "r. 2020" in the forms of due."""
    for pattern, word in CONTINUOUS.items():
        if re.fullmatch(pattern, given):
            return word
    bare = re.sub(rf"^{LEAD_IN}", "", given).strip(" .")
    if found := re.fullmatch(r"(?:(i{1,2}|[12])\. ?pololeti) ?/? ?(\d{4})", bare):
        return _normal(f"{'06' if found[1] in ('1', 'i') else '12'}/{found[2]}")
    if found := re.fullmatch(r"(?:(\d{1,2})\. ?)?([a-z]+)\s+(\d{4})", bare):
        return _of_month(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", bare):
        return _normal(f"{int(found[3])}. {int(found[2])}. {found[1]}")
    if found := re.fullmatch(r"(\d{1,2}) ?[.\-] ?(\d{4})", bare):
        return _normal(f"{found[1]}/{found[2]}")
    if found := re.fullmatch(
        r"([1-4])\.? ?(?:q|ctvrtleti|kvartal)\.?,? (?:roku |r\. ?)?(\d{4})", bare
    ):
        return _normal(f"{found[1]}. čtvrtletí {found[2]}")
    return _normal(bare)


def _of_month(day: str | None, name: str, year: str) -> str:
    names = NAMES if name in NAMES else GENITIVES
    if name not in names:
        return ""
    month = names.index(name) + 1
    return _normal(f"{day}. {month}. {year}" if day else f"{month}/{year}")


def _end_of_period(given: str) -> str:
    """The end of "2021–2023", "1/2021–12/2023", "od 2021 do 2023"."""
    stretches = RANGE.split(re.sub(r"^od\s+", "", given))
    parts = [part for part in map(str.strip, stretches) if part]
    if len(parts) != 2:
        return ""
    begins = re.fullmatch(r"(?:\d{1,2}\s?[./]\s?){0,2}(?:\d{4})?\.?", parts[0])
    return (_normal(parts[1]) or _respelt(flat(parts[1]))) if begins else ""
