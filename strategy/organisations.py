"""What follows from a change of a body's record beside the row itself."""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction

from strategy import editing
from strategy.editing import Author
from strategy.models import Organisation, PageRevision

# Each makes stale public pages of no plan on which a body is named; whoever names one adds to it.
renamed: list[Callable[[Organisation], None]] = []
# Each tells the plans on whose pages a body is named; whoever names one there adds to it.
plans_naming: list[Callable[[Organisation], Iterable[int]]] = []
# Each tells the addresses of public pages about bodies, by their primary keys, of those that have
# one; whoever has such pages adds to it.
pages: list[Callable[[Collection[int]], dict[int, str]]] = []
# What of a body is read on pages that name it.
SHOWN = ("name", "abbreviation", "valid_from", "valid_to")


def addresses(pks: Collection[int]) -> dict[int, str]:
    """Where the public reads of each of these bodies; those without a page are left out."""
    found: dict[int, str] = {}
    for page in pages:
        found = page(pks) | found
    return found


def change(
    organisation: Organisation, read: int, by: Author = None, **values: object
) -> Organisation:
    """As `editing.change`, and pages that name it are made anew where they would read otherwise."""
    with transaction.atomic():
        rows = Organisation.objects.select_for_update().filter(pk=organisation.pk)
        shown = rows.values_list(*SHOWN).first()
        current = editing.change(organisation, read, by, **values)
        if shown != tuple(getattr(current, name) for name in SHOWN):
            _renew_pages_naming(current)
        return current


def _renew_pages_naming(organisation: Organisation) -> None:
    """The plans in the order of their keys, whoever told of them, so that no two deeds cross."""
    for made_stale in renamed:
        made_stale(organisation)
    for plan_id in sorted({plan_id for told in plans_naming for plan_id in told(organisation)}):
        PageRevision.raise_for(plan_id)
