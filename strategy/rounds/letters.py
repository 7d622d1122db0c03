"""Letters of a round to the leads: one to each address, with a link for each of its measures."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from strategy.letters import outbox
from strategy.models import Lead, Letter, MeasureState, Round
from strategy.progress import asking, links
from strategy.rounds import periods

OPENED, REMINDER, EXTENDED = "round_opened", "round_reminder", "round_extended"


class Asked(NamedTuple):
    """What was written: the letters, and whom they asked about each measure."""

    letters: list[Letter]
    leads: dict[UUID, Lead]


def ask(found: Round, states: Sequence[MeasureState], kind: str = OPENED) -> Asked:
    """Write to all who lead these measures now and can be written to. Two queries.

    Needs the states' items with their editions at hand. The caller has the transaction.
    """
    by_address = asking.by_address(states, _leads(found))
    letters = [_letter(found, kind, address, asked) for address, asked in by_address.items()]
    outbox.put(letters)
    asked_of = {state.item_key: lead for asked in by_address.values() for lead, state in asked}
    return Asked(letters, asked_of)


def drop(found: Round) -> None:
    """Let no letter of a round go out any more."""
    ours = Q()
    for kind in (OPENED, REMINDER, EXTENDED):
        ours |= Q(once__startswith=f"{kind}:{found.pk}:")
    outbox.empty(Letter.objects.waiting().filter(ours))


def _leads(found: Round) -> dict[tuple[int, object], Lead]:
    leads = Lead.objects.now().filter(plan=found.plan_id, role=Lead.Role.LEAD)
    known = leads.select_related("organisation", "person")
    return {(lead.plan_id, lead.item_key): lead for lead in known}


def _letter(
    found: Round, kind: str, address: str, asked: list[tuple[Lead, MeasureState]]
) -> Letter:
    digest = hashlib.sha256(address.encode()).hexdigest()[:24]
    bodies = dict.fromkeys(lead.organisation.name for lead, _state in asked)
    context = {
        "period": periods.of(found).name,
        "plan": asked[0][1].item.edition.cover.title,
        "answers_by": found.answers_by,
        "is_last_day": found.answers_by == localdate(),
        "bodies": ", ".join(bodies),
        "measures": [asking.asked_about(lead, state) for lead, state in asked],
        "days": links.Purpose.PROGRESS.holds.days,
    }
    return outbox.compose(
        kind,
        address,
        context,
        about=f"strategy.organisation:{asked[0][0].organisation_id}",
        once=f"{kind}:{found.pk}:{localdate()}:{found.answers_by}:{digest}",
        wanted=True,
    )
