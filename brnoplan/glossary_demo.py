"""The demo's glossary: abbreviations that the fixtures spell out, and words of planning.

What a source explains names it; everything else is in the portal's own words, and says so.
"""

from typing import NamedTuple

from brnoplan.planning_demo.texts import BEGINNINGS, PROJECT, text_of
from strategy.explaining import glossary
from strategy.models import Term

ACTION_PLAN = "akcni-plan-socialni-vylouceni.txt"
# What the glossary calls the sources.
TITLES = {
    BEGINNINGS: "text „Zavedení KPSS v Brně“",
    PROJECT: "text o grantovém projektu KPSS",
    ACTION_PLAN: "prezentace Akčního plánu ke Strategii boje proti sociálnímu vyloučení",
}


class Short(NamedTuple):
    """An abbreviation with what it stands for, and the words of the source that say so."""

    abbreviation: str
    word: str
    explanation: str
    fixture: str
    says: str


class Word(NamedTuple):
    """A word of planning in the portal's own words; other forms are parted by lines."""

    word: str
    explanation: str
    other_forms: str = ""


SPELLED_OUT = [
    Short(
        "KPSS",
        "komunitní plánování sociálních služeb",
        "Společné plánování těch, kdo sociální služby zadávají, poskytují a užívají.",
        BEGINNINGS,
        "komunitního plánování sociálních služeb (dále jen KPSS)",
    ),
    Short(
        "MPSV",
        "Ministerstvo práce a sociálních věcí",
        "Ministerstvo, které má v České republice na starosti sociální služby.",
        PROJECT,
        "Ministerstvo práce a sociálních věcí",
    ),
    Short(
        "SVL",
        "sociálně vyloučená lokalita",
        "Místo, kde žije více lidí ohrožených sociálním vyloučením.",
        ACTION_PLAN,
        "sociálně vyloučených lokalit (SVL",
    ),
    Short(
        "NNO",
        "nestátní nezisková organizace",
        "Spolek, ústav, nadace nebo jiná organizace, která není státní a nevznikla kvůli zisku.",
        BEGINNINGS,
        "nestátních neziskových organizací",
    ),
]
OF_PLANNING = [
    Word(
        "akční plán",
        "Rozpis plánu na jeden nebo několik let: co se udělá, kdo za to odpovídá a do kdy.",
    ),
    Word("cílová skupina", "Lidé, kterým má opatření nebo služba pomoci."),
    Word(
        "gestor",
        "Kdo za opatření odpovídá. Pracovat na něm mohou i jiní.",
        "gesce",
    ),
    Word(
        "spolugestor",
        "Kdo za opatření odpovídá spolu s gestorem.",
        "spolugesce",
    ),
    Word(
        "indikátor",
        "Údaj, podle kterého se pozná, jak se opatření daří plnit.",
    ),
    Word(
        "komunitní plán",
        "Plán sociálních služeb, na kterém pracují společně zadavatelé, poskytovatelé a uživatelé.",
    ),
    Word(
        "koordinační skupina",
        "Skupina, která řídí komunitní plánování. Všechny tři strany v ní mají stejně hlasů.",
    ),
    Word("opatření", "Konkrétní věc, která se má udělat, aby se splnila priorita."),
    Word("pracovní skupina", "Skupina lidí, která připravuje část plánu."),
    Word(
        "priorita",
        "To, čemu dává plán přednost. Pod prioritou stojí opatření.",
    ),
    Word(
        "připomínka",
        "Co by podle vás mělo být v návrhu jinak. Poslat ji může každý.",
    ),
    Word(
        "připomínkové řízení",
        "Doba, po kterou může k návrhu každý poslat připomínku.",
    ),
    Word(
        "sociální vyloučení",
        "Stav, kdy se člověk nemůže zapojit do běžného života, například kvůli chudobě, dluhům "
        "nebo špatnému bydlení.",
    ),
    Word(
        "usnesení",
        "Rozhodnutí, na kterém se usnesla rada nebo zastupitelstvo.",
    ),
    Word(
        "vypořádání",
        "Odpověď na připomínku: co se s ní stalo a proč.",
    ),
    Word(
        "znění",
        "Text plánu tak, jak byl jednou zveřejněn. Později se už nemění.",
    ),
]


def is_loaded() -> bool:
    return Term.objects.exists()


def load() -> None:
    """Put the terms in. Raises ValueError where a source no longer spells one out."""
    for short in SPELLED_OUT:
        glossary.add(_of_source(short))
    for word in OF_PLANNING:
        glossary.add(Term(**word._asdict()))


def _of_source(short: Short) -> Term:
    if short.says not in " ".join(text_of(short.fixture).split()):
        raise ValueError(f"The source no longer says “{short.says}”.")
    return Term(
        word=short.word,
        abbreviation=short.abbreviation,
        explanation=short.explanation,
        source=TITLES[short.fixture],
    )
