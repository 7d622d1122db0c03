"""What explains plans, as it can be found: the glossary, plain summaries, and translations.

A summary or a translation leads to the item whose wording it is of, as another of its texts: both
are one result (`strategy.searching.finding`). An item is found so by plain or by English words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from strategy.models import Edition, Item, Summary, Term, Translation
from strategy.reading import address
from strategy.searching.documents import Document, Kind, Source, Watch
from strategy.searching.items import ITEM

TERM = "term"
KINDS = {
    TERM: Kind(
        _("Term of the glossary"),
        _("Terms of the glossary"),
        "pojem slovník zkratka",
        is_beside=True,
    )
}


def _terms(wholes: Sequence[str]) -> Iterator[Document]:
    for term in Term.objects.published().filter(pk__in=wholes).select_related("plan"):
        yield Document(
            whole=str(term.pk),
            ref=str(term.pk),
            kind=TERM,
            address=f"{reverse('strategy:glossary')}#{term.anchor}",
            title=str(term),
            text=term.explanation,
            plan_id=term.plan_id,
            words=term.other_forms,
        )


def _summaries(wholes: Sequence[str]) -> Iterator[Document]:
    yield from _of_wordings(list(Summary.objects.filter(pk__in=wholes).order_by("pk")))


def _translations(wholes: Sequence[str]) -> Iterator[Document]:
    yield from _of_wordings(list(Translation.objects.filter(pk__in=wholes).order_by("pk")))


def _of_wordings(rows: Sequence[Summary | Translation]) -> Iterator[Document]:
    """Those of wordings that stand; of a draft's the public knows nothing."""
    items = _standing({row.item_key for row in rows})
    shown = _shown({row.plan_id for row in rows})
    for row in rows:
        if item := items.get((row.item_key, row.wording)):
            where = address(item.edition, current=item.edition_id == shown[row.plan_id])
            yield Document(
                whole=str(row.pk),
                ref=str(row.pk),
                kind=ITEM,
                address=f"{where}{item.handle}/",
                title=item.text,
                code=item.code,
                context=f"{item.tier.name} – {item.edition.title}" if item.tier else "",
                text=row.text,
                plan_id=row.plan_id,
            )


def _standing(keys: set[UUID]) -> dict[tuple[UUID, str], Item]:
    """By key and wording, each where it is read first."""
    items = Item.objects.filter(key__in=keys, edition__state__in=Edition.CURRENT, level__gt=0)
    rows = list(items.select_related("edition__plan", "tier"))
    rows.sort(key=lambda item: item.edition.precedence, reverse=True)
    return {(item.key, item.text): item for item in rows}


def _shown(plans: set[int]) -> dict[int, int]:
    """The edition that each plan's address shows."""
    found = defaultdict(list)
    for edition in Edition.objects.published().filter(plan__in=plans):
        found[edition.plan_id].append(edition)
    return {
        plan: min(editions, key=lambda edition: edition.precedence).pk
        for plan, editions in found.items()
    }


def _watched(table: str) -> list[Watch]:
    """The row itself; and what is published of its plan, or where that stands."""
    of_plan = f"(SELECT id AS whole FROM {table} WHERE plan_id = {{row}}.%s)"  # noqa: S608
    return [
        Watch(table, "{row}.id"),
        Watch("strategy_edition", of_plan % "plan_id", "{row}.state <> 'draft'", hides=False),
        Watch("strategy_plan", of_plan % "id", events=("UPDATE",), hides=False),
    ]


SOURCES = [
    Source(
        "terms",
        _terms,
        lambda: Term.objects.order_by("pk").values_list("pk", flat=True),
        _watched("strategy_term"),
    ),
    Source(
        "summaries",
        _summaries,
        lambda: Summary.objects.order_by("pk").values_list("pk", flat=True),
        _watched("strategy_summary"),
    ),
    Source(
        "translations",
        _translations,
        lambda: Translation.objects.order_by("pk").values_list("pk", flat=True),
        _watched("strategy_translation"),
    ),
]
