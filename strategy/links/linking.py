"""Linking two items of plans, and taking a link back."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from strategy import editing
from strategy.editing import Author
from strategy.models import Item, MeasureLink, PageRevision

Kind = MeasureLink.Kind


class LinkRefused(Exception):
    """Why two items cannot be linked; its text is for the reader."""


def link(one: Item, kind: str, other: Item, *, note: str = "", by: Author = None) -> MeasureLink:
    """Say what `one` has to do with `other`, whichever editions' rows are given.

    A pair that somebody found unrelated may be linked after all. Raises LinkRefused.
    """
    if one.key == other.key:
        raise LinkRefused(_("An item cannot be linked with itself."))
    first, second = _in_order(one, kind, other)
    with transaction.atomic():
        _hold_all(first, second)
        found = between(one.key, other.key) or MeasureLink()
        if found.pk and found.kind != Kind.UNRELATED:
            raise LinkRefused(_("These two are linked already: %(link)s.") % {"link": told(found)})
        if kind == Kind.CARRIES_OUT:
            _refuse_circle(first, second)
        found.kind, found.note = kind, note.strip()
        found.from_plan_id, found.from_key = first.edition.plan_id, first.key
        found.to_plan_id, found.to_key = second.edition.plan_id, second.key
        found.full_clean()
        editing.signed(found, by).save()
        return found


def unlink(found: MeasureLink, by: Author = None) -> None:
    """Take a link back; that it was there stays in the history."""
    with transaction.atomic():
        for plan in sorted({found.from_plan_id, found.to_plan_id}):
            PageRevision.raise_for(plan)
        editing.signed(found, by).delete()


def between(one: UUID, other: UUID) -> MeasureLink | None:
    """What links two items, in whichever direction."""
    both = Q(from_key=one, to_key=other) | Q(from_key=other, to_key=one)
    return MeasureLink.objects.filter(both).first()


def told(found: MeasureLink) -> str:
    """A link in words: “A1.2 carries out B3”."""
    rows = Item.objects.filter(key__in=[found.from_key, found.to_key]).order_by("edition__number")
    names = {item.key: item.code or item.handle for item in rows}
    ends = names.get(found.from_key, ""), names.get(found.to_key, "")
    return f"{ends[0]} {found.get_kind_display()} {ends[1]}"


def _in_order(one: Item, kind: str, other: Item) -> tuple[Item, Item]:
    """What holds both ways is kept once, the smaller key first."""
    if kind in MeasureLink.MUTUAL and other.key < one.key:
        return other, one
    return one, other


def _hold_all(*ends: Item) -> None:
    """Make the pages of both plans stale; and let no other link close a circle meanwhile."""
    list(PageRevision.objects.select_for_update().order_by("plan_id"))
    for plan in sorted({item.edition.plan_id for item in ends}):
        PageRevision.raise_for(plan)


def _refuse_circle(first: Item, second: Item) -> None:
    way = _way(second.key, first.key)
    if not way:
        return
    rows = Item.objects.filter(key__in=way).order_by("edition__number")
    names = {item.key: item.code or item.handle for item in rows}
    circle = " → ".join(names.get(key, "?") for key in [first.key, *way])
    raise LinkRefused(
        _("Then each would carry out the other in a circle: %(circle)s.") % {"circle": circle}
    )


def _way(start: UUID, end: UUID) -> list[UUID]:
    """The shortest way along “carries out” from one item to another; empty where there is none."""
    onward: dict[UUID, list[UUID]] = {}
    links = MeasureLink.objects.filter(kind=Kind.CARRIES_OUT).order_by("pk")
    for source, target in links.values_list("from_key", "to_key"):
        onward.setdefault(source, []).append(target)
    came_from: dict[UUID, UUID | None] = {start: None}
    waiting = [start]
    for at in waiting:
        if at == end:
            return _back(came_from, end)
        for target in onward.get(at, []):
            if target not in came_from:
                came_from[target] = at
                waiting.append(target)
    return []


def _back(came_from: dict[UUID, UUID | None], end: UUID) -> list[UUID]:
    way: list[UUID] = []
    at: UUID | None = end
    while at is not None:
        way.append(at)
        at = came_from[at]
    return way[::-1]
