"""What belongs to the paper and not to the text: page numbers, running heads and feet, contents
and notes below the line."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from strategy.importing import headings
from strategy.importing.sources import noise
from strategy.importing.sources.blocks import Why
from strategy.importing.sources.pdf.pages import Page
from strategy.importing.sources.pdf.paragraphs import LARGER, Type
from strategy.importing.sources.pdf.rows import Row, marks_in

# Of the height of a page, above and below.
ZONE = 0.12
MOST_IN_ZONE = 4
# In sizes of the type: the room between a running head and the text.
ROOM = 0.6
SMALL = 0.93
LARGEST_HEAD = 1.25
# In points.
SAME_PLACE = 5.0
FEWEST_PAGES = 2
SHARE_OF_PAGES = 0.3
CERTAIN_PAGES = 4
# In rows: of an entry of the contents, but for its last.
LONGEST_ENTRY = 2
# Pages that a numbering may begin after, or go beyond the file.
MOST_UNNUMBERED = 20

_PAGE = re.compile(r"\d{1,4}")
_NUMBER = re.compile(r"(?:\d{1,4}|[ivxlc]{1,7}|\d{1,4}\s*(?:/|z|ze|of)\s*\d{1,4})", re.IGNORECASE)
_ENDS = re.compile(
    r"^\d{1,4}(?:\s*[|/–-])?\s+"
    r"|(?<!\s)\s+(?:(?:strana|str\.|[|/–-])\s*)?\d{1,4}(?:\s*(?:/|z|ze|of)\s*\d{1,4})?$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:obsah|obsah dokumentu|contents)\s*:?", re.IGNORECASE)
_ENTRY = re.compile(r".*\S\s+(?P<page>\d{1,3})")
_NOTE = re.compile(r"(?:\d{1,3}|\*{1,3})[.)]?\s*\S")
_MARK = re.compile(r"(?P<sign>\d{1,3}|\*{1,3})[.)]?")

Found = dict[int, Why]


class Counted(NamedTuple):
    """Heights of rows near the edges: by wordings that come again, and of all that are small.

    `most` is how many of the latter make a place that is used on most pages. `offset` is by how
    much the numbers at the ends of such rows differ from those of the pages, where most do so.
    """

    wordings: dict[str, list[float]]
    small: list[float]
    most: float
    offset: int | None


def furniture(pages: list[Page], rows: list[list[Row]], kind: Type) -> list[Found]:
    """For each page, which of its rows, counted from 0, are no text, and what they are."""
    counted = _counted(pages, rows, kind)
    found: list[Found] = []
    for page, of_page in zip(pages, rows, strict=True):
        known: Found = {}
        for edge in _edges(page, of_page):
            known.update(_of_edge(edge, page, of_page, counted, kind))
        known.update(_notes(page, of_page, known, kind))
        found.append(known)
    _find_contents(rows, found)
    return found


def _counted(pages: list[Page], rows: list[list[Row]], kind: Type) -> Counted:
    heights: dict[str, list[float]] = defaultdict(list)
    small = []
    offsets: Counter[int] = Counter()
    for page, of_page in zip(pages, rows, strict=True):
        for index in (index for edge in _edges(page, of_page) for index in edge):
            row = of_page[index]
            heights[_wording(row, page, kind)].append(row.top)
            offsets.update(number - page.number for number in _numbers(row))
            if row.size <= SMALL * kind.size:
                small.append(row.top)
    needed = max(FEWEST_PAGES, min(CERTAIN_PAGES, round(SHARE_OF_PAGES * len(pages))))
    wordings = {text: found for text, found in heights.items() if text and len(found) >= needed}
    most = max(CERTAIN_PAGES, len(pages) / 2)
    offset = next((one for one, count in offsets.most_common(1) if count >= most), None)
    return Counted(wordings, small, most, offset)


def _numbers(row: Row) -> list[int]:
    """The numbers with which a row begins and ends."""
    return [int(text) for text in {row.words[0].text, row.words[-1].text} if _PAGE.fullmatch(text)]


def _edges(page: Page, rows: list[Row]) -> Iterator[list[int]]:
    """The rows near the upper edge and near the lower one, from the edge inwards."""
    top = [index for index, row in enumerate(rows) if row.bottom < ZONE * page.height]
    low = [index for index, row in enumerate(rows) if row.top > (1 - ZONE) * page.height]
    yield top[:MOST_IN_ZONE]
    yield low[::-1][:MOST_IN_ZONE]


def _wording(row: Row, page: Page, kind: Type) -> str:
    """A row without the number of its page; above, larger and bold rows may be headings."""
    return row.text if _may_be_heading(row, page, kind) else _ENDS.sub("", row.text)


def _may_be_heading(row: Row, page: Page, kind: Type) -> bool:
    is_marked = row.size > kind.size * LARGER or row.bold or headings.begins_with_level(row.text)
    return is_marked and _is_above(row, page)


def _is_above(row: Row, page: Page) -> bool:
    return row.bottom < page.height / 2


def _of_edge(edge: list[int], page: Page, rows: list[Row], counted: Counted, kind: Type) -> Found:
    found: Found = {}
    for index in edge:
        why = _why(rows[index], page, counted, kind)
        if why is None:
            break
        found[index] = why
    if _stands_apart(found, rows):
        return found
    return {index: why for index, why in found.items() if why is Why.PAGE_NUMBER}


def _why(row: Row, page: Page, counted: Counted, kind: Type) -> Why | None:
    if _is_above(row, page) and row.size > kind.size * LARGEST_HEAD:
        return None
    if _NUMBER.fullmatch(row.text) or noise.PAGE_NUMBER.fullmatch(row.text):
        return Why.PAGE_NUMBER
    again = counted.wordings.get(_wording(row, page, kind), [])
    if sum(_is_near(at, row) for at in again) >= FEWEST_PAGES:
        return Why.RUNNING
    # A running head that names the chapter changes: it has the number of its page, or is small
    # and always in the same place.
    is_plain = not _may_be_heading(row, page, kind)
    if is_plain and counted.offset in {number - page.number for number in _numbers(row)}:
        return Why.RUNNING
    is_usual = sum(_is_near(at, row) for at in counted.small) >= counted.most
    return Why.RUNNING if is_usual and row.size <= SMALL * kind.size else None


def _is_near(at: float, row: Row) -> bool:
    return abs(at - row.top) <= SAME_PLACE


def _stands_apart(found: Found, rows: list[Row]) -> bool:
    """Whether there is room between what was found and the text."""
    room = [
        abs(rows[index].middle - rows[other].middle) - rows[index].size
        for index in found
        for other in (index - 1, index + 1)
        if 0 <= other < len(rows) and other not in found
    ]
    size = max((rows[index].size for index in found), default=0)
    return not room or min(room) >= ROOM * size


def _notes(page: Page, rows: list[Row], known: Found, kind: Type) -> Found:
    """The small rows at the end of a page, from the first that begins as a note does."""
    marks = {mark for row in rows for mark in marks_in(row.words)}
    small: list[int] = []
    for index in range(len(rows) - 1, -1, -1):
        if index in known:
            continue
        if rows[index].size > SMALL * kind.size:
            break
        small.insert(0, index)
    for at, index in enumerate(small):
        if _begins_notes(rows[index], page, marks):
            return dict.fromkeys(small[at:], Why.FOOTNOTE)
    return {}


def _begins_notes(row: Row, page: Page, marks: set[str]) -> bool:
    """Whether a row begins with a raised number, with one the text refers to, or below a line."""
    first = row.words[0]
    mark = _MARK.fullmatch(first.text)
    if mark is None and not _NOTE.match(row.text):
        return False
    is_raised = mark is not None and first.size <= 0.85 * row.size
    level = (rule for rule in page.rules if rule.is_level)
    short = (rule for rule in level if rule.right - rule.left < 0.9 * page.width)
    is_below = any(-2 <= row.top - rule.top <= 1.5 * row.size for rule in short)
    return is_raised or is_below or (mark is not None and mark["sign"] in marks)


def _find_contents(rows: list[list[Row]], found: list[Found]) -> None:
    """Mark rows of dots that end in a number, and those that follow the word for contents.

    The latter end where the numbers of pages, which only grow, do.
    """
    inside, last = False, 0
    for of_page, known in zip(rows, found, strict=True):
        text = [(index, row) for index, row in enumerate(of_page) if index not in known]
        for at, (index, row) in enumerate(text):
            following = [one for _index, one in text[at : at + 1 + LONGEST_ENTRY]]
            has_entry = any(_leads_to(one, last, len(rows)) for one in following)
            inside = has_entry and (inside or _CONTENTS.fullmatch(row.text) is not None)
            if inside or noise.CONTENTS.fullmatch(row.text):
                known[index] = Why.CONTENTS
                last = _leads_to(row, last, len(rows)) or last


def _leads_to(row: Row, last: int, pages: int) -> int:
    """The page that a row of contents ends in, not before the last one; 0 where it does not."""
    ends = _ENTRY.fullmatch(row.text)
    page = int(ends["page"]) if ends else 0
    return page if last <= page <= pages + MOST_UNNUMBERED else 0
