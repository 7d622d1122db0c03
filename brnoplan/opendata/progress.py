"""How the measures in force stand: what was said of each last, by whom, and what proves it."""

from typing import Any

from brnoplan.opendata.fields import Record, address, code, day, flag, moment, number, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from strategy.models import MeasureState, ProgressReport
from strategy.naming import absolute

STATUSES = tuple(status.value for status in ProgressReport.Status)
OUTLOOKS = tuple(outlook.value for outlook in ProgressReport.Outlook)

_COLUMNS = {
    "key": "item_key",
    "plan": "plan__slug",
    "edition": "item__edition__number",
    "handle": "item__handle",
    "code": "item__code",
    "text": "item__text",
    "lead": "lead__name",
    "due": "item__due",
    "due_on": "due_on",
    "status": "status",
    "outlook": "outlook",
    "share": "report__share",
    "commentary": "report__commentary",
    "evidence": "report__evidence",
    "evidence_number": "report__evidence_number",
    "evidence_link": "report__evidence_link",
    "is_proven": "is_proven",
    "said_at": "said_at",
    "said_by": "report__organisation__name",
    "indicators": "indicators",
    "measured": "measured",
}


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """One query."""
    found = MeasureState.objects.all()
    if slug := chosen.get("plan"):
        found = found.filter(plan__slug=slug)
    if key := chosen.get("key"):
        found = found.filter(item_key=key)
    rows = found.order_by("plan__slug", "item__lft").values_list(*_COLUMNS.values())
    named = (dict(zip(_COLUMNS, row, strict=True)) for row in rows[start : start + most])
    return [_record(row) for row in named]


def _record(row: dict[str, Any]) -> Record:
    page = absolute(f"/polozka/{row['key']}/plneni/")
    return row | {"iri": page, "address": page, "item": row["key"]}


# What a lead said last, or had said when a round was closed.
SAID = (
    code("status", "stav_plnění", "Stav, jak ho gestor naposledy uvedl.", *STATUSES),
    code("outlook", "výhled", "Jak to podle gestora půjde dál.", *OUTLOOKS),
    number("share", "podíl_splnění", "Kolik procent je hotovo."),
    text("commentary", "komentář", "Co k tomu gestor napsal."),
    text("evidence", "doklad", "Čím je stav doložen."),
    code("evidence_number", "číslo_dokladu", "Číslo tohoto dokladu."),
    address("evidence_link", "url_dokladu", "Kde tento doklad je."),
    flag("is_proven", "je_doloženo", "Zda je stav něčím doložen."),
    moment("said_at", "uvedeno", "Kdy byl stav uveden."),
    text("said_by", "uvedl", "Odbor nebo organizace, která stav uvedla."),
)
SUBJECT = Subject(
    name="plneni",
    term="Plnění opatření",
    title="Plnění opatření strategických plánů",
    about="Jak jsou na tom opatření platných plánů: co o každém naposledy řekl jeho gestor.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        number("edition", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
        code("item", "položka", "Klíč položky.", required=True),
        code("code", "kód", "Kód položky v plánu, například A1.1."),
        text("text", "znění", "Znění položky, jak je v plánu.", required=True),
        text("lead", "současný_gestor", "Kdo opatření vede dnes."),
        code("due", "termín", "Termín, jak píše plán: 31. 12. 2020, 12/2020, 2020."),
        day("due_on", "poslední_den", "Poslední den tohoto termínu."),
        *SAID,
        number("indicators", "počet_indikátorů", "Kolik má opatření indikátorů.", required=True),
        number("measured", "počet_měřených", "U kolika z nich je známa hodnota.", required=True),
    ),
    read=read,
    words=("strategie", "plnění", "opatření", "monitoring", "Brno"),
    key_pattern=UUID_PATTERN,
    key_about="Klíč položky (UUID), ve všech zněních plánu stejný.",
    narrowings=(OF_PLAN,),
    frequency="CONT",
)
