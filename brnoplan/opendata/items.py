"""The items of plans: values, goals, priorities and measures, in the edition that is read now.

What a card lists with columns of its own (costs, indicators, links, projects) are subjects of
their own, each record of which names the item.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from brnoplan.opendata.current import current_editions, page_of
from brnoplan.opendata.fields import Record, code, day, flag, number, text, texts
from brnoplan.opendata.plans import STATES
from brnoplan.opendata.subject import EDITION_KEY, OF_PLAN, Chosen, Narrowing, Subject, split_key
from strategy import due, reading
from strategy.models import Edition, Item, Responsibility
from strategy.naming import absolute
from strategy.progress import states

OF_EDITION = Narrowing(
    "zneni", "Položky tohoto znění místo platného; hodnotou je klíč znění.", EDITION_KEY
)
UUID_PATTERN = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

ROLES = {
    Responsibility.Role.CO_LEAD: "co_leads",
    Responsibility.Role.IMPLEMENTER: "implementers",
    Responsibility.Role.PARTNER: "partners",
}
# Of a card: what is a text, and what stands there one a line.
_WORDING = ("begins", "ends", "criterion", "superior", "remarks")
_LINES = ("target_groups", "activities", "outputs", "risks")
_COLUMNS = (
    "pk",
    "edition",
    "key",
    "handle",
    "code",
    "text",
    "description",
    "tier__name",
    "tier__is_measure",
    "level",
    "parent__level",
    "parent__key",
    "lead",
    "due",
    "tally__comments",
    *(f"card__{name}" for name in (*_WORDING, *_LINES)),
)

# By the primary key of the item, names by the field that they are given as.
People = dict[int, dict[str, list[str]]]


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Three queries; four for one item by its key."""
    if key := chosen.get("key"):
        return _of_key(UUID(key))
    editions = {edition.pk: edition for edition in _editions(chosen)}
    rows = Item.objects.shown().filter(edition__in=list(editions))
    in_order = rows.order_by("edition__plan__slug", "edition", "lft")
    return _records(in_order[start : start + most], editions)


def _editions(chosen: Chosen) -> list[Edition]:
    if key := chosen.get("zneni"):
        slug, number_of = split_key(key)
        found = Edition.objects.published().select_related("plan")
        return list(found.filter(plan__slug=slug, number=number_of))
    return current_editions(chosen.get("plan", ""))


def _of_key(key: UUID) -> list[Record]:
    """The item where it is read now, be it in an older edition."""
    try:
        item, _is_current = reading.placed(key)
    except Http404:
        return []
    return _records(Item.objects.shown().filter(pk=item.pk), {item.edition_id: item.edition})


def _records(found: "QuerySet[Item]", editions: dict[int, Edition]) -> list[Record]:
    """Two queries. An edition is called by its own address, for the item's wording is of it."""
    pages = {pk: page_of(edition, current=False) for pk, edition in editions.items()}
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in found.values_list(*_COLUMNS)]
    people = _people(row["pk"] for row in rows)
    return [
        _record(row, editions[row["edition"]], pages[row["edition"]])
        | _carded(row)
        | {name: people[row["pk"]].get(name, []) for name in ROLES.values()}
        for row in rows
    ]


def _people(items: Iterable[int]) -> People:
    """Who has to do with these items beside the lead, as the plan writes it. One query."""
    found: People = defaultdict(lambda: defaultdict(list))
    rows = Responsibility.objects.filter(item__in=list(items), role__in=list(ROLES))
    for item, role, written in rows.order_by("position").values_list("item", "role", "written"):
        found[item][ROLES[Responsibility.Role(role)]].append(written)
    return found


def _carded(row: dict[str, Any]) -> Record:
    """What the card says; nothing where the item has none."""
    wording = {name: row[f"card__{name}"] for name in _WORDING}
    return wording | {name: lines(row[f"card__{name}"]) for name in _LINES}


def lines(text: str | None) -> list[str]:
    """Those of a text that hold anything."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _record(row: dict[str, Any], edition: Edition, page: str) -> Record:
    return {
        "iri": absolute(f"/polozka/{row['key']}/"),
        "key": row["key"],
        "address": f"{page}{row['handle']}/",
        "plan": edition.plan.slug,
        "edition": edition.number,
        "state": edition.state,
        "code": row["code"],
        "text": row["text"],
        "description": row["description"],
        "tier": row["tier__name"],
        "level": row["level"],
        "is_measure": row["tier__is_measure"],
        "parent": row["parent__key"] if row["parent__level"] else None,
        "lead": row["lead"],
        "due": row["due"],
        "due_precision": due.precision(row["due"]),
        "due_on": states.last_day(row["due"]),
        "comments": row["tally__comments"] or 0,
    }


SUBJECT = Subject(
    name="polozky",
    term="Položka plánu",
    title="Cíle, priority a opatření strategických plánů",
    about="Hodnoty, cíle, priority a opatření plánů ve znění, které se právě čte, v jeho pořadí.",
    fields=(
        code("plan", "plán", "Klíč plánu.", required=True),
        number("edition", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
        code("state", "stav_znění", "Stav znění.", *STATES, required=True),
        code("code", "kód", "Kód položky v plánu, například A1.1."),
        text("text", "znění", "Znění položky, jak je v plánu.", required=True),
        text("description", "vysvětlení", "Co znění znamená; není závazné."),
        text(
            "tier",
            "úroveň",
            "Jak plán takové položce říká: cíl, opatření …",
            required=True,
        ),
        number("level", "hloubka", "Kolikátá úroveň to je, shora od jedné.", required=True),
        flag("is_measure", "je_opatření", "Zda ji někdo uskutečňuje."),
        code("parent", "nadřazená_položka", "Klíč položky, pod kterou stojí."),
        text("lead", "gestor", "Kdo za ni odpovídá, jak píše plán."),
        texts("co_leads", "spolugestoři", "Kdo gestorovi pomáhá, jak píše plán."),
        texts("implementers", "realizátoři", "Kdo to uskutečňuje."),
        texts("partners", "partneři", "Kdo se na tom podílí."),
        code("due", "termín", "Termín, jak píše plán: 31. 12. 2020, 12/2020, 2020."),
        code("due_precision", "přesnost_termínu", "Jak přesný termín je.", *due.PRECISIONS),
        day("due_on", "poslední_den", "Poslední den tohoto termínu."),
        code("begins", "uskutečňování_od", "Odkdy se to uskutečňuje, psáno jako termín."),
        code("ends", "uskutečňování_do", "Dokdy se to uskutečňuje, psáno jako termín."),
        texts("target_groups", "cílové_skupiny", "Komu to má sloužit."),
        texts("activities", "aktivity", "Co se pro to má dělat."),
        texts("outputs", "výstupy", "Co z toho má vzejít."),
        text("criterion", "kritérium_splnění", "Podle čeho se pozná, že je splněno."),
        texts("risks", "rizika", "Co to může ohrozit."),
        text("superior", "vychází_z", "Nadřazený dokument a jeho část."),
        text("remarks", "poznámky", "Co k tomu plán dodává."),
        number("comments", "počet_připomínek", "Kolik má zveřejněných připomínek.", required=True),
    ),
    read=read,
    words=("strategie", "cíle", "priority", "opatření", "Brno"),
    key_pattern=UUID_PATTERN,
    key_about="Klíč položky (UUID), ve všech zněních plánu stejný.",
    narrowings=(OF_PLAN, OF_EDITION),
)
