"""What items of plans have to do with one another, where both are published."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from brnoplan.opendata.fields import Record, address, code, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import OF_PLAN, Chosen, Subject
from strategy.links.mapping import SHOWN
from strategy.links.places import Place, places
from strategy.models import Item, MeasureLink
from strategy.naming import absolute

KINDS = tuple(kind.value for kind in SHOWN)
_UUID_LETTERS = 36


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Three queries, one where there are none."""
    found = MeasureLink.objects.filter(_is_published("from_key"), _is_published("to_key"))
    found = found.filter(kind__in=SHOWN)
    if slug := chosen.get("plan"):
        found = found.filter(Q(from_plan__slug=slug) | Q(to_plan__slug=slug))
    if key := chosen.get("key"):
        found = found.filter(from_key=key[:_UUID_LETTERS], to_key=key[_UUID_LETTERS + 1 :])
    in_order = found.order_by("from_plan__slug", "to_plan__slug", "pk")
    links = list(in_order.select_related("from_plan", "to_plan")[start : start + most])
    keys = {key for link in links for key in (link.from_key, link.to_key)}
    known = places(keys, public_only=True) if keys else {}
    return [_record(link, known) for link in links]


def _is_published(key: str) -> Any:
    return Exists(Item.objects.shown().published().filter(key=OuterRef(key)))


def _record(link: MeasureLink, known: dict[UUID, Place]) -> Record:
    one, other = known[link.from_key], known[link.to_key]
    return {
        "iri": absolute(f"/polozka/{one.key}/#vazba-{other.key}"),
        "key": f"{one.key}-{other.key}",
        "address": absolute(one.address),
        "kind": link.kind,
        "plan": link.from_plan.slug,
        "item": one.key,
        "code": one.code,
        "text": one.text,
        "other_plan": link.to_plan.slug,
        "other_item": other.key,
        "other_code": other.code,
        "other_text": other.text,
        "other_address": absolute(other.address),
        "note": link.note,
    }


SUBJECT = Subject(
    name="vazby",
    term="Vazba mezi položkami",
    title="Vazby mezi opatřeními různých plánů",
    about="Co které opatření naplňuje, se kterým je totožné a se kterým je v rozporu.",
    fields=(
        code("kind", "druh_vazby", "Co spolu položky mají.", *KINDS, required=True),
        code("plan", "plán", "Klíč plánu.", required=True),
        code("item", "položka", "Klíč položky.", required=True),
        code("code", "kód", "Kód položky v plánu, například A1.1."),
        text("text", "znění", "Znění položky, jak je v plánu.", required=True),
        code("other_plan", "druhý_plán", "Klíč plánu druhé položky.", required=True),
        code("other_item", "druhá_položka", "Klíč druhé položky.", required=True),
        code("other_code", "kód_druhé_položky", "Její kód."),
        text("other_text", "znění_druhé_položky", "Její znění.", required=True),
        address("other_address", "url_druhé_položky", "Její stránka.", required=True),
        text("note", "poznámka", "Co k tomu zdroj dodává."),
    ),
    read=read,
    words=("strategie", "opatření", "návaznosti", "Brno"),
    key_pattern=rf"{UUID_PATTERN}-{UUID_PATTERN}",
    key_about="Klíč první položky a klíč druhé.",
    narrowings=(OF_PLAN,),
)
