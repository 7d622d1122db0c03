"""Changes of a body's record that never overwrite another person's work in silence."""

from collections.abc import Callable, Collection, Iterable

from django.contrib.auth.models import User
from django.db import transaction

from strategy.editing import Author, Outdated
from strategy.models import Organisation, PageRevision

# Each answers the plans on whose public pages a body is named; whoever names one adds to it.
named_in: list[Callable[[Organisation], Iterable[int]]] = []
WORDING = ("kind", "name", "abbreviation", "email", "valid_from", "valid_to")


def version(organisation: Organisation) -> int:
    """Number of its newest record in history; every change raises it."""
    newest = organisation.history.order_by("-history_id").values_list("history_id", flat=True)
    return newest.first() or 0


def change(
    organisation: Organisation,
    read: int,
    by: Author = None,
    *,
    members: Collection[User] | None = None,
    **changes: object,
) -> Organisation:
    """Change fields of WORDING, and who settles for it; `read` is the version its author has read.

    Raises Outdated, and ValidationError by field.
    """
    with transaction.atomic():
        current = Organisation.objects.select_for_update().get(pk=organisation.pk)
        joined = members is not None and set(members) != set(current.members.all())
        if not joined and all(getattr(current, name) == changes[name] for name in changes):
            return current
        if version(current) != read:
            raise Outdated(current)
        named_before = current.name
        for name, value in changes.items():
            setattr(current, name, value)
        current.full_clean()
        current._history_user = by  # type: ignore[attr-defined]
        current.save()
        if current.name != named_before:
            _raise_pages(current)
        if members is not None:
            current.members.set(members)
        return current


def _raise_pages(organisation: Organisation) -> None:
    for plan_id in sorted({plan_id for plans_of in named_in for plan_id in plans_of(organisation)}):
        PageRevision.raise_for(plan_id)
