"""Measures that are led, and help with leading, as something that is handed over."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from strategy.handing_over.kinds import Holder, Kind, Passing
from strategy.models import Item, Lead, Organisation, PageRevision
from strategy.progress import states

Role = Lead.Role


def held(role: str, holder: Holder) -> list[str]:
    """The measures that a holder leads, or helps with, in the words of the edition in force."""
    leads = list(_leads(role, holder).values_list("plan", "item_key"))
    keys = {key for _plan, key in leads}
    rows = Item.objects.filter(key__in=keys).select_related("edition").order_by("edition__number")
    newest = {item.key: item for item in rows}
    return [str(newest[key]) for _plan, key in leads if key in newest]


def pass_on(role: str, passing: Passing) -> int:
    """End the leads of the one and begin those of the other, from the same day on."""
    leads = list(_leads(role, passing.holder))
    for plan in sorted({lead.plan_id for lead in leads}):
        PageRevision.raise_for(plan)
    locked = Lead.objects.select_for_update().filter(pk__in=[lead.pk for lead in leads])
    for lead in locked.order_by("pk"):
        _pass(lead, passing)
    for plan, keys in _by_plan(leads).items():
        states.refresh(plan, keys)
    return len(leads)


def _pass(lead: Lead, passing: Passing) -> None:
    if passing.holder.is_person:
        # The organisation goes on leading; somebody else of it reports.
        _save(lead, passing, person=passing.taker.person)
        return
    until = max(passing.day, lead.since)
    _save(lead, passing, until=until, handover=passing.handover)
    taker = passing.taker.organisation
    if taker is None:
        return
    now = Lead.objects.now().filter(plan=lead.plan_id, item_key=lead.item_key, organisation=taker)
    helping = now.first()
    if helping and lead.role == Role.LEAD:
        # Who helped with it leads it now.
        _save(helping, passing, until=until)
    if not helping or lead.role == Role.LEAD:
        following = Lead(
            plan_id=lead.plan_id,
            item_key=lead.item_key,
            role=lead.role,
            organisation=taker,
            since=until,
        )
        _save(following, passing)


def _save(lead: Lead, passing: Passing, **values: object) -> None:
    for name, value in values.items():
        setattr(lead, name, value)
    lead._history_user = passing.by  # type: ignore[attr-defined]
    lead.save()


def _leads(role: str, holder: Holder) -> "QuerySet[Lead]":
    leads = Lead.objects.now().filter(role=role).order_by("plan", "pk")
    if holder.is_person:
        return leads.filter(person=holder.person)
    return leads.filter(organisation=holder.organisation)


def _by_plan(leads: Iterable[Lead]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for lead in leads:
        found.setdefault(lead.plan_id, []).append(lead.item_key)
    return found


def memberships(holder: Holder) -> list[str]:
    """The organisations that a person works for at desks."""
    if holder.person is None:
        return []
    found = Organisation.objects.filter(members=holder.person).order_by(F("name"))
    return [str(organisation) for organisation in found]


def pass_memberships(passing: Passing) -> int:
    """Let somebody else work for the organisations in the person's place."""
    found = list(Organisation.objects.filter(members=passing.holder.person).order_by("pk"))
    for organisation in found:
        if passing.holder.person:
            organisation.members.remove(passing.holder.person)
        if passing.taker.person:
            organisation.members.add(passing.taker.person)
    return len(found)


LED = Kind(
    "led",
    _("measures that are led"),
    40,
    lambda holder: held(Role.LEAD, holder),
    lambda passing: pass_on(Role.LEAD, passing),
)
HELPED = Kind(
    "helped",
    _("measures that are helped with"),
    41,
    lambda holder: held(Role.CO_LEAD, holder),
    lambda passing: pass_on(Role.CO_LEAD, passing),
)
DESKS = Kind("desks", _("organisations that somebody works for"), 50, memberships, pass_memberships)
