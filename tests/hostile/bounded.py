"""What bounds the text that a pattern sees, and patterns that functions put together."""

import re
from collections.abc import Callable

from brnoplan.opendata.subjects import SUBJECTS
from comments import redaction
from comments.checking import lookalikes
from comments.privacy import searching
from kpss.minutes import names, showing
from strategy.importing import codes, spelling
from strategy.importing.grammar import deadlines
from strategy.importing.own_text import cards
from tests.hostile.patterns import USES, Site, ways

# Modules and names whose patterns see nothing but what the operator or the project wrote.
OURS = {
    "brnoplan.settings": "the environment",
    "brnoplan.environment": "the environment",
    "brnoplan.starting": "the environment",
    "brnoplan.demo": "the seed",
    "brnoplan.action_plan_demo": "the seed",
    "brnoplan.planning_demo": "the seed",
    "brnoplan.catalogue": "the catalogue of words",
    "brnoplan.colours": "our style sheet",
}
# The most characters that a pattern is ever given, and what sees to that.
BOUNDED: dict[str, tuple[int, str]] = {
    "comments.checking.personal._NO_PHONE": (12, "asked about the twelve before a number"),
    "strategy.importing.money._BEHIND": (600, "whatever is longer is no cost"),
    "strategy.importing.sources.workbook.shown": (310, "as long as a format or a number may be"),
    "strategy.prose._ITEM": (200, "asked only at the beginning, where it fits"),
}
WORDS = ["Jana Nová", "aaaa aaaa", "a a", "[údaj skryt]"]


def _site(pattern: str | re.Pattern[str], *uses: str, flags: int = 0) -> list[Site]:
    text = pattern if isinstance(pattern, str) else pattern.pattern
    flags = flags if isinstance(pattern, str) else pattern.flags & ~re.UNICODE.value
    return [Site("put together", text, flags, ways(uses or USES), False)]


def _respelt() -> list[Site]:
    lead_in = _site(rf"^{deadlines.LEAD_IN}", "sub")
    return lead_in + [one for each in deadlines.CONTINUOUS for one in _site(each, "fullmatch")]


def _asked() -> list[Site]:
    patterns = {one.key_pattern for one in SUBJECTS.values()} | {
        narrowing.pattern for one in SUBJECTS.values() for narrowing in one.narrowings
    }
    return [site for one in patterns for site in _site(one, "fullmatch")]


def _held() -> list[Site]:
    return _site(rf"({'|'.join(map(cards._held, ['Lead', 'Cost of it']))}):(?:\s|$)", "match")


def _shown() -> list[Site]:
    made = showing.pattern_of(WORDS)
    return _site(made) if made else []


def _recorded() -> list[Site]:
    made = names._recorded(WORDS)
    return _site(made) if made else []


# Patterns that functions put together, by the function; words of people are escaped in them.
BUILT: dict[str, Callable[[], list[Site]]] = {
    "strategy.importing.codes.is_pair": lambda: _site(codes.PAIR, "fullmatch"),
    "strategy.importing.comment_section.place_of": lambda: _site(codes.CODE, "findall"),
    "strategy.importing.grammar.deadlines._respelt": _respelt,
    "strategy.importing.grammar.field_words._compiled": list,
    "strategy.importing.grammar.heads.learnt_at": lambda: _site(r"(?:cil|priorita)(?!\w)", "match"),
    "strategy.importing.grammar.heads._begins_title": lambda: _site(r"[„“\"'(]?[A-Z\d]", "match"),
    "strategy.importing.grammar.labels._card": lambda: _site(
        rf"(?:{codes.CODE})[.)]?(?=\s|$)", "match"
    ),
    "strategy.importing.own_text.blocks.of_source": lambda: _site(
        r"https?://[^/\s]+/plan/(?:edice/\d+/)?", "fullmatch"
    ),
    "strategy.importing.own_text.cards._fields": _held,
    "strategy.importing.own_text.cards._indicator": lambda: _site(cards._pattern(), "fullmatch"),
    "strategy.importing.own_text.reading._Reading._wording": lambda: _site("^Opatření: ", "sub"),
    "strategy.importing.spelling._refuse_no_code": lambda: _site(
        spelling.NUMBERED, "fullmatch", flags=re.IGNORECASE
    ),
    "strategy.pdf.library.files_of": lambda: _site(r"\.?1-[0-9a-f]{16}\.pdf(-.*)?", "fullmatch"),
    "strategy.pdf.press.printable": lambda: _site("[😀😁]+", "sub"),
    "comments.checking.lookalikes._city_itself": lambda: _site(lookalikes._city_itself()),
    "comments.privacy.searching.replace_everywhere": lambda: [
        site for word in WORDS for site in _site(searching._written(word), flags=re.IGNORECASE)
    ],
    "comments.privacy.searching.cut_at": lambda: _site(
        f"({searching._of_person('Jana Nová').pattern})", "split"
    ),
    "comments.privacy.searching._of_person": lambda: [
        site for word in WORDS for site in _site(searching._of_person(word))
    ],
    "comments.redaction._pattern": lambda: _site(redaction._pattern(WORDS)),
    # Each piece stands in the text in its order, so the first try holds.
    "comments.redaction._shown_again": list,
    "kpss.minutes.names._recorded": _recorded,
    "kpss.minutes.showing.pattern_of": _shown,
    "brnoplan.opendata.api_views.one": _asked,
    "brnoplan.opendata.asking.chosen": _asked,
    "brnoplan.opendata.rounds._named": _asked,
}
