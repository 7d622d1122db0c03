"""Whether a word for a level opens an item: "Opatření 1.1: …", "SC: …", "Opatření Zřídit …"."""

import re

from strategy.importing.codes import ONE_LETTER_WORDS, UPPER
from strategy.importing.grammar import level_words, numbering
from strategy.importing.grammar.flat import any_of, flat
from strategy.importing.grammar.level_words import ABBREVIATIONS, is_nominative, is_only_plural
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.verbs import is_infinitive
from strategy.importing.verdicts import Certainty, Rule

CODE_BEHIND = re.compile(
    rf"(?P<space>\s*)(?:č\.\s*|číslo\s+|c\.\s*)?(?P<code>{numbering.CODE})(?P<close>[.)]{{0,2}})"
    r"(?P<mark>\s*[:–—]+(?=\s|$|[^\W\d])|\s+-(?=\s)|(?=\s)|$)"
)
COLON_BEHIND = re.compile(r"\s*(?::|[–—](?=\s)|(?<=\s)-(?=\s))")
MORE_COLONS = re.compile(r"(?:\s*:)*\s*")
# Behind a colon a letter or a number alone may be a word of the title.
CODE_BEHIND_COLON = re.compile(
    rf"(?P<code>{numbering.DOTTED}|\d{{1,2}}(?=[.)]\s))[.)]?(?:\s*[:–—]|\s+-(?=\s))?\s+(?=\S)"
)
OF_OTHER = re.compile(
    rf"\s+(?:(?:ke?|v|pro|na|u|v ramci|k naplneni|pod)\s+)?(?:{level_words.SPELT.pattern})"
    rf"\s+(?:c\.\s*)?(?:{numbering.CODE}|[a-z]?\d[\d.]*)\s*(?:[:.]\s*)?$",
)
REFERRING = frozenset(
    [
        "viz",
        "dle",
        "podle",
        "v",
        "ve",
        "k",
        "ke",
        "z",
        "ze",
        "s",
        "se",
        "a",
        "i",
        "na",
        "pro",
        "u",
        "o",
        "do",
        "od",
        "ramci",
        "nebo",
        "ci",
        "az",
        "prostrednictvim",
        "naplneni",
        "plneni",
        "realizaci",
        "realizace",
        "tohoto",
        "tento",
        "toto",
        "vyse",
        "nize",
        "zejmena",
        "napr",
        "vcetne",
    ]
)
# These name so much else that a capital behind them shows nothing.
NEVER_BARE = frozenset(
    [
        "projekt",
        "program",
        "tema",
        "oblast",
        "vize",
        "okruh",
        "zamer",
        "krok",
        "cinnost",
        "dimenze",
        "ukol",
        "pilir",
    ]
)
LETTERS = re.compile(r"[^\W\d_]+")


def at_start(text: str, start: int, end: int, key: str, *, numbered: bool = False) -> Mark | None:
    """What a word at the beginning of a line opens; `numbered` where a number stands before it."""
    written = text[start:end]
    if not written[0].isupper() and not numbered:
        return None
    return (
        _list_of_another(text, start, end, key)
        or _with_code(text, start, end, key, inner=False)
        or _with_colon(text, start, end, key, inner=False)
        or _bare(text, start, end, key)
    )


def within(text: str, start: int, end: int, key: str) -> Mark | None:
    """What a word within a line opens."""
    if not text[start].isupper() or is_reference(text, start):
        return None
    return (
        _with_code(text, start, end, key, inner=True)
        or _with_colon(text, start, end, key, inner=True)
        or _bare_within(text, start, end, key)
    )


def short_head(text: str, start: int, end: int, key: str) -> Mark | None:
    """What an abbreviation opens: it needs a code or a colon."""
    if is_reference(text, start):
        return None
    mark = _with_code(text, start, end, key, inner=start > 0)
    if mark is None:
        return _with_colon(text, start, end, key, inner=start > 0, short=True)
    glued = text[end].isdigit()
    return mark._replace(code=text[start:end] + mark.code) if glued else mark


def key_of_short(written: str, short_goal: str) -> str:
    return short_goal if written == "SC" else ABBREVIATIONS[written]


def learnt_at(text: str, looked: str, place: int, learnt: dict[str, str]) -> Mark | None:
    """What a word opens that the document itself uses to number headings."""
    if not learnt:
        return None
    found = re.compile(rf"(?:{any_of([re.escape(word) for word in learnt])})(?!\w)").match(
        looked, place
    )
    if found is None:
        return None
    mark = _with_code(text, place, found.end(), " ".join(found[0].split()), inner=False)
    return mark and mark._replace(rule=Rule.LEARNT_WORD, certainty=Certainty.LIKELY)


def is_reference(text: str, start: int) -> bool:
    """Whether the word before makes what follows a reference and no heading."""
    before = text[:start].rstrip()
    words = LETTERS.findall(before)
    return bool(words) and before.endswith(words[-1]) and flat(words[-1]) in REFERRING


def _list_of_another(text: str, start: int, end: int, key: str) -> Mark | None:
    """ "Opatření k prioritě 1:" heads the measures of a priority."""
    if not is_nominative(text[start:end], key) or not OF_OTHER.match(flat(text), end):
        return None
    return Mark(Sort.LIST, start, len(text), key, text[start:end], rule=Rule.LIST_HEAD)


def _with_code(text: str, start: int, end: int, key: str, *, inner: bool) -> Mark | None:
    found = CODE_BEHIND.match(text, end)
    if found is None:
        return None
    title = text[found.end() :].lstrip(" :–—-\t")
    is_marked = bool(found["mark"].strip()) or not title
    if not _is_code(found, title, is_marked=is_marked, inner=inner):
        return None
    behind = MORE_COLONS.match(text, found.end())
    written = text[start:end]
    in_case = level_words.SPELT.fullmatch(flat(written)) and not is_nominative(written, key)
    return Mark(
        Sort.HEAD,
        start,
        behind.end() if behind else found.end(),
        key,
        written,
        found["code"],
        rule=Rule.SPELT_OTHERWISE if in_case else Rule.WITHIN_LINE if inner else Rule.HEADING,
        certainty=Certainty.LIKELY if in_case or not is_marked else Certainty.SURE,
    )


def _is_code(found: re.Match[str], title: str, *, is_marked: bool, inner: bool) -> bool:
    code = found["code"]
    if numbering.SIMPLE.fullmatch(code):
        if not found["space"]:
            return False
        is_apart = bool(found["close"] or found["mark"].strip() or not title)
        return is_apart or not _is_word(code, title)
    if is_marked:
        return bool(found["mark"].strip()) or not inner
    if _begins_title(title):
        return True
    return not inner and numbering.depth(code) > 1 and not title[0].isdigit()


def _is_word(code: str, title: str) -> bool:
    """Whether a letter is a word of the title: "V Brně", "A přece"; but not "A Rozvíjet"."""
    if code not in ONE_LETTER_WORDS:
        return False
    return code not in "AI" or not _begins_title(title)


def _with_colon(
    text: str, start: int, end: int, key: str, *, inner: bool, short: bool = False
) -> Mark | None:
    found = COLON_BEHIND.match(text, end)
    written = text[start:end]
    if found is None or not (short or is_nominative(written, key)):
        return None
    if inner and found[0].strip() != ":":
        return None
    behind = MORE_COLONS.match(text, found.end())
    place = behind.end() if behind else found.end()
    title = text[place:]
    rule = Rule.WITHIN_LINE if inner else Rule.HEADING
    if not short and is_only_plural(written, key):
        return _list_head(text, start, place, key, title)
    if not title:
        both = not short and level_words.BY_KEY[key].name == level_words.BY_KEY[key].plural
        sort = Sort.LIST if both else Sort.HEAD
        return Mark(sort, start, place, key, written, rule=Rule.LIST_HEAD if both else rule)
    if code := CODE_BEHIND_COLON.match(text, place):
        return Mark(Sort.HEAD, start, code.end(), key, written, code["code"], rule=rule)
    certainty = Certainty.SURE if _begins_title(title) else Certainty.LIKELY
    return Mark(Sort.HEAD, start, place, key, written, rule=rule, certainty=certainty)


def _list_head(text: str, start: int, place: int, key: str, title: str) -> Mark | None:
    if title and not _begins_title(title) and not title[0].isdigit():
        return None
    return Mark(Sort.LIST, start, place, key, text[start:place].rstrip(" :"), rule=Rule.LIST_HEAD)


def _bare(text: str, start: int, end: int, key: str) -> Mark | None:
    written, title = text[start:end], text[end:].strip()
    if not is_nominative(written, key):
        return None
    if not title:
        word = level_words.BY_KEY[key]
        heads_list = is_only_plural(written, key) or word.name == word.plural
        sort, rule = (Sort.LIST, Rule.LIST_HEAD) if heads_list else (Sort.HEAD, Rule.HEADING)
        return Mark(sort, start, len(text), key, written, rule=rule)
    if is_only_plural(written, key) or key in NEVER_BARE or not _begins_title(title):
        return None
    return Mark(Sort.HEAD, start, _title_place(text, end), key, written, certainty=Certainty.LIKELY)


def _bare_within(text: str, start: int, end: int, key: str) -> Mark | None:
    """A capital within a sentence shows a heading; where a sentence ended, only a verb does."""
    written, title = text[start:end], text[end:].strip()
    if not title or key in NEVER_BARE or is_only_plural(written, key):
        return None
    if not is_nominative(written, key) or not _begins_title(title):
        return None
    after_sentence = text[:start].rstrip()[-1:] in ".!?:"
    if after_sentence and not is_infinitive(title.split()[0]):
        return None
    return Mark(
        Sort.HEAD,
        start,
        _title_place(text, end),
        key,
        written,
        rule=Rule.WITHIN_LINE,
        certainty=Certainty.LIKELY,
    )


def _title_place(text: str, end: int) -> int:
    return len(text) - len(text[end:].lstrip())


def _begins_title(title: str) -> bool:
    return bool(re.match(rf"[„“\"'(]?[{UPPER}\d]", title)) or title[0] in "„“"
