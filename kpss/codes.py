"""Items by the code under which a plan's readers know them, typed by whoever links them."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from strategy import reading
from strategy.models import Edition, Item, Plan


class NoSuchItem(Exception):
    """That a plan has no item of that code; says in words which codes are near."""


def find(plan: Plan, code: str) -> Item:
    """The item of that code as the plan is read now, else in its draft, else in older editions.

    Of an item without a code it is the end of its address. Raises NoSuchItem.
    """
    code = code.strip()
    same = Q(code__iexact=code) | Q(handle__iexact=code)
    found = Item.objects.shown().filter(same, edition__plan=plan) if code else Item.objects.none()
    by_edition = {item.edition_id: item for item in found}
    editions = list(Edition.objects.filter(plan=plan).current_first())
    for edition in editions:
        if item := by_edition.get(edition.pk):
            return item
    raise NoSuchItem(_refusal(editions[0] if editions else None, code))


def codes(keys: set[UUID]) -> dict[UUID, str]:
    """The newest code of each item, or the end of its address, as `find` takes it. One query."""
    items = Item.objects.filter(key__in=keys).order_by("edition__number")
    return {item.key: item.code or item.handle for item in items}


def _refusal(edition: Edition | None, code: str) -> str:
    said = _("The plan has no item with the code “%(code)s”.") % {"code": code}
    near = reading.near_codes(edition, code) if edition and code else []
    known = ", ".join(item.code for item in near)
    return f"{said} " + _("Near it are: %(codes)s.") % {"codes": known} if known else said
