"""The demo's action plan with leads and deadlines: what the transcript of slides says of it.

Its measures, who leads them and by when are read from the text as any plan is; what the text does
not say, such as the day of the government's resolution, is said to be unknown.
"""

import re

from brnoplan.demo import FIXTURES
from strategy import due, editions, resolutions
from strategy.importing.document import Document, Entry, Node
from strategy.importing.grammar.field_words import Part
from strategy.importing.levels import Level
from strategy.importing.understanding import understand
from strategy.measures import changing
from strategy.measures.cards import Responsible
from strategy.models import CardField, Edition, Item, Organisation, Plan, Responsibility, Tier
from strategy.tree import create_item

SOURCE = "akcni-plan-socialni-vylouceni.txt"
PERIOD = (2016, 2020)
# What the text says that each measure of the plan has, and what it tells of some.
CARD_FIELDS = [
    CardField.LEAD,
    CardField.CO_LEADS,
    CardField.DUE,
    CardField.INDICATORS,
    CardField.REMARKS,
]
SUMMARY = (
    "Přepis prezentace o akčním plánu. Z 93 opatření, která plán podle ní má, jich prezentace "
    "uvádí 15; kde u nich není gestor, termín nebo indikátor, prezentace je neuvádí."
)
RESOLVED = re.compile(r"Akční plán SBPSV Přijat vládou usnesením (?P<number>č\. \d+/\d+)")
NO_DAY = "den zdroj neuvádí"

Kind = Organisation.Kind
Role = Responsibility.Role
ROLES = {Part.LEAD: Role.LEAD, Part.CO_LEAD: Role.CO_LEAD}
# Abbreviations that other texts of the demo spell out; the others stay as this one has them.
SPELT_OUT = {
    "ASZ": (Kind.AUTHORITY, "Agentura pro sociální začleňování"),
    "MPSV": (Kind.AUTHORITY, "Ministerstvo práce a sociálních věcí"),
}


def load(slug: str, title: str) -> None:
    """The action plan, approved as its source says."""
    data = (FIXTURES / SOURCE).read_bytes()
    begins, ends = PERIOD
    plan = Plan.objects.create(
        slug=slug,
        title=title,
        summary=SUMMARY,
        period_from=begins,
        period_to=ends,
        asks_for_lead=True,
        asks_for_due=True,
        card_fields=list(CARD_FIELDS),
    )
    draft = editions.begin(plan)
    _write(understand(SOURCE, data), draft)
    _approve(draft, data.decode())


def _write(document: Document, draft: Edition) -> None:
    tiers = _tiers(draft.plan, document)
    items: dict[Node | None, Item] = {None: Item.objects.get(edition=draft, parent=None)}
    for node in document.nodes:
        items[node] = _item(items[node.parent], tiers[node.level], node)


def _tiers(plan: Plan, document: Document) -> dict[Level, Tier]:
    return {
        level: Tier.objects.create(
            plan=plan,
            position=position,
            name=level.name,
            name_plural=level.plural,
            is_measure=level.is_measure,
        )
        for position, level in enumerate(document.levels(), start=1)
    }


def _item(parent: Item, tier: Tier, node: Node) -> Item:
    item = create_item(
        parent, tier, text=node.text, code=node.code, description=_slide(node), due=_due(node)
    )
    people = tuple(_responsible(entry) for entry in node.entries if entry.part in ROLES)
    remarks = "\n".join(node.said(Part.REMARK))
    return changing.change(item, item.version, responsibilities=people, remarks=remarks)


def _slide(node: Node) -> str:
    """Under which heading the text has a goal that stands under no other."""
    return f"V prezentaci pod nadpisem „{node.area}“." if node.parent is None else ""


def _due(node: Node) -> str:
    return "".join(due.normal(text) for text in node.said(Part.DUE))


def _responsible(entry: Entry) -> Responsible:
    kind, name = SPELT_OUT.get(entry.text, (Kind.ORGANISATION, entry.text))
    abbreviation = entry.text if entry.text in SPELT_OUT else ""
    organisation, _made = Organisation.objects.get_or_create(
        kind=kind, name=name, defaults={"abbreviation": abbreviation}
    )
    return Responsible(ROLES[Part(entry.part)], organisation.pk, entry.text)


def _approve(draft: Edition, text: str) -> None:
    number, words = resolved(text)
    part: resolutions.Part = {
        "verb": "approves",
        "subject": "plan",
        "wording": f"akční plán; v prezentaci stojí: „{words}“",
        "addressee": "",
        "due": None,
    }
    resolution = resolutions.record(
        draft, [part], body="government", session=number, adopted=True, date_in_words=NO_DAY
    )
    editions.publish(draft, Edition.State.APPROVED, resolution=resolution, day_in_words=NO_DAY)


def resolved(text: str) -> tuple[str, str]:
    """By which resolution the plan was adopted, and how the source says so."""
    match = RESOLVED.search(text)
    if match is None:
        raise ValueError("The source no longer says who adopted the plan.")
    return f"usnesení {match['number']}", match[0]
