"""Lines that belong to the paper or to a web page around a document, told by their wording.

Only what can be nothing else: a whole line of a web page's menu, "Strana 3 z 20", a line of
dots that ends in a number. A number alone on a line may be a code, so it stays.
"""

import re
from collections.abc import Iterable

from strategy.importing.layout import Line
from strategy.importing.levels import folded
from strategy.importing.sources.blocks import LeftOut, Why

PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*\d{1,4}\s*[-–—]|\[\s*\d{1,4}\s*\]"
    r"|(?:strana|stránka|str\.|page)\s*(?:č\.\s*)?\d{1,4}(?:\s*(?:/|z|ze|of)\s*\d{1,4})?)",
    re.IGNORECASE,
)
CONTENTS = re.compile(r".*\S\s?(?:(?:[.·…_]\s?){4}|(?:…\s?){2})\s*\d{1,4}")
WEB = frozenset(
    [
        "odkaz na facebookodkaz na oficialni kanal youtubeodkaz na web uradu vlady",
        "tisk e-mail",
        "tisk",
        "vytisknout",
        "vytisknout stranku",
        "banner",
        "sdilet",
        "sdilet na facebooku",
        "prezentace se nahrava, pockejte prosim",
        "podobne prezentace",
        "reklamy google",
        "reklama",
        "prihlaste se k odberu novinek",
        "preskocit na obsah",
        "prejit k hlavnimu obsahu",
        "skip to content",
        "zpet nahoru",
        "nahoru",
        "drobeckova navigace",
        "hlavni menu",
        "napsali o nas",
        "souhlasim s cookies",
        "prijmout vse",
        "prijmout cookies",
        "nastaveni cookies",
        "napoveda",
        "//]]>",
    ]
)
_WEB_BEGINNING = re.compile(
    r"(?:stahnout (?:ppt|pdf|prezentaci)\b|(?:©|\(c\)) ?\d{4}\b|odkaz na facebook|copyright\b"
    r"|tato (?:webova stranka|stranka|webova prezentace) (?:pouziva|vyuziva) (?:soubory )?cookies)"
)
LONGEST_WEB = 200


def why(text: str) -> Why | None:
    """What a line is, if not a part of the document."""
    if PAGE_NUMBER.fullmatch(text):
        return Why.PAGE_NUMBER
    if CONTENTS.fullmatch(text):
        return Why.CONTENTS
    words = folded(text).rstrip(" .…»›>")
    if words in WEB or (len(words) <= LONGEST_WEB and _WEB_BEGINNING.match(words)):
        return Why.WEB
    return None


def taken_out(lines: Iterable[Line]) -> tuple[list[Line], list[LeftOut]]:
    """The lines of the document, and the others."""
    kept, left_out = [], []
    for line in lines:
        reason = why(line.text)
        if reason is None:
            kept.append(line)
        else:
            left_out.append(LeftOut(line.number, line.page, line.text, reason))
    return kept, left_out
