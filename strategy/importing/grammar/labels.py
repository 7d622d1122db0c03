"""Whether a word labels what follows it: "Gesce: ASZ", "(gestor OSP)", ", gesce ASZ"."""

import re

from strategy.importing.codes import UPPER
from strategy.importing.grammar import bodies, field_words, heads
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import SPELT, key_of
from strategy.importing.grammar.line_marks import Brackets, Mark, Sort
from strategy.importing.grammar.numbering import CODE
from strategy.importing.verdicts import Certainty, Rule

COLON = re.compile(r"\s*(?:[:=]|\t)(?:\s*[:=])*\s*")
DASH = re.compile(r"\s+[–—-]\s+")
# What may label within a line without a capital and without a sign before it.
STRONG = frozenset(
    [Part.LEADS, Part.LEAD, Part.CO_LEAD, Part.IMPLEMENTER, Part.DUE, Part.BASELINE, Part.TARGET]
)
# Words that name a role and nothing else, so that they need no colon.
ROLES = re.compile(
    r"(?:spolu)?(?:gesc(?:e|i)|gestor\w{0,3}|garant\w{0,2})|v gesci|zodpovida|nositel|"
    r"odpovida za .*|(?:za .* )?zodpovida.*|realizator\w?|termin.*|spoluprace"
)
# These need brackets or a comma before them as well.
SAYINGS = re.compile(
    r"(?:ve spolupraci|v soucinnosti|spoluprace)(?: s| se)?|odpovida|realizuje|zajistuje|provadi|"
    r"partner\w?|indikator\w?|garance"
)
DUE_VALUE = re.compile(
    r"(?:nejpozději\s+)?(?:do\s+|k\s+|ke\s+|v\s+)?(?:konce\s+|konec\s+)?(?:roku\s+|rok\s+)?"
    r"(?:\d|IV\.|I{1,3}\.|Q\s?[1-4]|průběžn|každoročn|trval)",
    re.IGNORECASE,
)
SEPARATORS = ",;–—-|/•"
LONGEST_LABEL = 45
ANY_LABEL = re.compile(rf"(?P<label>[{UPPER}][^:.,;!?()\d]{{2,{LONGEST_LABEL}}}?)\s*:(?:\s+|$)")


# Letters by which resolutions and lists of tasks say until when, who, and with whom.
ROLE_LETTERS = {"t": Part.DUE, "z": Part.LEAD, "s": Part.CO_LEAD}
LETTER = re.compile(r"(?<![\w.])(?P<letter>[TZS])\s?:\s+(?=\S)")


def at_start(text: str, looked: str, place: int, learnt: frozenset[str]) -> Mark | None:
    """The label that a line begins with, if it does; `learnt` are the document's own labels."""
    found = field_words.label_at(looked, place)
    if found:
        part, end = _known(text, looked, found.start(), found.end())
        mark = _starting(text, place, end, part) if part else None
        if mark:
            return mark
    letter = LETTER.match(text, place)
    if letter and flat(letter["letter"]) in learnt:
        return _lettered(text, letter)
    own = ANY_LABEL.match(text, place)
    if own and flat(own["label"]) in learnt:
        return Mark(
            Sort.LABEL,
            place,
            own.end(),
            Part.REMARK,
            own["label"],
            rule=Rule.LEARNT_LABEL,
            certainty=Certainty.LIKELY,
        )
    return None


def is_lettered(text: str) -> bool:
    """Whether a line says by letters until when: "T: 31. 12. 2020"."""
    return any(
        found["letter"] == "T" and DUE_VALUE.match(text, found.end())
        for found in LETTER.finditer(text)
    )


def _lettered(text: str, found: re.Match[str]) -> Mark | None:
    part = ROLE_LETTERS[flat(found["letter"])]
    if not _fits(part, text[found.end() :]):
        return None
    return Mark(
        Sort.LABEL,
        found.start(),
        found.end(),
        part,
        found["letter"],
        rule=Rule.LABEL,
        certainty=Certainty.LIKELY,
    )


def whole(text: str) -> Part | None:
    """What a text labels that is nothing but a label, such as the head of a column."""
    return field_words.part_of(flat(" ".join(text.split()).strip(" :.*")).replace("- ", ""))


def within(text: str, looked: str, begin: int, brackets: Brackets) -> list[Mark]:
    """The labels inside a line."""
    marks = []
    opened: set[int] = set()
    for found in field_words.found_in(looked):
        if found.start() < begin:
            continue
        part, end = _known(text, looked, found.start(), found.end())
        mark = _inner(text, found.start(), end, part, brackets, opened) if part else None
        if mark:
            marks.append(mark)
            if mark.close >= 0:
                opened.add(mark.close)
    if is_lettered(text):
        lettered = [_lettered(text, found) for found in LETTER.finditer(text, begin)]
        marks += [mark for mark in lettered if mark]
    return marks


def _known(text: str, looked: str, start: int, end: int) -> tuple[Part | None, int]:
    """The part that a label names and where it ends; brackets behind it belong to a label only
    where a colon closes it."""
    if "(" in looked[start:end] and not COLON.match(text, end):
        note = looked.index("(", start)
        if "spolu" not in looked[note:end]:
            end = len(looked[:note].rstrip())
    return field_words.part_of(" ".join(looked[start:end].split())), end


def _starting(text: str, place: int, end: int, part: Part) -> Mark | None:
    written = text[place:end]
    if part in (Part.TITLE, Part.CODE):
        return _card(text, place, end, part)
    separator = COLON.match(text, end) or DASH.match(text, end)
    if separator:
        if "\t" not in separator[0] and ":" not in separator[0] and not written[0].isupper():
            return None
        return _label(part, place, separator.end(), written, alone=separator.end() == len(text))
    value = text[end:].strip()
    if not value:
        return _label(part, place, len(text), written, alone=True) if written[0].isupper() else None
    role = ROLES.fullmatch(flat(" ".join(written.split())))
    if written[0].isupper() and role and _fits(part, value):
        return _label(part, place, _value_place(text, end), written)._replace(
            rule=Rule.NO_COLON, certainty=Certainty.LIKELY
        )
    return None


def _card(text: str, place: int, end: int, part: Part) -> Mark | None:
    """ "Název opatření: X" and "Číslo opatření: 1.1" open an item of the level they name."""
    separator = COLON.match(text, end)
    if separator is None:
        return None
    written = text[place:end]
    level = SPELT.search(flat(written))
    key = key_of(written[level.start() : level.end()]) if level else ""
    if part is Part.CODE:
        code = re.compile(rf"(?:{CODE})[.)]?(?=\s|$)").match(text, separator.end())
        if code is None:
            return None
        return Mark(
            Sort.HEAD, place, code.end(), key, written, code[0].rstrip(".)"), rule=Rule.LABEL
        )
    return Mark(Sort.HEAD, place, separator.end(), key, written, rule=Rule.LABEL)


def _label(part: Part, start: int, end: int, written: str, *, alone: bool = False) -> Mark:
    rule = Rule.LABEL_ALONE if alone else Rule.LABEL
    return Mark(Sort.LABEL, start, end, part, written, rule=rule)


def _inner(
    text: str, start: int, end: int, part: Part, brackets: Brackets, opened: set[int]
) -> Mark | None:
    if part in (Part.TITLE, Part.CODE):
        return None
    around = brackets.around(start)
    before = text[:start].rstrip()
    sign = before[-1:]
    if around and not (sign in "([" or (sign in ",;–—-/" and _may_join(part, around[1], opened))):
        return None
    is_apart = bool(sign) and (sign in SEPARATORS or sign in "([")
    separator = COLON.match(text, end)
    if separator and _is_marked(text, start, part, is_apart=is_apart):
        stop, rule, certainty = separator.end(), Rule.LABEL, Certainty.SURE
    elif separator is None and _is_unmarked(text, start, end, part, is_apart=is_apart):
        stop, rule, certainty = _value_place(text, end), Rule.NO_COLON, Certainty.LIKELY
    else:
        return None
    begin = len(before) - 1 if is_apart else start
    if around:
        rule, begin = Rule.IN_BRACKETS, _begin_in(around, begin, opened)
    return Mark(
        Sort.LABEL,
        begin,
        stop,
        part,
        text[start:end],
        close=around[1] if around else -1,
        rule=rule,
        certainty=certainty,
    )


def _may_join(part: Part, close: int, opened: set[int]) -> bool:
    """A label in the midst of brackets counts behind another one, or where it names a role."""
    return close in opened or part in STRONG


def _begin_in(around: tuple[int, int], begin: int, opened: set[int]) -> int:
    """The first label in brackets takes them along with what stands before it in them."""
    return begin if around[1] in opened else around[0]


def _is_marked(text: str, start: int, part: Part, *, is_apart: bool) -> bool:
    return is_apart or text[start].isupper() or part in STRONG


def _is_unmarked(text: str, start: int, end: int, part: Part, *, is_apart: bool) -> bool:
    written = flat(" ".join(text[start:end].split()))
    value = text[end:].strip()
    if not value or not _fits(part, value):
        return False
    if ROLES.fullmatch(written):
        if is_apart or written == "v gesci":
            return True
        return text[start].isupper() and not heads.is_reference(text, start)
    return is_apart and bool(SAYINGS.fullmatch(written)) and bodies.is_short_name(value)


def _fits(part: Part, value: str) -> bool:
    """Whether a value without a colon before it is of the kind that the label asks for."""
    if part is Part.DUE:
        return DUE_VALUE.match(value) is not None
    return part in field_words.BODIES and bodies.begins_as_body(value)


def _value_place(text: str, end: int) -> int:
    return len(text) - len(text[end:].lstrip())
