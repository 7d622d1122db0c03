"""How one wording differs from another, word by word."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

# A pair alike in less than this share of its words is shown whole: it was written anew.
ALIKE = 0.3
# Unless this share of the shorter one's words stands in the longer: a tail was lost or added.
KEPT = 0.5
# Tokens from which on the most frequent ones are no longer looked for: time would grow squared.
LONG = 600
# A word keeps its hyphens, a number its points and spaces: sociálně-právní, A1.1, 2 207 350.
TOKENS = re.compile(
    r"""\d{1,3}(?:[ \xa0\u202f]\d{3})+(?!\w)(?:,\d+)?
    | \w+(?:(?:[-\u2010\u2011'’./@]|(?<=\d)[,:–](?=\d))\w+)*
    | \s+
    | [^\w\s]""",
    re.VERBOSE,
)
# Typography puts them in and takes them out; nobody changes a wording by them.
SPACES = str.maketrans("\xa0\u202f\u2007", "   ")

Kind = Literal["same", "added", "removed"]


class Segment(NamedTuple):
    """A run of text that stayed, was added or was removed."""

    kind: Kind
    text: str

    @property
    def trimmed(self) -> tuple[str, str, str]:
        """Space before, words, space after; what is nothing but space stands for the words.

        The space before what was removed went with it: a comma may follow in its place.
        """
        bare = self.text.rstrip() if self.kind == "removed" else self.text.strip()
        words = bare or self.text
        before, after = self.text.split(words, 1)
        return before, words, after


class Step(NamedTuple):
    """What stood in the older wording and what stands in its place; alike where nothing changed."""

    same: bool
    old: list[str]
    new: list[str]


def differences(before: str, after: str) -> list[Segment]:
    """Segments that read in order give both texts; removed ones stand before added ones.

    Marked are whole words. A letter's case is a difference, a no-break space is none: what
    stayed comes with the spaces of `after`.

    >>> [(segment.kind, segment.text) for segment in differences("tři malé děti", "tři děti")]
    [('same', 'tři '), ('removed', 'malé '), ('same', 'děti')]
    """
    if before and after and _is_anew(before, after):
        return [Segment("removed", before), Segment("added", after)]
    steps = _phrases(_steps(TOKENS.findall(before), TOKENS.findall(after)))
    return [segment for step in steps for segment in _segments(step)]


def differ(before: str, after: str) -> bool:
    """Whether there is more between two wordings than their kinds of space."""
    return before != after and before.translate(SPACES) != after.translate(SPACES)


def _is_anew(before: str, after: str) -> bool:
    old, new = before.casefold().split(), after.casefold().split()
    matcher = _matcher(old, new)
    if matcher.ratio() >= ALIKE:
        return False
    kept = sum(block.size for block in matcher.get_matching_blocks())
    return kept < KEPT * min(len(old), len(new))


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=len(new) > LONG)


def _steps(old: list[str], new: list[str]) -> list[Step]:
    """Words are found again whatever their case, so that a new beginning moves no sentence."""
    steps = []
    folded = [[token.translate(SPACES).casefold() for token in tokens] for tokens in (old, new)]
    for operation, old_start, old_end, new_start, new_end in _matcher(*folded).get_opcodes():
        before, after = old[old_start:old_end], new[new_start:new_end]
        if operation != "equal":
            steps.append(Step(False, before, after))
            continue
        pairs = zip(before, after, strict=True)
        for same, run in groupby(pairs, lambda pair: not differ(*pair)):
            found = list(run)
            steps.append(Step(same, [one for one, _ in found], [other for _, other in found]))
    return steps


def _phrases(steps: list[Step]) -> list[Step]:
    """Words replaced one after another as one phrase: what is between them is no word."""
    found: list[Step] = []
    for step in steps:
        if found and not step.same and not found[-1].same:
            step = _joined(found.pop(), step)
        if len(found) > 1 and _is_replaced(step) and _is_replaced(found[-2]) and _joins(found[-1]):
            between, before = found.pop(), found.pop()
            step = _joined(before, between, step)
        found.append(step)
    return found


def _joined(*steps: Step) -> Step:
    old = [token for step in steps for token in step.old]
    return Step(False, old, [token for step in steps for token in step.new])


def _is_replaced(step: Step) -> bool:
    return not step.same and bool(step.old) and bool(step.new)


def _joins(step: Step) -> bool:
    return step.same and not re.search(r"[\w.!?\n]", "".join(step.new))


def _segments(step: Step) -> list[Segment]:
    old, new = "".join(step.old), "".join(step.new)
    if step.same:
        return [Segment("same", new)] if new else []
    marked = [Segment("removed", old), Segment("added", new)]
    return [segment for segment in marked if segment.text]
