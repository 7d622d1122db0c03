"""What the public learns of who sits in a body.

Sitting for the service users can reveal what somebody lives with. Of them the public reads the
side alone, neither a name nor an organisation, unless they have agreed to be named in that seat.
"""

from django.utils.translation import gettext as _

from kpss.models import Membership, Side
from strategy.models import Organisation


def public_name(membership: Membership) -> str:
    """The name where it is public, or else for whom they sit: “za poskytovatele (Charita)”.

    Needs `person` and `organisation` at hand.
    """
    if membership.is_named:
        return membership.person.name
    if not membership.side:
        return name_beside_side(membership)
    organisation = public_organisation(membership)
    if organisation is None:
        return for_side(membership.side)
    return _("%(side)s (%(organisation)s)") % {
        "side": for_side(membership.side),
        "organisation": organisation,
    }


def name_beside_side(membership: Membership) -> str:
    """As `public_name`, where the side stands by it already: the name, or the organisation."""
    if membership.is_named:
        return membership.person.name
    organisation = public_organisation(membership)
    return str(organisation) if organisation else _("name not given")


def public_organisation(membership: Membership) -> Organisation | None:
    """The organisation that may be shown beside `public_name`. Needs it and `person` at hand."""
    if membership.side == Side.SERVICE_USER and not membership.is_named:
        return None
    return membership.organisation


def for_side(side: str) -> str:
    """For whom somebody sits, without saying whether it is a man or a woman."""
    return {
        Side.COMMISSIONER.value: _("for the commissioner"),
        Side.PROVIDER.value: _("for the providers"),
        Side.SERVICE_USER.value: _("for the service users"),
    }[side]
