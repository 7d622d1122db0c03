"""The letter to who takes over."""

from collections.abc import Mapping

from strategy.handing_over import kinds
from strategy.handing_over.kinds import NOBODY, Holder
from strategy.letters import outbox
from strategy.models import Handover

KIND = "handover"


def tell(
    record: Handover,
    taker: Holder,
    things: Mapping[str, list[str]],
    takers: Mapping[str, Holder],
) -> None:
    """Write to the office or person that takes over, where an e-mail of theirs is known."""
    address = _address(taker)
    if taker == NOBODY or not address:
        return
    taken = [
        (kind.title, things[kind.name])
        for kind in kinds.in_order()
        if kind.name in things and takers[kind.name] == taker
    ]
    holder = Holder(record.from_organisation, record.from_person)
    context = {"holder": str(holder), "day": record.day, "reason": record.reason, "taken": taken}
    about = f"strategy.handover:{record.pk}"
    outbox.put([outbox.compose(KIND, address, context, about=about, once=about, wanted=True)])


def _address(taker: Holder) -> str:
    if taker.person:
        return taker.person.email
    return taker.organisation.email if taker.organisation else ""
