"""Summaries in plain language: writing them, and which wordings lack theirs."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from strategy import editing
from strategy.editing import Author
from strategy.models import Edition, Item, PageRevision, Plan, Summary
from strategy.models.explaining import digest_of


class Explained(NamedTuple):
    """A wording that stands and its summary, if any; else `before` explains an older wording."""

    item: Item
    summary: Summary | None
    before: Summary | None

    @property
    def digest(self) -> str:
        return digest_of(self.item.text)


class OfPlan(NamedTuple):
    """How a plan's draft is explained: whose summaries are stale, and how many items have one."""

    plan: Plan
    stale: list[Item]
    explained: int


def write(item: Item, read: int, text: str, by: Author = None) -> Summary:
    """Explain an item's wording, or explain it otherwise; `read` is 0 where there was none.

    Raises Outdated, where somebody has written one in the meantime.
    """
    with transaction.atomic():
        plan_id = item.edition.plan_id
        PageRevision.raise_for(plan_id)
        named = {"item_key": item.key, "digest": digest_of(item.text)}
        known = Summary.objects.filter(**named).first()
        if known:
            return editing.change(known, read, by, text=text)
        made = Summary(plan_id=plan_id, wording=item.text, text=text, **named)
        editing.signed(made, by).save()
        return made


def change(summary: Summary, read: int, by: Author = None, **values: object) -> Summary:
    """As `editing.change`."""
    with transaction.atomic():
        PageRevision.raise_for(summary.plan_id)
        return editing.change(summary, read, by, **values)


def delete(summary: Summary) -> None:
    """Take a summary away; the history keeps it."""
    with transaction.atomic():
        PageRevision.raise_for(summary.plan_id)
        summary.delete()


def standing(key: UUID) -> list[Explained]:
    """The wordings of an item that stand: the draft's first, then what can be read. Two queries."""
    items = _standing().filter(key=key).select_related("edition__plan", "tier")
    by_wording = {item.text: item for item in items.order_by("edition__number")}
    summaries = list(Summary.objects.filter(item_key=key).order_by("pk"))
    return [_explained(item, summaries) for item in reversed(by_wording.values())]


def of_plans() -> list[OfPlan]:
    """How each plan's draft is explained; those with something to do first. Three queries."""
    stale: dict[int, list[Item]] = {}
    for item in _stale().select_related("edition", "tier"):
        stale.setdefault(item.edition.plan_id, []).append(item)
    counts = Summary.objects.order_by().values("plan").annotate(n=Count("item_key", distinct=True))
    explained = dict(counts.values_list("plan", "n"))
    plans = [
        OfPlan(plan, stale.get(plan.pk, []), explained.get(plan.pk, 0))
        for plan in Plan.objects.order_by("title", "pk")
    ]
    return sorted(plans, key=lambda one: not one.stale)


def waiting() -> int:
    """How many items of drafts have a summary of another wording only."""
    return _stale().count()


def _explained(item: Item, summaries: list[Summary]) -> Explained:
    digest = digest_of(item.text)
    own = next((one for one in summaries if one.digest == digest), None)
    return Explained(item, own, None if own or not summaries else summaries[-1])


def _standing() -> QuerySet[Item]:
    states = [Edition.State.DRAFT, Edition.State.CONSULTATION, Edition.State.APPROVED]
    return Item.objects.filter(edition__state__in=states, parent__isnull=False)


def _stale() -> QuerySet[Item]:
    any_wording = Summary.objects.filter(item_key=OuterRef("key"))
    drafts = Item.objects.filter(edition__state=Edition.State.DRAFT, parent__isnull=False)
    return drafts.filter(
        Exists(any_wording), ~Exists(any_wording.filter(wording=OuterRef("text")))
    ).order_by("edition", "lft")
