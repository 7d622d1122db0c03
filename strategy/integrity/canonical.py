"""A published edition as one JSON document whose bytes are always the same.

Keys sorted, no white space between, UTF-8, only strings, integers, booleans and null: the
same edition gives the same bytes on every machine, so that anyone can check its hash.
"""

import json
import re
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Model

from strategy.measures import cards
from strategy.measures.cards import Facts
from strategy.models import Edition, Item, Resolution, Tier

FORMAT = "brnoplan-edition"
FORMAT_VERSION = 2


class Columns(NamedTuple):
    """What a document of one version tells of each kind of row."""

    cover: tuple[str, ...]
    resolution: tuple[str, ...]
    part: tuple[str, ...]
    tier: tuple[str, ...]
    item: tuple[str, ...]
    # Whether the cards of measures are told, as `cards.as_json` has them.
    cards: bool = False


# What was sealed is held against a document of its own version for ever: a new column makes a
# new version, and none of these is changed.
_FIRST = Columns(
    cover=("title", "summary", "period_from", "period_to"),
    resolution=(
        "body",
        "session",
        "agenda_item",
        "date",
        "date_in_words",
        "votes_for",
        "votes_against",
        "votes_abstained",
    ),
    part=("position", "verb", "subject", "wording", "addressee", "due"),
    tier=("position", "name", "name_plural", "is_measure"),
    item=("code", "handle", "text", "description", "lead", "due"),
)
COLUMNS = {1: _FIRST, 2: _FIRST._replace(cards=True)}
ITEM_FIELDS = COLUMNS[FORMAT_VERSION].item

Document = dict[str, Any]
# Within a text a quotation mark has a backslash before it.
_VERSION = re.compile(rb'[,{]"format_version":([0-9]+)[,}]')


def document(edition: Edition, previous_sha256: str, version: int | None = None) -> Document:
    """Everything that the edition says; `previous_sha256` is of the plan's edition before it.

    Items stand in reading order, the first is the plan as a whole. Eight queries at most.
    `version` is one of COLUMNS, by default the newest.
    """
    version = version or FORMAT_VERSION
    columns = COLUMNS[version]
    items = list(Item.objects.filter(edition=edition).order_by("lft"))
    used = Tier.objects.in_bulk({item.tier_id for item in items if item.tier_id})
    tiers = sorted(used.values(), key=lambda tier: tier.position)
    approval = edition.approved_by
    return {
        "format": FORMAT,
        "format_version": version,
        "plan": {"key": str(items[0].key), **_told(edition, columns.cover)},
        "edition": {"number": edition.number, "stamp": edition.stamp, **published(edition)},
        "previous_sha256": previous_sha256 or None,
        "resolution": _resolution(approval, columns) if approval else None,
        "tiers": [_told(tier, columns.tier) for tier in tiers],
        "items": _items(items, used, columns, cards.of_edition(edition) if columns.cards else {}),
    }


def published(edition: Edition) -> Document:
    """When an edition was published: a moment, or words where no source gives the day."""
    words = edition.published_in_words
    return {
        # The moment of a text whose day nobody knows would be read as its day.
        "published_at": None if words else instant(edition.published_at),
        "published_in_words": words,
    }


def encode(found: Document) -> str:
    """The document as canonical text; its hash is of this text in UTF-8."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def version_of(document: bytes) -> int:
    """The version of a canonical document, which holds these very bytes in no other place.

    >>> version_of(b'{"edition":{},"format":"brnoplan-edition","format_version":2,"items":[]}')
    2
    """
    found = _VERSION.search(document)
    if found is None:
        raise ValueError("no canonical document")
    return int(found[1])


def instant(moment: datetime | None) -> str | None:
    """In UTC to the microsecond, such as 2018-06-25T22:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None


def _resolution(resolution: Resolution, columns: Columns) -> Document:
    """A resolution with its parts in their order. One query."""
    parts = resolution.parts.order_by("position")
    return {
        **_told(resolution, columns.resolution),
        "parts": [_told(part, columns.part) for part in parts],
    }


def _items(
    items: list[Item], tiers: dict[int, Tier], columns: Columns, told: dict[int, Facts]
) -> list[Document]:
    keys = {item.pk: str(item.key) for item in items}
    return [
        {
            "key": str(item.key),
            "parent": keys.get(item.parent_id),
            "tier": tiers[item.tier_id].position if item.tier_id else None,
            **_told(item, columns.item),
            **({"card": card(told.get(item.pk))} if columns.cards else {}),
        }
        for item in items
    ]


def card(facts: Facts | None) -> Document | None:
    """What a measure's card says; null where it says nothing."""
    return cards.as_json(facts) if facts else None


def _told(row: Model, columns: tuple[str, ...]) -> Document:
    return {name: _plain(getattr(row, name)) for name in columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
