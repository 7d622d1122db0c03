"""How the measures stood in each reporting round: what was fixed when the round was closed."""

import re
from typing import Any

from brnoplan.opendata.fields import Record, code, flag, moment, number, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.progress import SAID
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from strategy.models import Plan, Round, RoundAnswer
from strategy.naming import absolute
from strategy.rounds import periods
from strategy.rounds.views import round_path

KINDS = tuple(kind.value for kind in Round.Kind)
_KEY = (
    r"(?P<plan>[-a-zA-Z0-9_]{1,50})-(?P<year>[12][0-9]{3})"
    rf"-(?P<period>rok|[1-4]-ctvrtleti|[12]-pololeti)-(?P<item>{UUID_PATTERN})"
)


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """One query."""
    found = RoundAnswer.objects.filter(
        round__closed_at__isnull=False, round__plan__in=Plan.objects.published().values("pk")
    )
    if slug := chosen.get("plan"):
        found = found.filter(round__plan__slug=slug)
    if key := chosen.get("key"):
        found = found.filter(**_named(key))
    whole = found.select_related("round__plan", "item", "organisation", "report__organisation")
    in_order = whole.order_by("round__plan__slug", "round__closed_at", "round", "item__lft", "pk")
    return [_record(answer) for answer in in_order[start : start + most]]


def _named(key: str) -> dict[str, Any]:
    """What a key says of an answer; it fits the pattern."""
    said = re.fullmatch(_KEY, key)
    period = periods.read(int(said["year"]), said["period"]) if said else None
    if said is None or period is None:
        return {"pk": None}
    return {
        "round__plan__slug": said["plan"],
        "round__kind": period.kind,
        "round__year": period.year,
        "round__number": period.number,
        "item_key": said["item"],
    }


def _record(answer: RoundAnswer) -> Record:
    found = answer.round
    period, page = periods.of(found), absolute(round_path(found))
    return {
        "iri": f"{page}#{answer.item_key}",
        "key": f"{found.plan.slug}-{period.year}-{period.segment}-{answer.item_key}",
        "address": page,
        "plan": found.plan.slug,
        "round_kind": found.kind,
        "year": found.year,
        "number": found.number,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
        "item": answer.item_key,
        "code": answer.item.code,
        "text": answer.item.text,
        "due": answer.item.due,
        "asked": answer.organisation.name if answer.organisation else "",
    } | _said(answer)


def _said(answer: RoundAnswer) -> Record:
    """What stood for the measure when the round was closed; perhaps said before it."""
    report, opened_at = answer.report, answer.round.opened_at
    if report is None:
        return dict.fromkeys(_OF_REPORT) | {"is_answered": False, "is_proven": False}
    return {
        "is_answered": report.said_at >= opened_at,
        "status": report.status,
        "outlook": report.outlook,
        "share": report.share,
        "commentary": report.commentary,
        "evidence": report.evidence,
        "evidence_number": report.evidence_number,
        "evidence_link": report.evidence_link,
        "is_proven": report.is_proven,
        "said_at": report.said_at,
        "said_by": report.organisation.name if report.organisation else "",
    }


_OF_REPORT = (
    *("status", "outlook", "share", "commentary", "evidence", "evidence_number"),
    *("evidence_link", "said_at", "said_by"),
)

SUBJECT = Subject(
    name="kola",
    term="Plnění opatření v kole",
    title="Plnění opatření po kolech vykazování",
    about="Časová řada plnění: jak na tom opatření byla při uzavření každého kola vykazování.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        code("round_kind", "druh_období", "O jak dlouhém období kolo je.", *KINDS, required=True),
        number("year", "rok", "Rok tohoto období.", required=True),
        number("number", "pořadí_v_roce", "Kolikáté takové období v roce to je.", required=True),
        moment("opened_at", "kolo_otevřeno", "Kdy bylo kolo otevřeno.", required=True),
        moment("closed_at", "kolo_uzavřeno", "Kdy bylo kolo uzavřeno.", required=True),
        code("item", "položka", "Klíč položky.", required=True),
        code("code", "kód", "Kód položky v plánu, například A1.1."),
        text("text", "znění", "Znění položky, jak je v plánu.", required=True),
        code("due", "termín", "Termín, jak píše plán: 31. 12. 2020, 12/2020, 2020."),
        text("asked", "dotázaný_gestor", "Koho se v kole portál ptal."),
        flag("is_answered", "je_odpovězeno_v_kole", "Zda byl stav uveden v tomto kole."),
        *SAID,
    ),
    read=read,
    words=("strategie", "plnění", "časová řada", "monitoring", "Brno"),
    key_pattern=re.sub(r"\?P<\w+>", "?:", _KEY),
    key_about="Klíč plánu, období a klíč položky.",
    narrowings=(OF_PLAN,),
    frequency="QUARTERLY",
)
