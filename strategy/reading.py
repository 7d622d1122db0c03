"""What the public reads: an edition among the others of its plan, an item among its neighbours.

Only published editions; a draft is as if it were not there. No function reads a whole edition.
"""

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Q,
)
from django.db.models.functions import Collate
from django.http import Http404

from strategy import adopted, beside, days
from strategy.adopted import Adopted
from strategy.beside import fields
from strategy.models import Edition, Item, ItemTally, Plan, Resolution
from strategy.prepared import Given, Prepared

# Handle of every edition's root.
ROOT_HANDLE = "plan"
CHILDREN_ON_PAGE = 100
# Numbers of the tree (two to an item) in which near items are looked for, before and after.
NEAR = 60
NEAR_CODES = 8


def _number(name: str) -> Given:
    return Given(name, BigIntegerField())


_ITEM, _EDITION, _PLAN = fields(Item), fields(Edition), fields(Plan)
_COLUMNS = [
    *_ITEM,
    *fields(Edition, "edition__"),
    *fields(Plan, "edition__plan__"),
    *(f"edition__approved_by__{name}" for name in adopted.RESOLUTION),
    "tally__comments",
]
_OF_PLAN = Item.objects.published().filter(edition__plan__slug=Given("slug", CharField()))


@lru_cache(maxsize=1)
def _columns() -> list[str]:
    return [*_COLUMNS, *beside.columns()]


@lru_cache(maxsize=1)
def _items_and_roots() -> Prepared:
    """Every edition has a root, so the roots bring all editions along with the items."""
    rows = _OF_PLAN.filter(handle__in=[Given("handle", CharField()), ROOT_HANDLE])
    asked = rows.annotate(**beside.item_facts).order_by()
    return Prepared(asked.values_list(*_columns(), *beside.item_facts))


@lru_cache(maxsize=1)
def _roots() -> Prepared:
    roots = adopted.joined(_OF_PLAN.filter(handle=ROOT_HANDLE)).order_by()
    columns = [*_columns(), *adopted.COLUMNS, *beside.plan_facts]
    return Prepared(roots.annotate(**beside.plan_facts).values_list(*columns))


class Reading(NamedTuple):
    """An edition as it was asked for; `item` is the one with the handle asked for, if any.

    `editions` are all that are published, the current one first; `elsewhere` those of them
    that hold an item of that handle. `resolutions` are those adopted of the edition, and `facts`
    answers to `beside.plan_facts`, where the plan as a whole was asked for.
    """

    edition: Edition
    item: Item | None
    editions: list[Edition]
    elsewhere: list[Edition]
    resolutions: list[Adopted]
    facts: dict[str, Any]

    @property
    def plan(self) -> Plan:
        return self.edition.plan

    @property
    def current(self) -> Edition:
        return self.editions[0]

    @property
    def is_current(self) -> bool:
        return self.edition == self.current

    @property
    def others(self) -> list[Edition]:
        return [edition for edition in self.editions if edition != self.edition]

    @property
    def newer_draft(self) -> Edition | None:
        """A published draft beside the current edition."""
        draft = _newest_draft(self.editions)
        return draft if draft != self.current else None

    @property
    def address(self) -> str:
        """Where the edition is read, and what its items' addresses begin with."""
        return address(self.edition, current=self.is_current)


def _newest_draft(editions: list[Edition]) -> Edition | None:
    """The one published draft of a plan that stands; a newer edition takes its place."""
    drafts = (edition for edition in editions if edition.state == Edition.State.CONSULTATION)
    return next(drafts, None)


def address(edition: Edition, *, current: bool) -> str:
    """Address of an edition's outline: the plan's own where the edition is the current one."""
    if current:
        return edition.plan.get_absolute_url()
    return edition.get_absolute_url()


def read(slug: str, number: int | None = None, handle: str = ROOT_HANDLE) -> Reading:
    """The edition of that number, or the current one, with its item. One query.

    Raises Http404 where no such edition is published.
    """
    found = _found(slug, handle)
    for edition in found.editions:
        if number in {None, edition.number}:
            return _reading(edition, found)
    raise Http404


def read_on(slug: str, day: date) -> Reading:
    """The edition that held on a day, with its root. One query.

    Raises Http404 where nothing is published, NoSuchDay where nothing held on that day.
    """
    found = _found(slug, ROOT_HANDLE)
    if not found.editions:
        raise Http404
    return _reading(days.in_force(found.editions, day), found)


class _Found(NamedTuple):
    """Published editions, the current one first; items and resolutions by their edition."""

    editions: list[Edition]
    items: dict[int, Item]
    resolutions: dict[int, list[Adopted]]
    facts: dict[str, Any]


def _reading(edition: Edition, found: _Found) -> Reading:
    elsewhere = [other for other in found.editions if other.pk in found.items]
    item, resolutions = found.items.get(edition.pk), found.resolutions.get(edition.pk, [])
    return Reading(edition, item, found.editions, elsewhere, resolutions, found.facts)


def _found(slug: str, handle: str) -> _Found:
    """What the plan's editions hold under that handle. One query."""
    is_root = handle == ROOT_HANDLE
    rows = _roots().ask(slug=slug) if is_root else _items_and_roots().ask(handle=handle, slug=slug)
    editions: dict[int, Edition] = {}
    items: dict[int, Item] = {}
    # A root comes once for each part of each resolution.
    for row in {row[0]: row for row in rows}.values():
        item = _item_of(row[: len(_COLUMNS)])
        if item.edition_id not in editions:
            editions[item.edition_id] = item.edition
            beside.put(item.edition, row[len(_COLUMNS) :])
        item.edition = editions[item.edition_id]
        if item.handle == handle:
            items[item.edition_id] = item
            if not is_root:
                beside.put_facts(item, row[len(_columns()) :])
    ordered = sorted(editions.values(), key=lambda edition: edition.precedence)
    if not is_root:
        return _Found(ordered, items, {}, {})
    before = len(_columns())
    after = before + len(adopted.COLUMNS)
    resolutions = adopted.by_edition(row[before:after] for row in rows)
    facts = dict(zip(beside.plan_facts, rows[0][after:], strict=True)) if rows else {}
    return _Found(ordered, items, resolutions, facts)


def _item_of(row: tuple[Any, ...]) -> Item:
    """An item with its edition, plan, resolution and tally at hand, as `select_related()` does."""
    after_edition = len(_ITEM) + len(_EDITION)
    after_plan = after_edition + len(_PLAN)
    item = Item.from_db(None, _ITEM, row[: len(_ITEM)])
    item.edition = Edition.from_db(None, _EDITION, row[len(_ITEM) : after_edition])
    item.edition.plan = Plan.from_db(None, _PLAN, row[after_edition:after_plan])
    if item.edition.approved_by_id:
        resolution = Resolution.from_db(None, adopted.RESOLUTION, row[after_plan:-1])
        item.edition.approved_by = resolution
    item.tally = ItemTally(item_id=item.pk, comments=row[-1] or 0)
    return item


def comments_of(item: Item) -> int:
    """How many published comments speak of the item itself."""
    tally = getattr(item, "tally", None)
    return tally.comments if tally else 0


class Neighbour(NamedTuple):
    """What a link to an item needs."""

    pk: int
    parent_id: int
    handle: str
    code: str
    text: str
    tier_name: str
    lft: int
    rght: int


class Neighbours(NamedTuple):
    """What stands around an item: the way up, the items before and after it, the near outline.

    `item` is the item once more, with the name of its tier.
    """

    item: Neighbour
    ancestors: list[Neighbour]
    previous: Neighbour | None
    following: Neighbour | None
    near: list[Neighbour]


# Each side of the "or" names its own index; without the level, half the tree would be read.
_ABOVE = Q(
    edition=_number("edition"),
    level__range=(1, _number("level_above")),
    lft__lt=_number("lft"),
    rght__gt=_number("rght"),
)
_NEAR = Q(tree_id=_number("edition"), lft__range=(_number("first"), _number("last")), level__gt=0)
_AROUND = Prepared(
    Item.objects.filter(_ABOVE | _NEAR)
    .order_by("lft")
    .values_list("pk", "parent_id", "handle", "code", "text", "tier__name", "lft", "rght")
)


def neighbours(item: Item) -> Neighbours:
    """Ancestors without the root, and near items, in reading order. One query.

    Because the tree is numbered without gaps, the items before and after are always near.
    """
    found = _AROUND.ask(
        edition=item.edition_id,
        level_above=item.level - 1,
        lft=item.lft,
        rght=item.rght,
        first=item.lft - NEAR,
        last=item.lft + NEAR,
    )
    rows = [Neighbour(*row) for row in found]
    before = [row for row in rows if row.lft < item.lft]
    after = [row for row in rows if row.lft > item.lft]
    ancestors = [row for row in before if row.rght > item.rght]
    opened = {item.parent_id, *(row.parent_id for row in ancestors)}
    return Neighbours(
        item=rows[len(before)],
        ancestors=ancestors,
        previous=before[-1] if before else None,
        following=after[0] if after else None,
        near=[row for row in rows if row.parent_id in opened],
    )


class Children(NamedTuple):
    """A page of what stands right under an item; `more` says that another page follows."""

    items: list[Item]
    more: bool


def children(item: Item, page: int) -> Children:
    """One query, none where nothing stands under the item. Pages are counted from 1."""
    if item.is_leaf_node():
        return Children([], more=False)
    start = (page - 1) * CHILDREN_ON_PAGE
    rows = Item.objects.filter(parent=item).select_related("tier", "tally").order_by("lft")
    found = list(rows[start : start + CHILDREN_ON_PAGE + 1])
    return Children(found[:CHILDREN_ON_PAGE], len(found) > CHILDREN_ON_PAGE)


def placed(key: UUID) -> tuple[Item, bool]:
    """The item with that key where it is to be read now, and whether that edition is current.

    In the current edition of its plan, or else in the newest published one that holds it.
    Two queries. Raises Http404.
    """
    items = {
        item.edition_id: item
        for item in Item.objects.published()
        .filter(key=key)
        .select_related("edition__plan")
        .order_by("edition__number")
    }
    if not items:
        raise Http404
    newest = list(items.values())[-1]
    current = Edition.objects.published().filter(plan=newest.edition.plan).current_first()[0]
    return items.get(current.pk, newest), current.pk in items


def handle_in_other_case(edition: Edition, handle: str) -> str | None:
    """The handle that differs from the given one only by the case of its letters."""
    same = Q(handle__iexact=handle) | Q(handle__in=[handle.upper(), handle.lower()])
    return (
        Item.objects.shown().filter(same, edition=edition).values_list("handle", flat=True).first()
    )


def near_codes(edition: Edition, handle: str) -> list[Item]:
    """Items whose code begins as the given handle does, the highest first; at most two queries."""
    for length in (max(1, len(handle) - 1), 1):
        found = Item.objects.filter(edition=edition, code__istartswith=handle[:length])
        if items := list(found.order_by("level", "code_sort")[:NEAR_CODES]):
            return items
    return []


class Shelved(NamedTuple):
    edition: Edition
    address: str


class Shelves(NamedTuple):
    """The plans as the home page shows them, each shelf in Czech alphabetical order.

    What stands is what can be commented on: each plan's approved edition and the draft after it.
    """

    standing: list[Shelved]
    in_force: list[Shelved]
    past: list[Shelved]


def shelves() -> Shelves:
    """Every published plan by what may be done with it. One query."""
    plans: dict[int, list[Edition]] = {}
    by_title = Collate("plan__title", "cs-x-icu")
    published = Edition.objects.published().select_related("plan").current_first()
    for edition in published.order_by(by_title, *published.query.order_by):
        plans.setdefault(edition.plan_id, []).append(edition)
    found = Shelves([], [], [])
    for editions in plans.values():
        current = Shelved(editions[0], address(editions[0], current=True))
        live = (edition for edition in editions if edition.is_live)
        found.standing.extend(
            Shelved(edition, address(edition, current=edition == editions[0])) for edition in live
        )
        draft = _newest_draft(editions)
        if current.edition.state == Edition.State.APPROVED and not current.edition.has_ended:
            found.in_force.append(current)
        elif not draft:
            found.past.append(current)
    return found
