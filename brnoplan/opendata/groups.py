"""Bodies of community planning: how many sit in each for which side, and nobody by name."""

from django.db.models import Count, Q
from django.utils.timezone import localdate

from brnoplan.opendata.fields import Record, code, number, text
from brnoplan.opendata.subject import Chosen, Subject
from kpss.models import Body, Membership, Side
from strategy.naming import absolute

KINDS = tuple(kind.value for kind in Body.Kind)
SIDES = {
    "commissioners": Side.COMMISSIONER,
    "providers": Side.PROVIDER,
    "service_users": Side.SERVICE_USER,
}


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries, one where no body has a target group."""
    bodies = Body.objects.select_related("target_group").prefetch_related("target_group__names")
    if key := chosen.get("key"):
        bodies = bodies.filter(slug=key)
    return [_record(body) for body in bodies.annotate(**_seats()).order_by("slug")[start:][:most]]


def _seats() -> dict[str, Count]:
    """How many sit in a body today, altogether and for each side; deputies do not count."""
    day = localdate()
    sitting = Q(memberships__term_from__lte=day) & (
        Q(memberships__term_to=None) | Q(memberships__term_to__gte=day)
    )
    members = sitting & ~Q(memberships__role=Membership.Role.DEPUTY)
    by_side = {
        name: Count("memberships", filter=members & Q(memberships__side=side))
        for name, side in SIDES.items()
    }
    return {"members": Count("memberships", filter=members)} | by_side


def _record(body: Body) -> Record:
    page = absolute(body.get_absolute_url())
    return {
        "iri": page,
        "key": body.slug,
        "address": page,
        "name": body.name,
        "short_name": body.short_name,
        "kind": body.kind,
        "about": body.about,
        "target_group": str(body.target_group) if body.target_group else "",
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
        **{name: getattr(body, name) for name in ("members", *SIDES)},
    }


SUBJECT = Subject(
    name="skupiny",
    term="Skupina komunitního plánování",
    title="Skupiny komunitního plánování sociálních služeb",
    about="Koordinační a pracovní skupiny a kolik v nich kdo má členů. Osoby nejsou jmenovány.",
    fields=(
        text("name", "název", "Název skupiny.", required=True),
        text("short_name", "zkratka", "Jak se skupina krátce cituje."),
        code("kind", "druh_skupiny", "Druh skupiny.", *KINDS, required=True),
        text("about", "popis", "Co skupina dělá."),
        text("target_group", "cílová_skupina", "Pro koho se v ní plánuje."),
        code("valid_from", "platnost_od", "Od kdy je, tak přesně, jak je známo (EDTF)."),
        code("valid_to", "platnost_do", "Do kdy byla, tak přesně, jak je známo (EDTF)."),
        number("members", "počet_členů", "Kolik má dnes členů bez náhradníků.", required=True),
        number("commissioners", "za_zadavatele", "Kolik z nich je za zadavatele.", required=True),
        number("providers", "za_poskytovatele", "Kolik z nich je za poskytovatele.", required=True),
        number("service_users", "za_uživatele", "Kolik z nich je za uživatele.", required=True),
    ),
    read=read,
    words=("komunitní plánování", "sociální služby", "pracovní skupiny", "Brno"),
    key_pattern=r"[-a-zA-Z0-9_]{1,50}",
    key_about="Část adresy, kterou se skupina pozná.",
    theme="SOCI",
)
