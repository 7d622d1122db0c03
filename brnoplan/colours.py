"""Colours of the public pages: the tokens of `static/css/site/base.css`, and their contrast.

The sheet is what pages are drawn with, so it is read and not repeated.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

SHEET = settings.BASE_DIR / "static" / "css" / "site" / "base.css"
# Of text by WCAG 2.2, 1.4.3; of borders of controls by 1.4.11.
TEXT, CONTROL = 4.5, 3.0

_ROOT = re.compile(r"(?:@media (?P<media>[^{]+?) \{\s*)?:root \{(?P<body>[^}]*)\}")
_TOKEN = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
_OF_CITY = re.compile(r"var\((?P<city>--[\w-]+), (?P<own>#\w+)\)")
_COLOUR = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?", re.IGNORECASE)

LIGHT, DARK = "light", "dark"
# Which blocks of the sheet make a scheme, each over those before it.
SCHEMES = {
    LIGHT: ["light"],
    DARK: ["light", "dark"],
    "contrast": ["light", "contrast"],
    "contrast dark": ["light", "dark", "contrast", "contrast dark"],
}
_MEDIA = {
    "": "light",
    "(prefers-color-scheme: dark)": "dark",
    "(prefers-contrast: more)": "contrast",
    "(prefers-contrast: more) and (prefers-color-scheme: dark)": "contrast dark",
}


class Pair(NamedTuple):
    """One colour upon another, by the names of their tokens, and how much contrast it needs."""

    colour: str
    ground: str
    needed: float


PAIRS = [
    *(
        Pair(colour, ground, TEXT)
        for colour in ("ink", "muted", "accent", "link", "done", "warning")
        for ground in ("ground", "soft")
    ),
    Pair("on-accent", "accent", TEXT),
    Pair("control", "ground", CONTROL),
]


def contrast(one: str, other: str) -> float:
    """How much two colours differ by WCAG: from 1 to 21.

    >>> round(contrast("#000", "#ffffff")), round(contrast("#b5122a", "#fff"), 1)
    (21, 6.8)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours(scheme: str) -> dict[str, str]:
    """The colours of one of SCHEMES by the names of their tokens, with the city's accent."""
    return {name: _in_city(value) for name, value in tokens(scheme).items() if _is_colour(value)}


def tokens(scheme: str) -> dict[str, str]:
    """Every token of one of SCHEMES as the sheet has it."""
    found: dict[str, str] = {}
    for block in SCHEMES[scheme]:
        found |= _blocks().get(block, {})
    return found


def lighter(colour: str, share: float) -> str:
    """A colour mixed with so much white; with black where the share is negative.

    >>> lighter("#b5122a", 0.5), lighter("#ffffff", -1)
    ('#da8894', '#000000')
    """
    goal = 255 if share > 0 else 0
    mixed = (round(part + (goal - part) * abs(share)) for part in _parts(colour))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def accent_of_dark(accent: str) -> str:
    """The accent as it is read upon dark ground: as little lighter as will do."""
    on_dark = colours_without_city(DARK)
    return nearest(accent, [on_dark["ground"], on_dark["soft"]], towards=1)


def nearest(colour: str, grounds: list[str], *, towards: int) -> str:
    """The colour, or the first one on its way to white (1) or black (-1) that is legible."""
    for step in range(21):
        found = lighter(colour, towards * step / 20)
        if all(contrast(found, ground) >= TEXT for ground in grounds):
            return found
    return lighter(colour, towards)


def colours_without_city(scheme: str) -> dict[str, str]:
    """As `colours`, with the portal's own accent."""
    own = {name: _OF_CITY.sub(r"\g<own>", value) for name, value in tokens(scheme).items()}
    return {name: value for name, value in own.items() if _COLOUR.fullmatch(value)}


def _is_colour(value: str) -> bool:
    return bool(_COLOUR.fullmatch(value) or _OF_CITY.fullmatch(value))


def city_accents() -> tuple[str, str] | None:
    """The city's accent on light and on dark ground; None where it has none of its own."""
    if not settings.ACCENT:
        return None
    light, *given = settings.ACCENT
    return light, given[0] if given else accent_of_dark(light)


def _in_city(value: str) -> str:
    if not (match := _OF_CITY.fullmatch(value)):
        return value
    if (accents := city_accents()) is None:
        return match["own"]
    return accents[match["city"].endswith("-dark")]


@lru_cache
def _blocks() -> dict[str, dict[str, str]]:
    """Tokens by the block that sets them; blocks for paper and forced colours are left out."""
    return dict(_read(SHEET.read_text()))


def _read(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    for match in _ROOT.finditer(sheet):
        media = match["media"] or ""
        if media in _MEDIA:
            yield _MEDIA[media], {m["name"]: m["value"] for m in _TOKEN.finditer(match["body"])}


def _parts(colour: str) -> list[int]:
    digits = colour.removeprefix("#")
    whole = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return [int(whole[place : place + 2], 16) for place in (0, 2, 4)]


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (part / 255 for part in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
