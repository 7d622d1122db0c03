"""What pages in another language show of translations; a page in Czech asks for none."""

from typing import NamedTuple

from django.utils.translation import get_language

from strategy import languages
from strategy.models import Plan, Translation
from strategy.models.explaining import digest_of
from strategy.outline import Row
from strategy.reading import Reading


class Translated(NamedTuple):
    """An item's wording in the language of the page; `source` is who translated it, if known."""

    text: str
    source: str


def of_item(read: Reading) -> Translated | None:
    """Of the wording that is read; at most one query."""
    if languages.is_own() or read.item is None:
        return None
    found = Translation.objects.filter(
        item_key=read.item.key, language=get_language(), digest=digest_of(read.item.text)
    )
    row = found.values_list("text", "source").first()
    return Translated(*row) if row else None


def of_rows(plan: Plan, rows: list[Row]) -> list[Row]:
    """Rows of an outline with their translations; at most one query."""
    if languages.is_own():
        return rows
    found = Translation.objects.filter(plan=plan, language=get_language())
    # A wording that stands twice is translated for each of its items, and most often alike.
    by_wording = dict(found.order_by("pk").values_list("wording", "text"))
    return [row._replace(translation=by_wording.get(row.text, "")) for row in rows]
