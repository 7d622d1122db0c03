"""Measures by the code under which a plan's readers know them."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from strategy import reading
from strategy.models import Edition, Item, Plan


class NoSuchMeasure(Exception):
    """That a plan has no item of that code; says in words which codes are near."""


def find(plan: Plan, code: str) -> Item:
    """The item of that code as the plan is read now, else in its draft, else in older editions.

    Raises NoSuchMeasure.
    """
    items = Item.objects.shown().filter(Q(code=code) | Q(code__iexact=code), edition__plan=plan)
    by_edition = {item.edition_id: item for item in items}
    editions = list(Edition.objects.filter(plan=plan).current_first())
    for edition in editions:
        if item := by_edition.get(edition.pk):
            return item
    raise NoSuchMeasure(_refusal(editions[0] if editions else None, code))


def codes(keys: set[UUID]) -> dict[UUID, str]:
    """The newest code of each item, or its beginning where it has none. One query."""
    items = Item.objects.filter(key__in=keys).order_by("edition__number")
    return {item.key: item.code or item.text[:40] for item in items}


def _refusal(edition: Edition | None, code: str) -> str:
    said = _("The plan has no item with the code “%(code)s”.") % {"code": code}
    near = reading.near_codes(edition, code) if edition and code else []
    known = ", ".join(item.code for item in near)
    return f"{said} " + _("Near it are: %(codes)s.") % {"codes": known} if known else said
