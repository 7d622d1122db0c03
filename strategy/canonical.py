"""A published edition as one JSON document whose bytes are always the same.

Keys sorted, no white space between, UTF-8, only strings, integers, booleans and null: the
same edition gives the same bytes on every machine, so that anyone can check its hash.
"""

import json
from datetime import UTC, date, datetime
from typing import Any

from strategy.models import Edition, Item, Resolution, Tier

FORMAT = "brnoplan-edition"
FORMAT_VERSION = 1
ITEM_FIELDS = ("code", "handle", "text", "description", "lead", "due")

Document = dict[str, Any]


def document(edition: Edition, previous_sha256: str) -> Document:
    """Everything that the edition says; `previous_sha256` is of the plan's edition before it.

    Items stand in reading order, the first is the plan as a whole. Four queries at most.
    """
    items = list(Item.objects.filter(edition=edition).order_by("lft"))
    tiers = Tier.objects.in_bulk({item.tier_id for item in items if item.tier_id})
    cover = {name: getattr(edition, name) for name in Edition.COVER}
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "plan": {"key": str(items[0].key), **cover},
        "edition": {"number": edition.number, "stamp": edition.stamp, **published(edition)},
        "previous_sha256": previous_sha256 or None,
        "resolution": resolution(edition.approved_by) if edition.approved_by else None,
        "tiers": [_tier(tier) for tier in sorted(tiers.values(), key=lambda tier: tier.position)],
        "items": _items(items, tiers),
    }


def published(edition: Edition) -> Document:
    """When an edition was published: a moment, or words where no source gives the day."""
    words = edition.published_in_words
    return {
        # The moment of a text whose day nobody knows would be read as its day.
        "published_at": None if words else instant(edition.published_at),
        "published_in_words": words,
    }


def resolution(found: Resolution) -> Document:
    """A resolution with its parts in their order. One query."""
    return {
        "body": found.body,
        "session": found.session,
        "agenda_item": found.agenda_item,
        "date": _day(found.date),
        "date_in_words": found.date_in_words,
        "votes_for": found.votes_for,
        "votes_against": found.votes_against,
        "votes_abstained": found.votes_abstained,
        "parts": [
            {
                "position": part.position,
                "verb": part.verb,
                "subject": part.subject,
                "wording": part.wording,
                "addressee": part.addressee,
                "due": _day(part.due),
            }
            for part in found.parts.order_by("position")
        ],
    }


def encode(found: Document) -> str:
    """The document as canonical text; its hash is of this text in UTF-8."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def instant(moment: datetime | None) -> str | None:
    """In UTC to the microsecond, such as 2018-06-25T22:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None


def _items(items: list[Item], tiers: dict[int, Tier]) -> list[Document]:
    keys = {item.pk: str(item.key) for item in items}
    return [
        {
            "key": str(item.key),
            "parent": keys.get(item.parent_id),
            "tier": tiers[item.tier_id].position if item.tier_id else None,
            **{name: getattr(item, name) for name in ITEM_FIELDS},
        }
        for item in items
    ]


def _tier(tier: Tier) -> Document:
    return {
        "position": tier.position,
        "name": tier.name,
        "name_plural": tier.name_plural,
        "is_measure": tier.is_measure,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
