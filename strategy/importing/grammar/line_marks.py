"""A mark within a line, and the brackets of a line."""

from enum import Enum
from typing import NamedTuple

from strategy.importing.verdicts import Certainty, Rule


class Sort(Enum):
    """What a mark opens. SKIPPED is a sign that opens nothing, such as a chapter's number."""

    HEAD = "head"
    LIST = "list"
    CODE = "code"
    ITEM = "item"
    BULLET = "bullet"
    LABEL = "label"
    SKIPPED = "skipped"


class Mark(NamedTuple):
    """`end` is where what it opens begins; `key` names a level (LIST, HEAD) or a part (LABEL);
    `close` is where the bracket closes in which a label stands, -1 where it stands in none."""

    sort: Sort
    start: int
    end: int
    key: str = ""
    written: str = ""
    code: str = ""
    close: int = -1
    rule: Rule = Rule.HEADING
    certainty: Certainty = Certainty.SURE


class Brackets:
    """The pairs of round and square brackets in a text; what has no partner counts for nothing."""

    def __init__(self, text: str) -> None:
        self.pairs: list[tuple[int, int]] = []
        opened: list[int] = []
        for place, sign in enumerate(text):
            if sign in "([":
                opened.append(place)
            elif sign in ")]" and opened:
                self.pairs.append((opened.pop(), place))

    def around(self, place: int) -> tuple[int, int] | None:
        """The innermost pair that encloses a place, with the pair's own signs."""
        enclosing = [pair for pair in self.pairs if pair[0] <= place <= pair[1]]
        return max(enclosing, default=None)
