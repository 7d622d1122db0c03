"""What follows from a change of a body's record beside the row itself."""

from collections.abc import Callable

from django.db import transaction

from strategy import editing
from strategy.editing import Author
from strategy.models import Organisation

# Each makes stale the public pages on which a body is named; whoever names one adds to it.
renamed: list[Callable[[Organisation], None]] = []


def change(
    organisation: Organisation, read: int, by: Author = None, **values: object
) -> Organisation:
    """As `editing.change`, and pages that name it under another name are made anew."""
    with transaction.atomic():
        rows = Organisation.objects.select_for_update().filter(pk=organisation.pk)
        names = set(rows.values_list("name", flat=True))
        current = editing.change(organisation, read, by, **values)
        if current.name not in names:
            for made_stale in renamed:
                made_stale(current)
        return current
