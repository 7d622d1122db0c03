"""Plans as everyone reads them now."""

from django.urls import reverse

from brnoplan.opendata.current import current_editions, page_of
from brnoplan.opendata.fields import Record, address, code, number, text
from brnoplan.opendata.subject import Chosen, Subject
from strategy.models import Edition
from strategy.naming import absolute

STATES = tuple(state.value for state in Edition.State if state != Edition.State.DRAFT)


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """One query."""
    found = current_editions(chosen.get("key", ""))
    return [_record(edition) for edition in found[start : start + most]]


def _record(edition: Edition) -> Record:
    plan = edition.plan
    return {
        "iri": page_of(edition),
        "key": plan.slug,
        "address": page_of(edition),
        "title": edition.title,
        "summary": edition.summary,
        "period_from": edition.period_from,
        "period_to": edition.period_to,
        "edition": edition.number,
        "state": edition.state,
        "document": absolute(
            reverse("strategy:edition_file", args=[plan.slug, edition.number, "json"])
        ),
    }


SUBJECT = Subject(
    name="plany",
    term="Strategický plán",
    title="Strategické plány města",
    about="Plány, které má město zveřejněné: jejich název, období a znění, které se právě čte.",
    fields=(
        text("title", "název", "Název plánu.", required=True),
        text("summary", "popis", "O čem plán je."),
        number("period_from", "období_od", "Rok, kterým období plánu začíná."),
        number("period_to", "období_do", "Rok, kterým období plánu končí."),
        number("edition", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
        code("state", "stav_znění", "Stav znění.", *STATES, required=True),
        address("document", "dokument", "Celé znění jako JSON.", required=True),
    ),
    read=read,
    words=("strategie", "strategický plán", "plánování města", "Brno"),
    key_pattern=r"[-a-zA-Z0-9_]{1,50}",
    key_about="Část adresy, kterou se plán pozná, například brno-2050.",
)
