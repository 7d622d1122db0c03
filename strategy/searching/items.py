"""Plans and their items, each wording once, in the editions in force and in older ones."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from strategy.models import Card, Edition, Item, Plan
from strategy.reading import address
from strategy.searching.documents import Document, Kind, Source, Watch

PLAN, ITEM = "plan", "item"
KINDS = {
    PLAN: Kind(_("Plan"), _("Plans"), "plán strategie"),
    ITEM: Kind(_("Item of a plan"), _("Items of plans"), "opatření položka cíl priorita"),
}
_FIELDS = ("key", "code", "handle", "level", "text", "description", "lead", "tier__name")
_WORDING = [name for name in Card.WORDING if name not in {"begins", "ends"}]
_COLUMNS = [*_FIELDS, *(f"card__{name}" for name in _WORDING)]
Row = dict[str, Any]


class Run(NamedTuple):
    """An item in those editions of its plan, one after another, in which it says the same."""

    row: Row
    editions: list[Edition]


def documents(plans: Sequence[str]) -> Iterator[Document]:
    for plan in Plan.objects.filter(pk__in=plans):
        # Those that are in force last, and of those the one that the plan's address shows.
        editions = list(Edition.objects.published().filter(plan=plan).select_related("plan"))
        if editions:
            shown = min(editions, key=lambda edition: edition.precedence)
            for run in _runs(sorted(editions, key=lambda edition: edition.number)):
                yield _document(run, shown)


def _runs(editions: Iterable[Edition]) -> Iterator[Run]:
    """Every wording of every item, from the first edition on."""
    last: dict[UUID, Run] = {}
    for edition in editions:
        rows = Item.objects.filter(edition=edition).order_by("lft").values(*_COLUMNS)
        before, last = last, {}
        for row in rows.iterator():
            run = before.pop(row["key"], None)
            if run is None or _said(run.row) != _said(row) or run.row["level"] == 0:
                if run:
                    yield run
                run = Run(row, [])
            run.editions.append(edition)
            last[row["key"]] = run._replace(row=row)
        yield from before.values()
    yield from last.values()


def _said(row: Row) -> list[Any]:
    return [value for name, value in row.items() if name not in {"handle", "level"}]


def _document(run: Run, shown: Edition) -> Document:
    row, live = run.row, [edition for edition in run.editions if edition.is_live]
    read_in = min(live or run.editions, key=lambda edition: edition.precedence)
    is_root = row["level"] == 0
    where = address(read_in, current=read_in == shown)
    # From when on it says so, which no later edition changes.
    begun = run.editions[0]
    published = localdate(begun.published_at) if begun.published_at else None
    return Document(
        whole=str(read_in.plan_id),
        ref=f"{row['key']}:{begun.number}",
        kind=PLAN if is_root else ITEM,
        address=where if is_root else f"{where}{row['handle']}/",
        title=read_in.title if is_root else row["text"],
        code=row["code"],
        context="" if is_root else f"{row['tier__name']} – {read_in.title}",
        text=read_in.summary if is_root else _text(row),
        plan_id=read_in.plan_id,
        in_force=bool(live),
        edition=None if live else read_in.number,
        # Of a text that came without a day the portal knows only when it got it itself.
        year=None if begun.published_in_words or not published else published.year,
        day=published,
    )


def _text(row: Row) -> str:
    beside = (row["description"], row["lead"], *(row[f"card__{name}"] for name in _WORDING))
    return "\n".join(filter(None, beside))


SOURCE = Source(
    name="items",
    documents=documents,
    wholes=lambda: Plan.objects.order_by("pk").values_list("pk", flat=True),
    watched=[
        # Published texts never change, and none is ever taken back from readers.
        Watch("strategy_edition", "{row}.plan_id", "{row}.state <> 'draft'", hides=False),
        Watch("strategy_plan", "{row}.id", events=("UPDATE",), hides=False),
    ],
)
