"""An edition as a table: a row of cells for each item, for the formats that are reckoned with.

The same table can be mended elsewhere and brought in again: `strategy.importing.tables`.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.formats import cells
from strategy.formats.paragraphs import address
from strategy.measures import cards
from strategy.measures.cards import Facts
from strategy.models import Card, Edition, Item
from strategy.outline import Row, outline

capitalized = lazy(capfirst, str)
COLUMNS = (
    _("Depth"),
    _("Level"),
    _("Code"),
    _("Wording"),
    _("Explanation"),
    _("Lead"),
    _("Deadline"),
    _("Stands under (code)"),
    _("Stands under (key)"),
    _("Key"),
    _("Address"),
    capitalized(_("co-leads")),
    capitalized(_("implementers")),
    capitalized(pgettext_lazy("measure", "partners")),
    capitalized(pgettext_lazy("period", "from")),
    capitalized(pgettext_lazy("period", "to")),
    capitalized(_("target groups")),
    capitalized(_("activities")),
    capitalized(_("outputs")),
    capitalized(_("criterion of fulfilment")),
    capitalized(_("risks")),
    capitalized(_("what it follows from")),
    capitalized(_("remarks")),
    _("Costs (year | crowns | source | note)"),
    _("Indicators (name | unit | baseline | of | target | by | direction | note | key)"),
)


class Record(NamedTuple):
    """One item by COLUMNS; `parent_key` is empty for what stands right under the plan."""

    level: int
    tier: str
    code: str
    text: str
    description: str
    lead: str
    due: str
    parent_code: str
    parent_key: str
    key: str
    address: str
    co_lead: str = ""
    implementer: str = ""
    partner: str = ""
    begins: str = ""
    ends: str = ""
    target_groups: str = ""
    activities: str = ""
    outputs: str = ""
    criterion: str = ""
    risks: str = ""
    superior: str = ""
    remarks: str = ""
    costs: str = ""
    indicators: str = ""


def records(edition: Edition) -> Iterator[Record]:
    """The items in reading order. Three queries whatever the size."""
    keys = dict(Item.objects.shown().filter(edition=edition).values_list("pk", "key"))
    told = cards.of_edition(edition)
    return _records(address(edition), outline(edition).rows, keys, told)


def _records(
    prefix: str, rows: list[Row], keys: dict[int, UUID], told: dict[int, Facts]
) -> Iterator[Record]:
    above: list[Row] = []
    for row in rows:
        del above[row.level - 1 :]
        parent = above[-1] if above else None
        yield Record(
            level=row.level,
            tier=row.tier_name,
            code=row.code,
            text=row.text,
            description=row.description,
            lead=row.lead,
            due=row.due,
            parent_code=parent.code if parent else "",
            parent_key=str(keys[parent.pk]) if parent else "",
            key=str(keys[row.pk]),
            address=f"{prefix}{quote(row.handle)}/",
            **_card(told[row.pk]) if row.pk in told else {},
        )
        above.append(row)


def _card(facts: Facts) -> dict[str, str]:
    people = {
        role: "\n".join(one.written for one in facts.of_role(role))
        for role in ("co_lead", "implementer", "partner")
    }
    words = {name: getattr(facts, name) for name in Card.WORDING}
    lists = {
        "costs": cells.of_costs(facts.costs),
        "indicators": cells.of_indicators(facts.indicators),
    }
    return people | words | lists
