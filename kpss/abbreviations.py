"""Abbreviations that names of groups, projects and sources bring along, spelled out where shown.

What a source says word for word stays as it is: this is for what the portal writes around it.
"""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from strategy.typography import hold_together

MEANINGS = {
    "IČO": "identifikační číslo osoby",
    "KPSS": "komunitní plánování sociálních služeb",
    "MMB": "Magistrát města Brna",
    "MPSV": "Ministerstvo práce a sociálních věcí",
    "NNO": "nestátní nezisková organizace",
    "OPZ": "Operační program Zaměstnanost",
    "PS": "pracovní skupina",
    "RMB": "Rada města Brna",
    "SROP": "Společný regionální operační program",
    "SVL": "sociálně vyloučená lokalita",
    "ZMB": "Zastupitelstvo města Brna",
}
_KNOWN = re.compile(rf"\b({'|'.join(MEANINGS)})\b")


def explained(text: object) -> SafeString:
    """The text held together, escaped, each abbreviation with its meaning where it comes first.

    One whose meaning stands in the text already needs no other.
    """
    held = hold_together(str(text))
    return format_html_join("", "{}", ((piece,) for piece in _pieces(held)))


def _pieces(text: str) -> Iterator[str]:
    told = {short for short, meaning in MEANINGS.items() if meaning in text.replace("\xa0", " ")}
    for piece in _KNOWN.split(text):
        if piece in MEANINGS and piece not in told:
            told.add(piece)
            yield format_html('<abbr title="{}">{}</abbr>', MEANINGS[piece], piece)
        else:
            yield piece
