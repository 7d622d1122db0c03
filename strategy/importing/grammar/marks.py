"""What opens within one line: items by a word for their level or by a code, labels, list items.

Where a word stands in the line decides how much it has to show: at its beginning a code, a colon
or a capital behind it is enough; within the line the word itself needs a capital, and no word
before it that would make it a reference ("viz Opatření 1.1"). In brackets no item begins.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from strategy.importing.codes import UPPER, segments
from strategy.importing.grammar import heads, labels, numbering
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import SHORT, SPELT, key_of
from strategy.importing.grammar.line_marks import Brackets, Mark, Sort
from strategy.importing.verdicts import Certainty, Rule

LONE_COLON = re.compile(rf"(?<!\S):\s+(?=[„\"]?[{UPPER}])")
INNER_BULLET = re.compile(r"(?<=\s)[•▪■●◦\uf0b7]\s*(?=\S)")
INNER_CODE = re.compile(
    rf"(?<=[.;)\s])\s(?P<code>{numbering.DOTTED})[.)]?(?:\s*[:–—])?\s+(?=[„\"]?[{UPPER}])"
)
HASHES = re.compile(r"#{1,6}\s+")
LONGEST_PLAIN_NUMBER_TITLE = 110
PROSE = frozenset(
    [Part.REMARK, Part.DESCRIPTION, Part.COMMENTARY, Part.REASONS, Part.AIM, Part.STATUS, Part.RISK]
)


@dataclass
class Habits:
    """What a document shows of its own ways of writing.

    `learnt` has words that number headings though no level we know, `learnt_labels` those that
    stand with several items; `series` the letters and Roman numbers that count in it;
    `uppers` what codes go on from; `owned_activities` says that someone answers for activities,
    `owned_bullets` that someone does for what most bullets say, `owned_numbers` for what most
    lines with a plain number do; `apart` are the letters that
    stand a space before their numbers in codes: "O 1.1".
    """

    learnt: dict[str, str] = field(default_factory=dict)
    learnt_labels: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    short_goal: str = "strategicky cil"
    deep_goal: int = 0
    slides: dict[int, int] = field(default_factory=dict)
    running: frozenset[str] = frozenset()
    levels_by_shape: dict[str, str] = field(default_factory=dict)
    uppers: frozenset[tuple[str, ...]] = frozenset()
    owned_activities: bool = False
    owned_bullets: bool = False
    owned_numbers: bool = False
    apart: frozenset[str] = frozenset()

    def goes_on_from(self, code: str) -> bool:
        """Whether another code of the document goes on from this one."""
        return tuple(segments(code)) in self.uppers


class _Found(NamedTuple):
    start: int
    mark: Mark


def marks_of(text: str, habits: Habits, begin: int = 0) -> list[Mark]:
    """The marks of a line from a place on, in order; none lies within another."""
    return _Finder(text, habits, begin).find()


class _Finder:
    def __init__(self, text: str, habits: Habits, begin: int) -> None:
        self.text = text
        self.looked = flat(text)
        self.habits = habits
        self.brackets = Brackets(text)
        self.begin = begin

    def find(self) -> list[Mark]:
        marks = self._at_start()
        last_code = next((mark.code for mark in reversed(marks) if mark.code), "")
        begin = marks[-1].end if marks else self.begin
        for mark in sorted(self._within(begin), key=lambda mark: mark.start):
            if mark.start < begin or (mark.sort is Sort.CODE and not self._counts(mark, last_code)):
                continue
            if marks and _is_mentioned(mark, marks[-1]):
                continue
            marks.append(mark)
            begin = mark.end
            last_code = mark.code or last_code
        return marks

    def _counts(self, mark: Mark, last_code: str) -> bool:
        return bool(last_code) and numbering.follows(mark.code, last_code)

    def _at_start(self) -> list[Mark]:
        """Bullets, chapter numbers, and what opens the line behind them."""
        place = self._behind_signs()
        if opened := self._opening(place):
            return [opened._replace(start=self.begin)]
        if code := self._code(place):
            return self._behind_code(code._replace(start=self.begin))
        if place == self.begin:
            return []
        return [Mark(Sort.BULLET, self.begin, place, rule=Rule.BULLET)]

    def _behind_signs(self) -> int:
        """Where the words begin behind the signs of a heading in Markdown or of a list."""
        place = self.begin
        for pattern in (HASHES, numbering.BULLET, numbering.NUMBER_BEFORE_CODE):
            if found := pattern.match(self.text, place):
                place = found.end()
        return place

    def _opening(self, place: int) -> Mark | None:
        return labels.at_start(
            self.text, self.looked, place, self.habits.learnt_labels
        ) or self._head(place)

    def _behind_code(self, code: Mark) -> list[Mark]:
        """A word for a level behind a code at the beginning: "3.1 Strategický cíl 1: …"."""
        head = self._head(code.end, numbered=True)
        if head is None:
            return [code]
        if head.code or head.sort is Sort.LIST:
            return [Mark(Sort.SKIPPED, code.start, code.end, rule=Rule.SLIDE_NUMBER), head]
        return [head._replace(start=code.start, code=code.code)]

    def _head(self, place: int, *, numbered: bool = False) -> Mark | None:
        if learnt := heads.learnt_at(self.text, self.looked, place, self.habits.learnt):
            return learnt
        if short := SHORT.match(self.text, place):
            return self._short_head(short)
        found = SPELT.match(self.looked, place)
        if found is None:
            return None
        written = self.text[found.start() : found.end()]
        return heads.at_start(
            self.text, found.start(), found.end(), key_of(written), numbered=numbered
        )

    def _short_head(self, short: re.Match[str]) -> Mark | None:
        key = heads.key_of_short(short[0], self.habits.short_goal)
        mark = heads.short_head(self.text, short.start(), short.end(), key)
        if mark and mark.code.isdecimal() and self.habits.apart:
            mark = mark._replace(code=short[0] + mark.code)
        if mark is None or short[0] != "SC" or not mark.code:
            return mark
        is_deep = numbering.depth(mark.code.removeprefix("SC")) == self.habits.deep_goal
        return mark._replace(key="specificky cil") if is_deep else mark

    def _code(self, place: int) -> Mark | None:
        apart = numbering.APART.match(self.text, place)
        if apart and apart["letters"] in self.habits.apart:
            code = apart["letters"] + apart["code"]
            return Mark(Sort.CODE, place, apart.end(), code=code, rule=Rule.CODE)
        found = numbering.AT_START.match(self.text, place)
        if found is None:
            return None
        title = self.text[found.end() :]
        if not self._is_code(found, title):
            return None
        return Mark(Sort.CODE, place, found.end(), code=found["code"], rule=Rule.CODE)

    def _is_code(self, found: re.Match[str], title: str) -> bool:
        code = found["code"]
        set_apart = bool(found["close"] or found["mark"].strip())
        if numbering.SIMPLE.fullmatch(code):
            return set_apart and bool(title) and code in self.habits.series
        if not title:
            return numbering.depth(code) > 1
        if code.isdecimal():
            is_short = len(title) <= LONGEST_PLAIN_NUMBER_TITLE
            return _begins_title(title) and (set_apart or is_short)
        is_known = numbering.shape(code) in self.habits.levels_by_shape
        return _begins_title(title) or set_apart or (is_known and numbering.depth(code) > 2)

    def _within(self, begin: int) -> list[Mark]:
        outside = [
            *self._heads_within(begin),
            *self._simple(LONE_COLON, begin, Sort.ITEM, Rule.LONE_COLON),
            *self._simple(INNER_BULLET, begin, Sort.BULLET, Rule.BULLET),
            *self._codes_within(begin),
        ]
        return [
            *(mark for mark in outside if self.brackets.around(mark.start) is None),
            *labels.within(self.text, self.looked, begin, self.brackets),
        ]

    def _heads_within(self, begin: int) -> list[Mark]:
        found = []
        for word in SPELT.finditer(self.looked, begin):
            key = key_of(self.text[word.start() : word.end()])
            found.append(heads.within(self.text, word.start(), word.end(), key))
        found += [self._short_head(short) for short in SHORT.finditer(self.text, begin)]
        return [mark for mark in found if mark]

    def _simple(self, pattern: re.Pattern[str], begin: int, sort: Sort, rule: Rule) -> list[Mark]:
        return [
            Mark(sort, found.start(), found.end(), rule=rule, certainty=Certainty.LIKELY)
            for found in pattern.finditer(self.text, begin)
        ]

    def _codes_within(self, begin: int) -> list[Mark]:
        return [
            Mark(
                Sort.CODE,
                found.start("code"),
                found.end(),
                code=found["code"],
                rule=Rule.CODE,
                certainty=Certainty.LIKELY,
            )
            for found in INNER_CODE.finditer(self.text, begin)
        ]


def _is_mentioned(mark: Mark, before: Mark) -> bool:
    """Whether a word for a level is only spoken of: in a link always, in prose without a colon."""
    if mark.sort is not Sort.HEAD or before.sort is not Sort.LABEL:
        return False
    is_doubtful = mark.certainty is not Certainty.SURE
    return before.key == Part.LINK or (is_doubtful and before.key in PROSE)


def _begins_title(title: str) -> bool:
    return title[0].isupper() or title[0] in "„“\"'("
