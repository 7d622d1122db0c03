"""What a document shows of its own habits before it is read: what its lines have in common."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from strategy.importing.codes import UPPER, extends, segments
from strategy.importing.grammar import field_words, numbering
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.labels import ANY_LABEL, ROLE_LETTERS, is_lettered
from strategy.importing.grammar.level_words import SPELT
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.marks import Habits, marks_of
from strategy.importing.grammar.pieces import Piece

NUMBERED_WORD = re.compile(
    rf"(?P<word>[{UPPER}]\w{{2,}}(?:\s\w{{3,}}){{0,2}})\s+(?P<code>{numbering.CODE})[.)]?"
    rf"\s*(?:[:–—]|$|\s(?=[{UPPER}„]))"
)
NO_LEVELS = re.compile(
    r"(?:tabulka|graf|obrazek|obr|mapa|schema|priloha|kapitola|strana|cast|clanek|bod|usneseni|"
    r"rok|rocnik|snimek|slide|odstavec|paragraf|verze|etapa|faze|ctvrtleti|pololeti|zakon|vyhlaska|"
    r"leden|unor|brezen|duben|kveten|cerven|cervenec|srpen|zari|rijen|listopad|prosinec|praha|brno|"
    r"telefon|tel|ico|psc|box|zdroj|poznamka|pracovni skupina|skupina)(?!\w)"
)
SLIDE = re.compile(r"(?P<number>\d{1,3})(?:\s+|$)(?![.)])")
SERIES = re.compile(rf"(?P<code>[{UPPER}]|[IVX]{{1,5}})[.)]+\s+(?P<title>\w.*)")
ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
)
LETTERS = tuple("ABCDEFGHIJKLMNOPQRST")
SHORT_GOAL = re.compile(r"(?<!\w)SC\s*(\d{1,2}(?:\.\d{1,2})*)")
FEWEST_SLIDES = 3
OFTEN = 3
OWNED = frozenset([Part.LEAD, Part.DUE])
LONGEST_RUNNING = 110
# A whole sentence is said again on purpose.
SENTENCE = re.compile(r"(?:\S+\s+){3,}\S+\.")


def survey(pieces: list[Piece]) -> Habits:
    """The habits of a document, from all of its pieces."""
    lines = [piece for piece in pieces if piece.table < 0]
    habits = Habits(
        learnt=_learnt_words(lines),
        learnt_labels=_learnt_labels(pieces),
        series=_series(lines),
        short_goal=_short_goal(pieces),
        deep_goal=_deep_goal(pieces),
        slides=_slides(lines),
    )
    habits.apart = _apart(lines)
    found = [
        mark
        for piece in pieces
        for mark in marks_of(piece.text, habits, habits.slides.get(piece.index, 0))
    ]
    habits.levels_by_shape = _levels_by_shape(found)
    codes = {tuple(segments(mark.code)) for mark in found if mark.code}
    habits.uppers = frozenset(code[:end] for code in codes for end in range(1, len(code)))
    habits.owned_activities = _owned_activities(lines, habits)
    habits.owned_bullets = _owned(lines, habits, lambda mark: mark.sort is Sort.BULLET)
    habits.owned_numbers = _owned(lines, habits, _is_plain_number)
    habits.running = _running(lines, habits)
    return habits


def _learnt_words(lines: list[Piece]) -> dict[str, str]:
    """Words that no list has, and that stand with different codes at the beginning of lines."""
    codes: dict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    for piece in lines:
        found = NUMBERED_WORD.match(piece.text)
        word = flat(found["word"]) if found else ""
        if found and not (SPELT.match(word) or NO_LEVELS.match(word) or _is_label(word)):
            codes[word].add(found["code"])
            written.setdefault(word, found["word"])
    return {word: written[word] for word, given in codes.items() if len(given) > 1}


def _is_label(word: str) -> bool:
    return field_words.label_at(word, 0) is not None


def _learnt_labels(pieces: list[Piece]) -> frozenset[str]:
    counted: Counter[str] = Counter()
    for piece in pieces:
        found = ANY_LABEL.match(piece.text)
        label = flat(found["label"]) if found else ""
        if label and len(label.split()) <= 5 and not SPELT.match(label):
            counted[label] += 1
    lettered = ROLE_LETTERS if any(is_lettered(piece.text) for piece in pieces) else ()
    return frozenset([*lettered, *(label for label, count in counted.items() if count > 1)])


def _series(lines: list[Piece]) -> frozenset[str]:
    """Letters and Roman numbers that begin at the first and go on: A. B. or I. II."""
    found = {
        match["code"]
        for piece in lines
        if (match := SERIES.match(piece.text)) and _may_be_title(match["title"])
    }
    counting: set[str] = set()
    for row in (ROMAN, LETTERS):
        if found.issuperset(row[:2]):
            counting.update(code for code in row if code in found)
    return frozenset(counting)


def _may_be_title(text: str) -> bool:
    return text[0].isupper() or SPELT.match(flat(text)) is not None


def _short_goal(pieces: list[Piece]) -> str:
    """SC is the strategic goal, but where the document speaks of specific ones alone and never
    writes one out in a heading."""
    text = flat(" ".join(piece.text for piece in pieces))
    has_strategic = re.search(r"strategick\w{1,3} cil", text) is not None
    has_specific = re.search(r"specifick\w{1,3} cil", text) is not None
    if re.search(r"specifick\w{1,3} cil\w{0,2}\s*(?:c\.\s*)?[\d:]", text):
        return "strategicky cil"
    explained = re.search(r"specifick\w{1,3} cil\w{0,2} \(?(?:dale jen )?.?sc\b", text)
    return (
        "specificky cil" if explained or (has_specific and not has_strategic) else "strategicky cil"
    )


def _deep_goal(pieces: list[Piece]) -> int:
    """The depth of the codes at which SC is the specific goal, below SC that is the strategic
    one; 0 where codes of one depth only stand behind it."""
    codes = {code for piece in pieces for code in SHORT_GOAL.findall(piece.text)}
    below = [code for code in codes if any(extends(code, upper) for upper in codes)]
    return max(map(numbering.depth, below), default=0)


def _slides(lines: list[Piece]) -> dict[int, int]:
    """Where the numbers of slides end in the lines that begin with one: 1, 2, 3 … without a dot.

    They are slides where a title comes twice, or the document says that it is a presentation;
    else they number chapters.
    """
    numbered: list[tuple[Piece, re.Match[str]]] = []
    for piece in lines:
        found = SLIDE.match(piece.text)
        if found and int(found["number"]) == len(numbered) + 1:
            numbered.append((piece, found))
    titles = Counter(piece.text[found.end() :] for piece, found in numbered)
    says_so = any("prezentac" in flat(piece.text) for piece in lines)
    repeats = any(count > 1 for title, count in titles.items() if title)
    if len(numbered) < FEWEST_SLIDES or not (says_so or repeats):
        return {}
    return {piece.index: found.end() for piece, found in numbered}


def _levels_by_shape(marks: list[Mark]) -> dict[str, str]:
    """The level that the codes of a shape stand for, where words say so; the most frequent one."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for mark in marks:
        if mark.sort is Sort.HEAD and mark.code and mark.key:
            counted[numbering.shape(mark.code)][mark.key] += 1
    return {shape: keys.most_common(1)[0][0] for shape, keys in counted.items()}


def _owned_activities(lines: list[Piece], habits: Habits) -> bool:
    """Whether a list below "Aktivity:" says of one of its items who answers for it, or when."""
    in_list = False
    for piece in lines:
        marks = marks_of(piece.text, habits)
        first = marks[0] if marks else None
        if first and first.sort is Sort.LABEL and first.start == 0:
            in_list = first.key == Part.ACTIVITY and first.end == len(piece.text)
        elif first and first.sort in (Sort.HEAD, Sort.LIST):
            in_list = False
        elif in_list and any(mark.key in OWNED for mark in marks if mark.sort is Sort.LABEL):
            return True
    return False


def _is_plain_number(mark: Mark) -> bool:
    return mark.sort is Sort.CODE and mark.code.isdecimal()


def _owned(lines: list[Piece], habits: Habits, opens: Callable[[Mark], bool]) -> bool:
    """Whether of most lines that a mark of some sort opens it is said who answers for what they
    say or until when, in their own line or in one below."""
    opened = owned = 0
    is_open = False
    for piece in lines:
        marks = marks_of(piece.text, habits)
        if any(map(opens, marks)):
            opened, is_open = opened + 1, True
        elif any(mark.sort in (Sort.HEAD, Sort.LIST, Sort.CODE) for mark in marks):
            is_open = False
        if is_open and any(mark.key in OWNED for mark in marks if mark.sort is Sort.LABEL):
            owned, is_open = owned + 1, False
    return owned > 1 and owned * 2 > opened


def _apart(lines: list[Piece]) -> frozenset[str]:
    """Letters that stand a space before different codes: "O 1.1" and "O 1.2"."""
    codes: dict[str, set[str]] = defaultdict(set)
    for piece in lines:
        if found := numbering.APART.match(piece.text):
            codes[found["letters"]].add(found["code"])
    return frozenset(letters for letters, given in codes.items() if len(given) > 1)


def _running(lines: list[Piece], habits: Habits) -> frozenset[str]:
    """Short lines that come again and again and open nothing."""
    short = [piece for piece in lines if len(piece.text) <= LONGEST_RUNNING]
    counted = Counter(flat(piece.text) for piece in short if not SENTENCE.fullmatch(piece.text))
    often = {text for text, count in counted.items() if count >= OFTEN}
    opening = {
        flat(piece.text)
        for piece in lines
        if flat(piece.text) in often and marks_of(piece.text, habits)
    }
    return frozenset(often - opening)
