"""What stands on the cards of measures, and how each record of it names its item."""

from typing import Any

from django.db.models import QuerySet

from brnoplan.opendata.current import current_editions, page_of
from brnoplan.opendata.fields import Record, code, number, text
from brnoplan.opendata.subject import Chosen
from strategy.models import Edition, Item

Editions = dict[int, Edition]

ITEM_FIELDS = (
    code("plan", "plán", "Klíč plánu.", required=True),
    number("edition", "číslo_znění", "Číslo znění, ze kterého záznam je.", required=True),
    code("item", "položka", "Klíč položky.", required=True),
    code("code", "kód", "Kód položky v plánu, například A1.1."),
    text("text", "znění", "Znění položky, jak je v plánu.", required=True),
)


def of_current(rows: "QuerySet[Any]", chosen: Chosen) -> "tuple[QuerySet[Any], Editions]":
    """Rows of the cards in the editions that are read now, with their items. One query."""
    editions = {one.pk: one for one in current_editions(chosen.get("plan", ""))}
    found = rows.filter(item__edition__in=list(editions)).select_related("item")
    return found, editions


def of_item(item: Item, editions: Editions) -> Record:
    """Which item of which plan a record is about, and where that is read."""
    edition = editions[item.edition_id]
    return {
        "address": f"{page_of(edition, current=False)}{item.handle}/",
        "plan": edition.plan.slug,
        "edition": edition.number,
        "item": item.key,
        "code": item.code,
        "text": item.text,
    }
