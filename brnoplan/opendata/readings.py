"""What was measured by indicators, a record for each value of each day."""

from django.db.models import Exists, OuterRef

from brnoplan.opendata import indicators
from brnoplan.opendata.fields import Record, address, code, day, decimal, moment, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import OF_PLAN, Chosen, Narrowing, Subject
from strategy.models import Edition, Indicator, Reading

OF_INDICATOR = Narrowing("ukazatel", "Jen hodnoty tohoto indikátoru (UUID).", UUID_PATTERN)
_DAY_LETTERS = len("2018-06-26")


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries, one where there are none."""
    published = Indicator.objects.exclude(item__edition__state=Edition.State.DRAFT)
    found = Reading.objects.filter(Exists(published.filter(key=OuterRef("indicator_key"))))
    if slug := chosen.get("plan"):
        found = found.filter(plan__slug=slug)
    if indicator := chosen.get("ukazatel"):
        found = found.filter(indicator_key=indicator)
    if key := chosen.get("key"):
        indicator, on = key[: -_DAY_LETTERS - 1], key[-_DAY_LETTERS:]
        found = found.filter(indicator_key=indicator, day=on)
    in_order = found.order_by("indicator_key", "day").select_related("plan")
    rows = list(in_order[start : start + most])
    keys = {row.indicator_key for row in rows}
    known = indicators.standing(Indicator.objects.filter(key__in=keys)) if keys else {}
    return [_record(row, known[row.indicator_key]) for row in rows]


def _record(row: Reading, indicator: Indicator) -> Record:
    page = indicators.page_of(row.plan.slug, row.indicator_key)
    return {
        "iri": f"{page}#{row.day.isoformat()}",
        "key": f"{row.indicator_key}-{row.day.isoformat()}",
        "address": page,
        "plan": row.plan.slug,
        "item": row.item_key,
        "indicator": row.indicator_key,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "baseline": indicator.baseline,
        "target": indicator.target,
        "method": indicator.note,
        "day": row.day,
        "value": row.value,
        "source": row.source,
        "source_address": row.document,
        "note": row.note,
        "method_change": row.method_change,
        "recorded_at": row.recorded_at,
    }


SUBJECT = Subject(
    name="hodnoty",
    term="Hodnota indikátoru",
    title="Naměřené hodnoty indikátorů",
    about="Časové řady indikátorů: co bylo ke kterému dni naměřeno a odkud se to ví.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        code("item", "položka", "Klíč položky.", required=True),
        code("indicator", "indikátor", "Klíč indikátoru.", required=True),
        text("indicator_name", "název_indikátoru", "Název indikátoru.", required=True),
        text("unit", "jednotka", "V čem se měří."),
        decimal("baseline", "výchozí_hodnota", "Hodnota na začátku."),
        decimal("target", "cílová_hodnota", "Hodnota, které se má dosáhnout."),
        text("method", "způsob_měření", "Jak se měří."),
        day("day", "stav_ke_dni", "Ke kterému dni hodnota platí.", required=True),
        decimal("value", "hodnota", "Naměřená hodnota.", required=True),
        text("source", "zdroj", "Odkud se hodnota ví.", required=True),
        address("source_address", "url_zdroje", "Kde je tento zdroj."),
        text("note", "poznámka", "Co k tomu zdroj dodává."),
        text("method_change", "změna_způsobu_měření", "Co se od tohoto dne měří jinak."),
        moment("recorded_at", "zapsáno", "Kdy byla hodnota zapsána.", required=True),
    ),
    read=read,
    words=("strategie", "indikátory", "časová řada", "monitoring", "Brno"),
    key_pattern=rf"{UUID_PATTERN}-[12][0-9]{{3}}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
    key_about="Klíč indikátoru a den hodnoty (RRRR-MM-DD).",
    narrowings=(OF_PLAN, OF_INDICATOR),
    frequency="CONT",
)
