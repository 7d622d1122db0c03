"""Every published edition of every plan."""

from django.urls import reverse

from brnoplan.opendata.current import page_of
from brnoplan.opendata.fields import Record, address, code, day, moment, number, text
from brnoplan.opendata.plans import STATES
from brnoplan.opendata.subject import EDITION_KEY, OF_PLAN, Chosen, Subject, split_key
from strategy.models import Edition
from strategy.naming import absolute

STAMPS = tuple(state.value for state in Edition.STAMPS)


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """One query."""
    found = Edition.objects.published().select_related("plan", "approved_by")
    if slug := chosen.get("plan"):
        found = found.filter(plan__slug=slug)
    if key := chosen.get("key"):
        slug, number_of = split_key(key)
        found = found.filter(plan__slug=slug, number=number_of)
    return [_record(one) for one in found.order_by("plan__slug", "number")[start : start + most]]


def _record(edition: Edition) -> Record:
    resolution, arguments = edition.approved_by, [edition.plan.slug, edition.number]
    return {
        "iri": page_of(edition, current=False),
        "key": f"{edition.plan.slug}-{edition.number}",
        "address": page_of(edition, current=False),
        "plan": edition.plan.slug,
        "number": edition.number,
        "title": edition.title,
        "summary": edition.summary,
        "state": edition.state,
        "stamp": edition.stamp,
        # A day that no source gives is told in words only.
        "published_at": None if edition.published_in_words else edition.published_at,
        "published_in_words": edition.published_in_words,
        "resolution": str(resolution) if resolution else "",
        "approved_on": resolution.date if resolution else None,
        "withdrawn_at": edition.withdrawn_at,
        "withdrawal_reason": edition.withdrawal_reason,
        "document": absolute(reverse("strategy:edition_file", args=[*arguments, "json"])),
        "pdf": absolute(reverse("strategy:edition_pdf", args=arguments)),
    }


SUBJECT = Subject(
    name="zneni",
    term="Znění plánu",
    title="Znění strategických plánů města",
    about="Zveřejněná znění plánů, i ta, která už neplatí: kdy byla zveřejněna a čím schválena.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        number("number", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
        text("title", "název", "Název plánu.", required=True),
        text("summary", "popis", "O čem plán je."),
        code("state", "stav_znění", "Stav znění.", *STATES, required=True),
        code("stamp", "zveřejněno_jako", "Jako co bylo zveřejněno.", *STAMPS, required=True),
        moment("published_at", "zveřejněno", "Kdy bylo znění zveřejněno."),
        text("published_in_words", "zveřejněno_slovy", "Totéž slovy, kde den žádný zdroj neuvádí."),
        text("resolution", "usnesení", "Usnesení, kterým bylo znění schváleno."),
        day("approved_on", "schváleno_dne", "Den tohoto usnesení."),
        moment("withdrawn_at", "staženo", "Kdy bylo znění staženo."),
        text("withdrawal_reason", "důvod_stažení", "Proč bylo znění staženo."),
        address("document", "dokument", "Celé znění jako JSON.", required=True),
        address("pdf", "pdf", "Celé znění jako PDF.", required=True),
    ),
    read=read,
    words=("strategie", "znění plánu", "usnesení", "Brno"),
    key_pattern=EDITION_KEY,
    key_about="Klíč plánu a číslo znění, například brno-2050-2.",
    narrowings=(OF_PLAN,),
)
