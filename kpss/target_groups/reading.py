"""Where a target group is spoken of: bodies, items of plans and the comments on them.

An item speaks of a group where it was said so (`TargetGroupPart`), or where its whole text is a
name that the group has or had.
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from comments.models import Comment
from kpss.models import Body, TargetGroup, TargetGroupPart
from kpss.parts import Linked, linked
from kpss.target_groups import naming
from strategy.models import Item

MOST_ITEMS = 200
MOST_COMMENTS = 50


class Line(NamedTuple):
    """A group in a list: what it is or was called, and what before or since."""

    group: TargetGroup
    address: str
    name: str
    former: str
    today: str


class Used(NamedTuple):
    """Something that speaks of the group; `under` is the former name that it used, if any."""

    what: Body | Item
    address: str
    under: str


class Today(NamedTuple):
    """A group under its name of today; `was_called_so` where the text is one of its former ones."""

    name: str
    address: str
    was_called_so: bool


class Uses(NamedTuple):
    bodies: list[Used]
    items: list[Used]
    plans: list[Linked]
    comments: list[Comment]


def lines(groups: Iterable[TargetGroup], year: int | None) -> list[Line]:
    """Needs `names` at hand."""
    return [_line(group, year) for group in groups]


def _line(group: TargetGroup, year: int | None) -> Line:
    names = naming.names_of(group)
    name, today = naming.called(group, year), naming.called(group)
    return Line(
        group=group,
        address=group.get_absolute_url(),
        name=name,
        former=", ".join(one.name for one in names[-2::-1]) if year is None else "",
        today=today if name != today else "",
    )


def items_of(groups: Iterable[TargetGroup]) -> list[Used]:
    """The items that speak of any of these groups. Two queries. Needs `names` at hand."""
    groups = list(groups)
    names = [one.name for group in groups for one in naming.names_of(group)]
    former = [one.name for group in groups for one in naming.names_of(group)[:-1]]
    parts = TargetGroupPart.objects.filter(group__in=groups, item_key__isnull=False)
    items = _items(names, [part.item_key for part in parts if part.item_key])
    return [Used(item, item.get_permanent_url(), _under(item.text, former)) for item in items]


def uses(group: TargetGroup) -> Uses:
    """Everything public that speaks of it. Six queries at most. Needs `names` at hand."""
    names = [name.name for name in naming.names_of(group)]
    former = names[:-1]
    parts = list(TargetGroupPart.objects.filter(group=group).order_by("plan__title"))
    items = _items(names, [part.item_key for part in parts if part.item_key])
    return Uses(
        bodies=[_used_by_body(body, former) for body in group.bodies.order_by("kind", "name")],
        items=[Used(item, item.get_permanent_url(), _under(item.text, former)) for item in items],
        plans=linked(part for part in parts if part.item_key is None),
        comments=_comments([item.key for item in items]),
    )


def plans_in(uses: Uses) -> set[int]:
    """Keys of the plans that speak of the group."""
    of_items = {used.what.edition.plan_id for used in uses.items if isinstance(used.what, Item)}
    return of_items | {plan.plan_id for plan in uses.plans}


def groups_of(item: Item) -> list[Today]:
    """The groups that an item speaks of, as they are called today. One query, two if there are."""
    of_text = Q(names__name=item.text)
    parts = TargetGroupPart.objects.filter(item_key=item.key)
    groups = TargetGroup.objects.filter(of_text | Q(pk__in=parts.values("group"))).distinct()
    return [_today(group, item.text) for group in groups.prefetch_related("names")]


def _today(group: TargetGroup, text: str) -> Today:
    *former, newest = naming.names_of(group)
    return Today(newest.name, group.get_absolute_url(), text in [name.name for name in former])


def _items(names: list[str], keys: list[UUID]) -> list[Item]:
    """In the newest published edition that holds them, plan after plan."""
    found = (
        Item.objects.shown()
        .published()
        .filter(Q(key__in=keys) | Q(text__in=names))
        .select_related("edition", "tier")
        .order_by("edition__title", "edition__number", "lft")
    )
    return list({item.key: item for item in found}.values())[:MOST_ITEMS]


def _comments(keys: list[UUID]) -> list[Comment]:
    """The newest published ones that speak of the items."""
    about = Q(item_key__in=keys) | Q(points__item_key__in=keys)
    found = Comment.objects.published().filter(about).distinct().select_related("plan")
    return list(found.order_by("-received_at", "-pk")[:MOST_COMMENTS]) if keys else []


def _used_by_body(body: Body, former: list[str]) -> Used:
    return Used(body, body.get_absolute_url(), _under(body.name, former))


def _under(text: str, former: list[str]) -> str:
    """The former name that a text uses."""
    return next((name for name in former if name in text), "")
