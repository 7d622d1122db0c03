"""Which projects carry measures out: from the measure, and from the project."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import UUIDField

from kpss import parts
from kpss.models import Project, ProjectPart
from kpss.parts import Linked
from strategy.prepared import Given, Prepared


class CarryingOut(NamedTuple):
    """A project that carries an item out; `amount` in crowns, days as in `kpss.when`."""

    slug: str
    title: str
    amount: int | None
    begins: str
    ends: str


class Carried(NamedTuple):
    """What a project carries out: the item as it is read now, the money and the days."""

    measure: Linked
    part: ProjectPart


_OF_ITEM = Prepared(
    ProjectPart.objects.filter(item_key=Given("key", UUIDField()))
    .order_by("-begins", "project__title", "pk")
    .values_list("project__slug", "project__title", "amount", "begins", "ends")
)


def of_measure(key: UUID) -> list[CarryingOut]:
    """The projects of an item, in whichever edition, the newest first. One query."""
    return [CarryingOut(*row) for row in _OF_ITEM.ask(key=key)]


def of_project(project: Project) -> list[Carried]:
    """What the public can read of what a project carries out. At most three queries."""
    carried = list(project.parts.all())
    found = parts.links(carried)
    return [Carried(found[part.pk], part) for part in carried if part.pk in found]
