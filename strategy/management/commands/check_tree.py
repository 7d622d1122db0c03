from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from strategy import tree
from strategy.models import Edition, Item, Plan

PLACES = ["lft", "rght", "level", "right_lft", "right_rght", "right_level"]


class Command(BaseCommand):
    help = "Compare every item with its parent; say what is wrong, and mend drafts on demand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", metavar="SLUG", help="only this plan")
        parser.add_argument("--repair", action="store_true", help="number the trees of drafts anew")

    def handle(self, *, plan: str | None, repair: bool, **options: Any) -> None:
        left = sum(self._check(edition, repair) for edition in _editions(plan))
        if left:
            raise CommandError(_("Wrong items: %(count)d.") % {"count": left})
        self.stdout.write(_("Every item stands where its parent says."))

    def _check(self, edition: Edition, repair: bool) -> int:
        """Report an edition's faults; returns how many are left."""
        faults = tree.find_faults(edition)
        if not faults:
            return 0
        items = Item.objects.in_bulk([fault.item_id for fault in faults])
        self.stdout.write(f"{edition}:")
        for fault in faults:
            self.stdout.write(f"  {_sentence(items[fault.item_id], fault)}")
        if repair and edition.is_draft:
            mended = tree.repair(edition)
            self.stdout.write("  " + _("Mended: %(count)d.") % {"count": mended})
            return len(tree.find_faults(edition))
        if repair:
            self.stdout.write("  " + _("A published edition is frozen and is not mended."))
        return len(faults)


def _editions(slug: str | None) -> list[Edition]:
    editions = Edition.objects.select_related("plan").order_by("plan__slug", "number")
    if slug is None:
        return list(editions)
    if not Plan.objects.filter(slug=slug).exists():
        raise CommandError(_("There is no plan “%(slug)s”.") % {"slug": slug})
    return list(editions.filter(plan__slug=slug))


def _sentence(item: Item, fault: tree.Fault) -> str:
    name = item.code or item.text[:60]
    if fault.orphaned:
        return _("“%(item)s” (%(pk)d) cannot be reached from the plan’s root.") % {
            "item": name,
            "pk": item.pk,
        }
    places = [*fault.stored, *fault.right]
    return _(
        "“%(item)s” (%(pk)d) is numbered %(lft)d to %(rght)d on level %(level)d;"
        " by its parent it should be %(right_lft)d to %(right_rght)d on level %(right_level)d."
    ) % ({"item": name, "pk": item.pk} | dict(zip(PLACES, places, strict=True)))
