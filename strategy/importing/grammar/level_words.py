"""Words for levels in use in Czech plans, in every case and number, with their abbreviations.

The band says where a level may stand: 0 the highest. Of two whose bands do not meet the order is
known before a document is read; of the others the document has to show it.
"""

import re
from dataclasses import dataclass

from strategy.importing.grammar.flat import any_of, flat

GOALS = "cil(?:e|i|em|u|um|ech|ich|y)?"
AREAS = "oblast(?:i|em|ech|mi)?"
AXES = "os(?:a|y|e|u|ou|am|ach|ami)"
MEASURES = "opatren(?:i|im|imi|ich)"
ADJECTIVE = r"\w{0,3}"


@dataclass(frozen=True)
class LevelWord:
    """`name` and `plural` are what a reader is shown; `pattern` is of flat letters."""

    name: str
    plural: str
    pattern: str
    band: tuple[int, int]
    is_goal: bool = False
    is_measure: bool = False

    @property
    def key(self) -> str:
        return flat(self.name)


def _goal(name: str, plural: str, stem: str, band: tuple[int, int]) -> LevelWord:
    return LevelWord(name, plural, f"{stem}{ADJECTIVE} {GOALS}", band, is_goal=True)


def _area(name: str, plural: str, stem: str) -> LevelWord:
    return LevelWord(name, plural, f"{stem}{ADJECTIVE} {AREAS}", (15, 40))


WORDS = (
    LevelWord("Vize", "Vize", "viz(?:e|i|im|ich|emi)", (0, 0)),
    LevelWord("Hodnota", "Hodnoty", "hodnot(?:a|y|e|u|ou|am|ach|ami)?", (5, 5)),
    LevelWord("Pilíř", "Pilíře", "pilir(?:e|i|em|u|um|ich)?", (10, 15)),
    LevelWord("Dimenze", "Dimenze", "dimenz(?:e|i|im|ich|emi)", (10, 15)),
    LevelWord("Oblast", "Oblasti", AREAS, (15, 40)),
    _area("Tematická oblast", "Tematické oblasti", "tematick"),
    _area("Prioritní oblast", "Prioritní oblasti", "prioritni"),
    _area("Problémová oblast", "Problémové oblasti", "problemov"),
    _area("Klíčová oblast", "Klíčové oblasti", "klicov"),
    _area("Strategická oblast", "Strategické oblasti", "strategick"),
    _area("Rozvojová oblast", "Rozvojové oblasti", "rozvojov"),
    LevelWord("Téma", "Témata", "tema(?:t(?:a|u|em|ech|um|y))?", (15, 40)),
    LevelWord("Okruh", "Okruhy", "okruh(?:y|u|em|um|ech)?", (15, 40)),
    LevelWord("Tematický okruh", "Tematické okruhy", "tematick\\w{1,3} okruh\\w{0,2}", (15, 40)),
    LevelWord("Prioritní osa", "Prioritní osy", f"prioritni{ADJECTIVE} {AXES}", (18, 30)),
    LevelWord("Rozvojová osa", "Rozvojové osy", f"rozvojov{ADJECTIVE} {AXES}", (18, 30)),
    LevelWord("Priorita", "Priority", "priorit(?:a|y|e|u|ou|am|ach|ami)?", (20, 60)),
    LevelWord(
        "Strategická priorita",
        "Strategické priority",
        "strategick\\w{1,3} priorit(?:a|y|e|u|ou|am|ach|ami)?",
        (20, 60),
    ),
    _goal("Globální cíl", "Globální cíle", "globalni", (16, 22)),
    _goal("Hlavní cíl", "Hlavní cíle", "hlavni", (16, 40)),
    _goal("Primární cíl", "Primární cíle", "primarni", (16, 40)),
    _goal("Obecný cíl", "Obecné cíle", "obecn", (20, 45)),
    _goal("Dlouhodobý cíl", "Dlouhodobé cíle", "dlouhodob", (20, 45)),
    _goal("Rozvojový cíl", "Rozvojové cíle", "rozvojov", (20, 45)),
    _goal("Prioritní cíl", "Prioritní cíle", "prioritni", (20, 45)),
    _goal("Tematický cíl", "Tematické cíle", "tematick", (20, 45)),
    _goal("Strategický cíl", "Strategické cíle", "strategick", (20, 45)),
    LevelWord("Cíl", "Cíle", GOALS, (20, 62), is_goal=True),
    _goal("Specifický cíl", "Specifické cíle", "specifick", (46, 64)),
    _goal("Dílčí cíl", "Dílčí cíle", "dilci", (46, 64)),
    _goal("Operační cíl", "Operační cíle", "operacni", (46, 64)),
    _goal("Operativní cíl", "Operativní cíle", "operativni", (46, 64)),
    _goal("Krátkodobý cíl", "Krátkodobé cíle", "kratkodob", (46, 64)),
    LevelWord("Program", "Programy", "program(?:y|u|em|um|ech)?", (40, 75)),
    LevelWord(
        "Opatření",
        "Opatření",
        f"(?:(?:klicov|navrhovan|konkretni|systemov|prioritni|strategick)\\w{{0,3}} )?{MEASURES}",
        (70, 74),
        is_measure=True,
    ),
    LevelWord("Podopatření", "Podopatření", f"pod{MEASURES}", (76, 78), is_measure=True),
    LevelWord("Aktivita", "Aktivity", "aktivit(?:a|y|e|u|ou|am|ach|ami)?", (76, 92)),
    LevelWord("Klíčová aktivita", "Klíčové aktivity", "klicov\\w{1,3} aktivit\\w{0,3}", (76, 92)),
    LevelWord("Činnost", "Činnosti", "cinnost(?:i|em|ech|mi)?", (76, 92)),
    LevelWord("Úkol", "Úkoly", "ukol(?:y|u|em|um|ech)?", (72, 92)),
    LevelWord("Krok", "Kroky", "krok(?:y|u|em|um|cich)?", (80, 92)),
    LevelWord("Projekt", "Projekty", "projekt(?:y|u|em|um|ech)?", (72, 92)),
    LevelWord("Projektový záměr", "Projektové záměry", "projektov\\w{1,3} zamer\\w{0,3}", (72, 92)),
    LevelWord("Záměr", "Záměry", "zamer(?:y|u|em|um|ech)?", (30, 92)),
)
BY_KEY = {word.key: word for word in WORDS}
LOWEST_BAND = 92

# Only with a code or a colon behind them; SC may mean either goal, as the document shows.
ABBREVIATIONS = {
    "SC": "strategicky cil",
    "GC": "globalni cil",
    "HC": "hlavni cil",
    "PC": "primarni cil",
    "DC": "dilci cil",
    "OC": "operacni cil",
    "PO": "prioritni osa",
    "TO": "tematicka oblast",
    "Strat. cíl": "strategicky cil",
    "Spec. cíl": "specificky cil",
    "Opatř.": "opatreni",
    "Op.": "opatreni",
    "Prior.": "priorita",
    "Akt.": "aktivita",
}
# A letter that stands apart from the numbers of a code is the initial of its level's word.
INITIALS = {
    "P": "priorita",
    "C": "cil",
    "O": "opatreni",
    "A": "aktivita",
    "U": "ukol",
    "Ú": "ukol",
}
SPELT = re.compile(rf"(?<!\w)(?:{any_of([word.pattern for word in WORDS])})(?!\w)")
SHORT = re.compile(
    "(?<![\\w.])(?:"
    + "|".join(re.escape(short) for short in sorted(ABBREVIATIONS, key=len, reverse=True))
    + r")(?![^\W\d])"
)
_KEYS = [(re.compile(re.sub(" ", r"\\s+", word.pattern)), word.key) for word in WORDS]


def key_of(written: str) -> str:
    """The level that a word in any case and number names.

    >>> key_of("strategického cíle")
    'strategicky cil'
    """
    looked_up = flat(written)
    return next(key for pattern, key in _KEYS if pattern.fullmatch(looked_up))


def is_nominative(written: str, key: str) -> bool:
    """Whether a word stands as it would in a heading; "cílech" does not."""
    return flat(" ".join(written.split())) in {key, flat(BY_KEY[key].plural)} or any(
        flat(written).endswith(end) for end in ("opatreni",)
    )


def is_only_plural(written: str, key: str) -> bool:
    """Whether a word names several: "Cíle", but not "Opatření", which may be one."""
    word = BY_KEY[key]
    return word.name != word.plural and flat(" ".join(written.split())) == flat(word.plural)
