"""Words by which Czech plans label what they say of a measure: who, until when, measured by what.

Patterns are of flat letters. A label may have a qualifier before it ("Předpokládané náklady"),
the level behind it ("Gestor opatření") and a remark in brackets ("Náklady (v tis. Kč)").
"""

import re
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from strategy.importing.grammar import level_words
from strategy.importing.grammar.flat import any_of


class Part(TextChoices):
    """What a piece of the text says of an item."""

    LEVEL = "level", _("level")
    CODE = "code", _("code")
    TEXT = "text", _("wording")
    LEAD = "lead", _("lead")
    CO_LEAD = "co_lead", _("co-lead")
    IMPLEMENTER = "implementer", _("implementer")
    PARTNER = "partner", _("partner")
    DUE = "due", _("deadline")
    PERIOD = "period", _("from–to")
    INDICATOR = "indicator", _("indicator")
    UNIT = "unit", _("unit")
    BASELINE = "baseline", _("baseline")
    TARGET = "target", _("target value")
    CRITERION = "criterion", _("criterion of fulfilment")
    COSTS = "costs", _("costs")
    FUNDING = "funding", _("source of money")
    TARGET_GROUP = "target_group", _("target group")
    AIM = "aim", _("aim")
    DESCRIPTION = "description", _("description")
    REASONS = "reasons", _("reasons")
    ACTIVITY = "activity", _("activity")
    OUTPUT = "output", _("output")
    RISK = "risk", _("risk")
    STATUS = "status", _("status")
    COMMENTARY = "commentary", _("commentary")
    LINK = "link", _("link")
    REMARK = "remark", _("remark")
    # Only while reading: who and with whom in one, and the parts of a card's heading.
    LEADS = "leads", _("lead and co-leads")
    TITLE = "title", _("title")


BODIES = frozenset(
    [Part.LEAD, Part.CO_LEAD, Part.IMPLEMENTER, Part.PARTNER, Part.LEADS, Part.TARGET_GROUP]
)
LISTS = frozenset(
    [
        *(Part.INDICATOR, Part.ACTIVITY, Part.OUTPUT, Part.RISK, Part.FUNDING, Part.COSTS),
        *(Part.TARGET_GROUP, Part.PARTNER, Part.CO_LEAD, Part.IMPLEMENTER, Part.CRITERION),
    ]
)
ENDINGS = r"\w{0,4}"
WHO = "(?:subjekt|odbor|osob|utvar|pracovni|resort|organizac|instituc|ministerstv)"

PATTERNS: dict[Part, list[str]] = {
    Part.LEADS: [
        r"(?:gestor|garant|gesce|odpovednost)\w{0,2} ?(?:/|\(|a) ?spolu\w+\)?",
    ],
    Part.LEAD: [
        "gesc(?:e|i)",
        "v gesci",
        "gestor(?:i|y|em|ka|stvi)?",
        "garant(?:i|y|em|ka)?",
        "garance",
        "nositel(?:e|em|ka)?",
        f"(?:z)?odpovedn{ENDINGS}(?: za (?:plneni|realizaci|splneni))?",
        rf"(?:z)?odpovedn{ENDINGS} {WHO}\w{{0,4}}",
        "(?:z)?odpovida(?:ji)?(?: za (?:plneni|realizaci|splneni))?",
        "za (?:plneni|realizaci|splneni) (?:z)?odpovida",
        "kdo(?: (?:z)?odpovida)?",
    ],
    Part.CO_LEAD: [
        "spolugesc(?:e|i)",
        "spolugestor(?:i|y|em|ka|stvi)?",
        "spolugarant(?:i|y|em)?",
        r"spolunositel\w{0,2}",
        r"spolurealizator\w{0,2}",
        f"spolu(?:z)?odpovedn{ENDINGS}",
        "spoluprace(?: s| se)?",
        "ve spolupraci(?: s| se)?",
        "v soucinnosti(?: s| se)?",
        "soucinnost",
        "spolupracuj(?:e|i)",
    ],
    Part.IMPLEMENTER: [
        "realizator(?:i|y|em|ka)?",
        "vykonavatel(?:e|em)?",
        "(?:realizuje|provadi|zajistuje|zajisti)(?:ji)?",
        "predkladatel(?:e|em)?",
        rf"realizujici {WHO}\w{{0,4}}",
    ],
    Part.PARTNER: [
        "partner(?:i|y|em|stvi)?",
        rf"partnersk\w{{1,3}} {WHO}\w{{0,4}}",
        rf"spolupracujic{ENDINGS}(?: {WHO}\w{{0,4}}| partneri)?",
        rf"zapojen{ENDINGS} (?:{WHO}\w{{0,4}}|partneri)",
    ],
    Part.DUE: [
        r"termin(?:y|u|em)?(?: (?:pro )?(?:plneni|realizace|splneni|ukonceni|dokonceni))?",
        "lhuta(?: (?:plneni|splneni))?",
        "datum (?:plneni|splneni|dokonceni|ukonceni)",
        "(?:splnit|splneno|plneni|realizace) do",
        "do kdy",
        "deadline",
    ],
    Part.PERIOD: [
        "(?:doba|obdobi|roky|trvani) (?:realizace|plneni|trvani)",
        r"(?:casovy )?harmonogram(?: (?:realizace|plneni))?",
        r"casov\w{1,3} (?:ramec|horizont|plan)",
        "realizace od do",
    ],
    Part.INDICATOR: [
        r"(?:monitorovaci |meriteln\w{1,3} )?"
        r"(?:indikator|ukazatel)(?:y|e|i|u|em|um)?"
        r"(?: (?:vystup\w{0,2}|vysledk\w|dopadu|plneni|splneni|uspesnosti|uspechu))?",
        "meritk(?:o|a)",
        "metrik(?:a|y)",
    ],
    Part.UNIT: ["(?:merna )?jednotka", "m\\. ?j\\."],
    Part.BASELINE: [
        "(?:vychozi|vstupni|pocatecni|soucasna) (?:hodnota|stav|uroven)(?: indikatoru)?"
    ],
    Part.TARGET: [
        r"(?:cilov|planovan)\w{1,3} (?:hodnot\w|stav|uroven)(?: indikator\w| k roku \d{4})?"
    ],
    Part.CRITERION: [
        r"kriteri(?:um|a|i)(?: (?:plneni|splneni|hodnoceni|uspesnosti|uspechu))?",
        "zpusob (?:overeni|hodnoceni|vyhodnoceni)",
    ],
    Part.COSTS: [
        r"naklad(?:y|u)?(?: (?:na realizaci|celkem))?",
        r"financni (?:narocnost|naroky|naklady|pozadavky|prostredky|objem|potreba|dopad)",
        "rozpocet",
        "odhad nakladu",
        "alokace",
    ],
    Part.FUNDING: [
        r"zdroj(?:e|u)?(?: (?:financovani|kryti|prostredku|financi|financnich prostredku))?",
        "(?:zpusob |zajisteni )?financovani",
        "financni (?:zdroje|zajisteni|kryti)",
        "plan financovani",
    ],
    Part.TARGET_GROUP: [r"cilov(?:a|e|ou|ych) skupin(?:a|y|u)?"],
    Part.AIM: ["ucel", "smysl"],
    Part.DESCRIPTION: [
        r"(?:strucny |blizsi )?popis(?: (?:stavu|reseni|realizace|obsahu))?",
        "charakteristika",
        "anotace",
        "obsah",
        "komentar k obsahu",
    ],
    Part.REASONS: [
        "(?:z|o)duvodneni",
        "vychodiska",
        "popis problemu",
        "potrebnost",
        "duvod(?:y)?",
    ],
    Part.ACTIVITY: [
        "aktivity",
        "klicove aktivity",
        "cinnosti",
        "postup(?: realizace)?",
        "zpusob (?:realizace|naplneni|plneni)",
    ],
    Part.OUTPUT: ["vystup(?:y|em)?", "vysledk(?:y|em)", "vysledek", "prinos(?:y)?", "dopad(?:y)?"],
    Part.RISK: ["rizik(?:a|o)(?: a predpoklady| realizace)?", "predpoklady a rizika"],
    Part.STATUS: [
        r"stav(?: (?:plneni|realizace|splneni))?(?: k \d[\d.]*(?: \d[\d.]*){0,2})?",
        "plneni",
        "status",
    ],
    Part.COMMENTARY: ["komentar(?: k plneni)?", "vyhodnoceni(?: plneni)?"],
    Part.LINK: [
        r"(?:vazba|vazby|navaznost)(?: na [^:\s][^:]{0,39})?",
        r"soulad s [^:\s][^:]{0,39}",
        r"provazanost(?: na [^:\s][^:]{0,39})?",
    ],
    Part.REMARK: [
        "poznamk(?:a|y)",
        r"priorita realizace",
        "misto (?:realizace|plneni)",
        "lokalita",
        "uzemni (?:dopad|pusobnost)",
        "kontakt(?:ni osoba)?",
    ],
    Part.CODE: [
        "(?:cislo|kod|oznaceni)",
        "poradove cislo",
        r"(?:por\. ?)?c\.?",
        r"p\. ?c\.?",
        "id",
    ],
    Part.TITLE: ["nazev", "zneni", "text", "titul", "nadpis", "formulace"],
}

QUALIFIER = (
    r"(?:(?:predpoklad|hlavn|odhad|celkov|ocekav|planovan|mozn|potencialn|navrhovan|konecn|klicov"
    r"|dalsi|pripadn|konkretn|uvazovan|doporuc|orientacn|nejzaz|nejpozd|rocn|strucn|vedouc|kontrolovateln|meriteln)\w{0,5}\s+)?"
)
OF_LEVEL = rf"(?:\s+(?:{any_of([word.pattern for word in level_words.WORDS])}))?"
NOTE = r"(?:\s*\([^()]{1,40}\)|\s+v\s+(?:tis|mil)\.?\s*kc|\s+kc)?"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{QUALIFIER}(?:{pattern}){OF_LEVEL}{NOTE}(?!\w)")


LABELS = {part: _compiled(any_of(patterns)) for part, patterns in PATTERNS.items()}
# An aim within a card ("Cíl opatření:") is no goal of the plan.
LABELS[Part.AIM] = _compiled(
    any_of([*PATTERNS[Part.AIM], rf"{level_words.GOALS} (?:opatreni|aktivity|projektu|ukolu)"])
)
_ANY = re.compile(
    rf"(?<!\w){QUALIFIER}(?:"
    + any_of(
        [pattern for patterns in PATTERNS.values() for pattern in patterns]
        + [rf"{level_words.GOALS} (?:opatreni|aktivity|projektu|ukolu)"]
    )
    + rf"){OF_LEVEL}{NOTE}(?!\w)"
)
# The order in which a label is looked up: LEADS before LEAD, "cíl opatření" before "opatření".
ORDER = [Part.LEADS, Part.AIM, *(part for part in PATTERNS if part not in (Part.LEADS, Part.AIM))]


def part_of(label: str) -> Part | None:
    """What a label of flat letters, without its colon, says that follows it."""
    return next((part for part in ORDER if LABELS[part].fullmatch(label)), None)


def found_in(looked_up: str) -> Iterable[re.Match[str]]:
    """Where labels may stand in a text of flat letters."""
    return _ANY.finditer(looked_up)


def label_at(looked_up: str, start: int) -> re.Match[str] | None:
    return _ANY.match(looked_up, start)
