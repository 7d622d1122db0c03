"""Who leads a measure now: it begins as the published edition says, and then goes its own way."""

from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from strategy.models import Edition, Lead, Responsibility

Led = tuple[UUID, str, int]  # measure, role, organisation
ROLES = (Responsibility.Role.LEAD, Responsibility.Role.CO_LEAD)


def follow(edition: Edition, day: date | None = None) -> None:
    """Bring the leads of a plan in line with an edition that has just been approved.

    Who was passed a measure on keeps it, unless the new text names somebody else than the text
    before did. The caller holds the plan's PageRevision.
    """
    day = day or localdate()
    named, before = _named(edition), _named(_approved_before(edition))
    now = {_led(lead): lead for lead in Lead.objects.now().filter(plan=edition.plan_id)}
    measures = set(edition.items.values_list("key", flat=True))
    for led, lead in now.items():
        if led[0] not in measures or (led not in named and _renamed(led, named, before)):
            end(lead, day)
    for led in named - before:
        if led not in now:
            begin(edition.plan_id, led, day)


def begin(plan_id: int, led: Led, day: date) -> Lead:
    """Let an organisation lead a measure, or help to, from a day on."""
    key, role, organisation = led
    return Lead.objects.create(
        plan_id=plan_id, item_key=key, role=role, organisation_id=organisation, since=day
    )


def end(lead: Lead, day: date) -> None:
    """Let somebody lead no more from a day on; never before they began."""
    lead.until = max(day, lead.since)
    lead.save()


def _approved_before(edition: Edition) -> Edition | None:
    earlier = Edition.objects.filter(
        plan=edition.plan_id, number__lt=edition.number, stamp=Edition.State.APPROVED
    )
    return earlier.order_by("-number").first()


def _named(edition: Edition | None) -> set[Led]:
    if edition is None:
        return set()
    rows = Responsibility.objects.filter(item__edition=edition, role__in=ROLES)
    named = set(rows.values_list("item__key", "role", "organisation_id"))
    lead, helping = ROLES
    # Who leads a measure needs not help itself, though the text may name them twice.
    return {led for led in named if led[1] != helping or (led[0], lead, led[2]) not in named}


def _led(lead: Lead) -> Led:
    return lead.item_key, lead.role, lead.organisation_id


def _renamed(led: Led, named: set[Led], before: set[Led]) -> bool:
    """Whether the new text has others in this role of the measure than the text before."""
    key, role, _organisation = led
    return {one for one in named if one[:2] == (key, role)} != {
        one for one in before if one[:2] == (key, role)
    }
