"""Asking leads by letter how far their measures are: each gets a link of its own."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from strategy.auditing.noting import note_written
from strategy.letters import outbox
from strategy.models import Item, Lead, Letter, MeasureState
from strategy.progress import links, signals
from strategy.progress.reporting import ReportRefused

KIND = "progress_request"


class Asked(NamedTuple):
    """A measure as a letter asks about it; `url` is the link under which its lead answers."""

    item: Item
    plan: str
    said: str
    url: str


class Asking(NamedTuple):
    """What came of it: how many letters, and the measures that nobody could be asked about."""

    letters: int
    unasked: list[Item]


def ask(states: Sequence[MeasureState]) -> Asking:
    """Write to the leads of measures, one letter to each address with all of theirs.

    The same letter goes out once a day. Raises ReportRefused where there is nobody to write to.
    """
    letters = by_address(states, leads_of(states))
    if not letters:
        raise ReportRefused(_("None of these measures has a lead with an e-mail."))
    with transaction.atomic():
        outbox.put(_letter(address, asked) for address, asked in letters.items())
        first, _state = next(iter(letters.values()))[0]
        note_written(first)
    written = {state.pk for asked in letters.values() for _lead, state in asked}
    return Asking(len(letters), [state.item for state in states if state.pk not in written])


def by_address(
    states: Iterable[MeasureState], leads: Mapping[tuple[int, object], Lead]
) -> dict[str, list[tuple[Lead, MeasureState]]]:
    """To which address to write about which measures; `leads` are by plan and key.

    Measures that nobody leads, or whose lead has no address, are left out.
    """
    found: dict[str, list[tuple[Lead, MeasureState]]] = {}
    for state in states:
        lead = leads.get((state.plan_id, state.item_key))
        if lead and links.address(lead):
            found.setdefault(links.address(lead), []).append((lead, state))
    return found


def leads_of(states: Iterable[MeasureState]) -> dict[tuple[int, object], Lead]:
    """Who leads the measures now, by plan and key. One query."""
    keys = [state.item_key for state in states]
    leads = Lead.objects.now().filter(role=Lead.Role.LEAD, item_key__in=keys)
    found = leads.select_related("organisation", "person")
    return {(lead.plan_id, lead.item_key): lead for lead in found}


def asked_about(lead: Lead, state: MeasureState) -> Asked:
    """A measure for a letter; needs the state's item with its edition's plan at hand."""
    said = signals.said(state.status, state.outlook, is_proven=state.is_proven)
    return Asked(state.item, state.item.edition.cover.title, said, links.url(lead))


def _letter(address: str, asked: list[tuple[Lead, MeasureState]]) -> Letter:
    first = asked[0][0]
    numbers = ",".join(str(lead.pk) for lead, _state in asked)
    digest = hashlib.sha256(f"{address} {numbers}".encode()).hexdigest()[:24]
    return outbox.compose(
        KIND,
        address,
        {
            "bodies": ", ".join(dict.fromkeys(lead.organisation.name for lead, _state in asked)),
            "measures": [asked_about(lead, state) for lead, state in asked],
            "days": links.Purpose.PROGRESS.holds.days,
        },
        about=f"strategy.organisation:{first.organisation_id}",
        once=f"progress:{localdate()}:{digest}",
        wanted=True,
    )
