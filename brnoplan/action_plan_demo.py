"""The demo's action plan with leads and deadlines: what the transcript of slides says of it.

It comes in as any plan does. What the text does not say, such as the day of the government's
resolution, is said to be unknown.
"""

import re
from typing import Any

from brnoplan.demo import FIXTURES
from brnoplan.importing import bring_in
from strategy import editing, editions, resolutions
from strategy.importing.content import Content, of_document
from strategy.importing.understanding import understand
from strategy.models import CardField, Edition, Item, Organisation, Plan

SOURCE = "akcni-plan-socialni-vylouceni.txt"
SUMMARY = (
    "Přepis prezentace o akčním plánu. Z 93 opatření, která plán podle ní má, jich prezentace "
    "uvádí 15; kde u nich není gestor, termín nebo indikátor, prezentace je neuvádí."
)
# What the text says that each measure of the plan has, and what it tells of some.
COVER: dict[str, Any] = {
    "summary": SUMMARY,
    "period_from": 2016,
    "period_to": 2020,
    "asks_for_lead": True,
    "asks_for_due": True,
    "card_fields": [
        field.value
        for field in (
            CardField.LEAD,
            CardField.CO_LEADS,
            CardField.DUE,
            CardField.INDICATORS,
            CardField.REMARKS,
        )
    ],
}
RESOLVED = re.compile(r"Akční plán SBPSV Přijat vládou usnesením (?P<number>č\. \d+/\d+)")
NO_DAY = "den zdroj neuvádí"

Kind = Organisation.Kind
# Abbreviations that other texts of the demo spell out; the others stay as this one has them.
SPELT_OUT = {
    "ASZ": "Agentura pro sociální začleňování",
    "MPSV": "Ministerstvo práce a sociálních věcí",
}


def load(slug: str, title: str) -> None:
    """The action plan, approved as its source says."""
    data = (FIXTURES / SOURCE).read_bytes()
    content = of_document(understand(SOURCE, data))
    _name_organisations(content)
    imported = bring_in(content, slug=slug, title=title)
    _dress(imported.plan)
    _tell_slides(content, imported.draft)
    _approve(imported.draft, data.decode())


def _name_organisations(content: Content) -> None:
    for short in content.names():
        name = SPELT_OUT.get(short, short)
        kind = Kind.AUTHORITY if short in SPELT_OUT else Kind.ORGANISATION
        abbreviation = short if short in SPELT_OUT else ""
        Organisation.objects.get_or_create(
            kind=kind, name=name, defaults={"abbreviation": abbreviation}
        )


def _dress(plan: Plan) -> None:
    editing.change_plan(plan, editing.version_of(plan), **COVER)


def _tell_slides(content: Content, draft: Edition) -> None:
    """Under which heading the text has each goal that stands under no other."""
    goals = Item.objects.filter(edition=draft, level=1).order_by("lft")
    for goal, node in zip(goals, content.document.top, strict=True):
        told = f"V prezentaci pod nadpisem „{node.area}“."
        editing.change_item(goal, goal.version, description=told)


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
