"""Founding a body and changing it."""

from django.db import transaction

from kpss.models import Body, PlanningRevision
from strategy import editing, organisations
from strategy.editing import Author
from strategy.models import Organisation


def found(body: Body, by: Author = None) -> Body:
    """Save a new body, and with it the organisation under which comments are given to it.

    One of the city's working groups that already goes by its name is taken. Raises
    ValidationError by field.
    """
    with transaction.atomic():
        body.full_clean()
        if body.organisation is None:
            body.organisation = _organisation(body, by)
        editing.signed(body, by).save()
        PlanningRevision.raise_it()
        return body


def change(body: Body, read: int, by: Author = None, /, **values: object) -> Body:
    """Change a body; its organisation goes by the same name. As `strategy.editing.change`."""
    with transaction.atomic():
        former = Body.objects.select_for_update().filter(pk=body.pk).first()
        changed = editing.change(body, read, by, **values)
        if former is not None and former.name != changed.name:
            _rename(changed, former.name, by)
        PlanningRevision.raise_it()
        return changed


def _organisation(body: Body, by: Author) -> Organisation:
    given = {"kind": Organisation.Kind.WORKING_GROUP, "name": body.name}
    found = Organisation.objects.filter(**given, body__isnull=True).first()
    if found is None:
        found = editing.signed(Organisation(**given), by)
        found.full_clean()
        found.save()
    return found


def _rename(body: Body, former: str, by: Author) -> None:
    """Let the organisation follow, where it still goes by the body's former name."""
    organisation = body.organisation
    if organisation is not None and organisation.name == former:
        read = editing.version_of(organisation)
        organisations.change(organisation, read, by, name=body.name)
