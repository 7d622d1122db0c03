"""Changing what the portal says of itself."""

from django.db import transaction
from django.db.models import Model

from strategy import editing
from strategy.editing import Author
from strategy.models import AccessibilityStatement, PortalRevision, PortalText

Said = AccessibilityStatement | PortalText


def add(said: Said, by: Author = None) -> None:
    """Put a validated row in; of the statement there is one."""
    if isinstance(said, AccessibilityStatement):
        said.pk = 1
    with transaction.atomic():
        editing.signed(said, by).save(force_insert=True)
        PortalRevision.raise_it()


def change(said: Model, read: int, by: Author = None, **values: object) -> None:
    """As `editing.change`."""
    with transaction.atomic():
        editing.change(said, read, by, **values)
        PortalRevision.raise_it()
