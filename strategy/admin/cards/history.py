"""The history of a measure with its card, and putting an earlier card back."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from strategy.admin.history import Entry, HistoryMixin, Values
from strategy.measures import cards, changing, history, saying
from strategy.measures.cards import Facts
from strategy.models import CardField, Item, Tier

# Fields of a card that the item itself does not hold.
SAID = tuple(name for name in CardField if name not in {CardField.LEAD, CardField.DUE})


class ItemHistoryMixin(HistoryMixin):
    """An item is the same in every edition, so its history goes through all of them."""

    def records(self, row: Item) -> QuerySet:
        return Item.history.filter(key=row.key)

    def values(self, records: list[Any]) -> list[Values]:
        used = {record.tier_id for record in records}
        tiers = dict(Tier.objects.filter(pk__in=used).values_list("pk", "name"))
        parents = _parents({record.parent_id for record in records})
        told = history.through(records[0].key) if records else {}
        return [
            {
                "parent": parents.get(record.parent_id, (record.parent_id, "?")),
                "tier": (record.tier_id, tiers.get(record.tier_id, "")),
                **{name: (getattr(record, name),) * 2 for name in self.wording},
                **_in_words(told[record.history_id]),
            }
            for record in records
        ]

    def label_of(self, name: str) -> str:
        return str(CardField(name).label) if name in SAID else super().label_of(name)

    def entries(self, row: Item, *, may_change: bool) -> list[Entry]:
        """An earlier card can be put back too, where nothing but the card was another."""
        entries = super().entries(row, may_change=may_change)
        told, now = history.through(row.key), cards.of_item(row)
        return [
            replace(entry, restorable=True)
            if may_change
            and entry.record.history_type != "-"
            and told[entry.record.history_id] != now
            else entry
            for entry in entries
        ]

    def wording_of(self, record: Any) -> dict[str, Any]:
        facts = history.through(record.key)[record.history_id]
        return super().wording_of(record) | {"facts": facts}

    def version_of(self, row: Item) -> int:
        return row.version

    def restore(self, row: Item, version: int, request: HttpRequest, **wording: Any) -> None:
        facts = wording.pop("facts")
        told = {one.name: getattr(facts, one.name) for one in fields(facts)}
        changing.change_measure(row, version, request.user, wording, told)


def _in_words(facts: Facts) -> Values:
    """Fields of a card for a record of history."""
    return {name.value: (saying.text_of(facts, name),) * 2 for name in SAID}


def _parents(pks: set[int]) -> dict[int, tuple[UUID, str]]:
    """{pk: (key, how a reader sees it)}, also of items that are no more."""
    fields = ("key", "code", "text", "parent_id")
    gone = Item.history.filter(id__in=pks).order_by("history_id").values_list("id", *fields)
    here = Item.objects.filter(pk__in=pks).values_list("pk", *fields)
    return {
        pk: (key, gettext("the plan as a whole") if above is None else f"{code} {text}".strip())
        for pk, key, code, text, above in [*gone, *here]
    }
