"""How one wording differs from another, word by word."""

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# A pair alike in less than this share of its words is shown whole: it was written anew.
ALIKE = 0.3
TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


class Segment(NamedTuple):
    """A run of text that stayed, was added or was removed."""

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> list[Segment]:
    """Segments that read in order give both texts; removed ones stand before added ones.

    >>> [(segment.kind, segment.text) for segment in differences("tři malé děti", "tři děti")]
    [('same', 'tři '), ('removed', 'malé '), ('same', 'děti')]
    """
    if before and after and _matcher(before.split(), after.split()).ratio() < ALIKE:
        return [Segment("removed", before), Segment("added", after)]
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    segments: list[Segment] = []
    for operation, old_start, old_end, new_start, new_end in _matcher(old, new).get_opcodes():
        if operation == "equal":
            segments.append(Segment("same", "".join(old[old_start:old_end])))
            continue
        if old_end > old_start:
            segments.append(Segment("removed", "".join(old[old_start:old_end])))
        if new_end > new_start:
            segments.append(Segment("added", "".join(new[new_start:new_end])))
    return segments


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)
