"""An edition as a table: a row of cells for each item, for the formats that are reckoned with."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from strategy.formats.paragraphs import address
from strategy.models import Edition, Item
from strategy.outline import Row, outline

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


def records(edition: Edition) -> Iterator[Record]:
    """The items in reading order. Two queries whatever the size."""
    keys = dict(Item.objects.shown().filter(edition=edition).values_list("pk", "key"))
    return _records(address(edition), outline(edition).rows, keys)


def _records(prefix: str, rows: list[Row], keys: dict[int, UUID]) -> Iterator[Record]:
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
        )
        above.append(row)
