"""What belongs to the paper and not to the text: page numbers, running heads and feet, contents
and notes below the line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from strategy.importing.sources import noise
from strategy.importing.sources.blocks import Why
from strategy.importing.sources.pdf.pages import Page
from strategy.importing.sources.pdf.paragraphs import LARGER, Type
from strategy.importing.sources.pdf.rows import Row

# Of the height of a page, above and below.
ZONE = 0.12
MOST_IN_ZONE = 4
# In sizes of the type: the room between a running head and the text.
ROOM = 0.6
SMALL = 0.93
# In points.
SAME_PLACE = 5.0
FEWEST_PAGES = 2
SHARE_OF_PAGES = 0.3
CERTAIN_PAGES = 4

_NUMBER = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7}|\d{1,4}\s*(?:/|z|ze|of)\s*\d{1,4})", re.IGNORECASE)
_ENDS = re.compile(r"^\d{1,4}\s*[|/–-]?\s+|\s+[|/–-]?\s*\d{1,4}(?:\s*(?:/|z|ze)\s*\d{1,4})?$")
_CONTENTS = re.compile(r"(?:obsah|obsah dokumentu|contents)\s*:?", re.IGNORECASE)
_ENTRY = re.compile(r".*\D\s*\d{1,3}")
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3})[.)]?\s*\S")
_MARK = re.compile(r"(?:\d{1,3}|\*{1,3})[.)]?")

Found = dict[int, Why]


def furniture(pages: list[Page], rows: list[list[Row]], kind: Type) -> list[Found]:
    """For each page, which of its rows, counted from 0, are no text, and what they are."""
    found = _at_the_edges(pages, rows, kind)
    for page, of_page, known in zip(pages, rows, found, strict=True):
        known.update(_notes(page, of_page, known, kind))
    _find_contents(pages, rows, found)
    return found


def _at_the_edges(pages: list[Page], rows: list[list[Row]], kind: Type) -> list[Found]:
    counted = _repeated(pages, rows, kind)
    found: list[Found] = []
    for page, of_page in zip(pages, rows, strict=True):
        known: Found = {}
        for edge in _edges(page, of_page):
            known.update(_of_edge(edge, of_page, counted, kind))
        found.append(known)
    return found


def _edges(page: Page, rows: list[Row]) -> Iterator[list[int]]:
    """The rows near the upper edge and near the lower one, from the edge inwards."""
    top = [i for i, row in enumerate(rows) if row.bottom < ZONE * page.height]
    low = [i for i, row in enumerate(rows) if row.top > (1 - ZONE) * page.height]
    yield top[:MOST_IN_ZONE]
    yield low[::-1][:MOST_IN_ZONE]


def _repeated(pages: list[Page], rows: list[list[Row]], kind: Type) -> dict[str, list[float]]:
    """Wordings near the edges that come again at the same height, with those heights."""
    heights: dict[str, list[float]] = defaultdict(list)
    for page, of_page in zip(pages, rows, strict=True):
        for edge in _edges(page, of_page):
            for index in edge:
                heights[_wording(of_page[index], kind)].append(of_page[index].top)
    needed = max(FEWEST_PAGES, min(CERTAIN_PAGES, round(SHARE_OF_PAGES * len(pages))))
    return {text: found for text, found in heights.items() if text and len(found) >= needed}


def _wording(row: Row, kind: Type) -> str:
    """A row without the number of its page; larger and bold rows may be numbered headings."""
    is_heading = row.size > kind.size * LARGER or row.bold
    return row.text if is_heading else _ENDS.sub("", row.text)


def _of_edge(
    edge: list[int], rows: list[Row], counted: dict[str, list[float]], kind: Type
) -> Found:
    found: Found = {}
    for index in edge:
        why = _why(rows[index], counted, kind)
        if why is None:
            break
        found[index] = why
    return (
        found
        if _stands_apart(found, rows)
        else {i: w for i, w in found.items() if w is Why.PAGE_NUMBER}
    )


def _why(row: Row, counted: dict[str, list[float]], kind: Type) -> Why | None:
    is_plain = row.size <= kind.size * LARGER
    if is_plain and (_NUMBER.fullmatch(row.text) or noise.PAGE_NUMBER.fullmatch(row.text)):
        return Why.PAGE_NUMBER
    heights = counted.get(_wording(row, kind), [])
    same = [height for height in heights if abs(height - row.top) <= SAME_PLACE]
    return Why.RUNNING if len(same) >= FEWEST_PAGES and is_plain else None


def _stands_apart(found: Found, rows: list[Row]) -> bool:
    """Whether there is room between what was found and the text."""
    edges = [
        abs(rows[index].middle - rows[other].middle) - rows[index].size
        for index in found
        for other in (index - 1, index + 1)
        if 0 <= other < len(rows) and other not in found
    ]
    size = max((rows[index].size for index in found), default=0)
    return not edges or min(edges) >= ROOM * size


def _notes(page: Page, rows: list[Row], known: Found, kind: Type) -> Found:
    """The small rows at the end of a page, from the first that a raised number or a line begins."""
    small: list[int] = []
    for index in range(len(rows) - 1, -1, -1):
        if index in known:
            continue
        if rows[index].size > SMALL * kind.size:
            break
        small.insert(0, index)
    for at, index in enumerate(small):
        if _begins_notes(rows[index], page):
            return dict.fromkeys(small[at:], Why.FOOTNOTE)
    return {}


def _begins_notes(row: Row, page: Page) -> bool:
    if not _NOTE.match(row.text) and not _MARK.fullmatch(row.words[0].text):
        return False
    first = row.words[0]
    is_raised = first.size <= 0.85 * row.size and _MARK.fullmatch(first.text) is not None
    lines = (
        rule for rule in page.rules if rule.is_level and rule.right - rule.left < 0.9 * page.width
    )
    return is_raised or any(-2 <= row.top - rule.top <= 1.5 * row.size for rule in lines)


def _find_contents(pages: list[Page], rows: list[list[Row]], found: list[Found]) -> None:
    """Mark rows of dots that end in a number, and those that follow the word for contents."""
    inside = False
    for of_page, known in zip(rows, found, strict=True):
        for index, row in enumerate(of_page):
            if index in known:
                continue
            if _CONTENTS.fullmatch(row.text) and _is_followed(of_page[index + 1 :], len(pages)):
                inside = True
            elif noise.CONTENTS.fullmatch(row.text) is None and not (
                inside
                and (
                    _is_entry(row, len(pages))
                    or _is_followed(of_page[index + 1 : index + 2], len(pages))
                )
            ):
                inside = False
                continue
            known[index] = Why.CONTENTS


def _is_entry(row: Row, pages: int) -> bool:
    return (
        _ENTRY.fullmatch(row.text) is not None
        and int(re.findall(r"\d+", row.text)[-1]) <= pages + 20
    )


def _is_followed(rows: Iterable[Row], pages: int) -> bool:
    following = next(iter(rows), None)
    return following is not None and (
        noise.CONTENTS.fullmatch(following.text) is not None or _is_entry(following, pages)
    )
