"""What about a comment makes one look twice: counted when it comes in, pointed out to who checks.

A doubt decides nothing by itself; it only says what a person should look at.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.checking import lookalikes, personal
from strategy.prepared import ask

# How many of the latest wordings of all plans a text is compared with: no plan is asked for, so
# that they are read off the end of the table and nothing else is.
COMPARED = 300
_LATELY = (
    "SELECT 1 FROM (SELECT comment_id, text FROM comments_commentversion"  # noqa: S608
    f" ORDER BY id DESC LIMIT {COMPARED}) AS latest"
    " WHERE comment_id <> %s AND text IN ({texts}) LIMIT 1"
)
_LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_SHORT = 40


class Mark(models.TextChoices):
    """What only the whole submission shows; the rest is found in its words again."""

    LINK = "link", _("a link")
    LINKS = "links", _("several links")
    REPEATED = "repeated", _("the same text came lately")
    TRAP = "trap", _("a field that people do not see was filled in")
    HASTY = "hasty", _("it was sent faster than one reads")


# Of the way that a submission came: these stay whatever it is amended to.
OF_THE_WAY = (Mark.TRAP, Mark.HASTY)
# How much each adds to the score; links and repetition are what robots send.
_WEIGHT: dict[str, int] = {Mark.LINK: 1, Mark.LINKS: 3, Mark.REPEATED: 2}


class Doubts(NamedTuple):
    """`score` grows with what looks like abuse; `codes` say what, each once, in no more words."""

    score: int
    codes: list[str]


def of(
    texts: Sequence[str],
    apart_from: int = 0,
    /,
    *,
    name: str = "",
    organisation: str = "",
    email: str = "",
    marks: Sequence[str] = (),
) -> Doubts:
    """Doubts about a submission before it is kept; `marks` of the way it came. One query.

    `apart_from` is the primary key of the comment that it amends, which may well say the same.
    """
    found: Counter[str] = Counter(marks)
    for text in texts:
        found.update(passage.code for passage in personal.found_in(text))
    found.update(hint.code for hint in lookalikes.of(name, organisation, email))
    found.update(_marks(texts, apart_from))
    score = sum(_WEIGHT.get(code, 1) for code in found)
    return Doubts(score, sorted(found))


def _marks(texts: Sequence[str], apart_from: int) -> list[str]:
    links = sum(len(_LINK.findall(text)) for text in texts)
    marks = [Mark.LINKS if links > 2 else Mark.LINK] if links else []
    if _came_lately(texts, apart_from):
        marks.append(Mark.REPEATED)
    return [mark.value for mark in marks]


def _came_lately(texts: Sequence[str], apart_from: int) -> bool:
    """Whether a text of some length is word for word among the portal's latest wordings."""
    long = [text for text in texts if len(text) >= _SHORT]
    if not long:
        return False
    sql = _LATELY.format(texts=", ".join(["%s"] * len(long)))
    return bool(ask(sql, [apart_from, *long]))
