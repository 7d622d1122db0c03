"""Changes of minutes that never overwrite another person's work in silence."""

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction

from kpss.models import Minutes
from strategy.editing import Outdated

# What a change of minutes may touch.
WORDING = ("plan", "group", "held_on", "place", "text", "approved", "in_packet")


def version(minutes: Minutes) -> int:
    """Number of the newest record in history; every change raises it."""
    newest = minutes.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def change(
    minutes: Minutes, read: int, by: User | AnonymousUser | None = None, **changes: object
) -> Minutes:
    """Change fields of WORDING; `read` is the version that the author of the change has read.

    Raises Outdated, and ValidationError by field.
    """
    with transaction.atomic():
        current = Minutes.objects.select_for_update().get(pk=minutes.pk)
        if all(getattr(current, name) == value for name, value in changes.items()):
            return current
        if version(current) != read:
            raise Outdated(current)
        for name, value in changes.items():
            setattr(current, name, value)
        current.full_clean()
        current._history_user = by  # type: ignore[attr-defined]
        current.save()
        return current
