from collections.abc import Callable

import pytest

from comments.inviting import invite
from comments.models import Consultation, Invitation
from strategy.models import Edition, Organisation
from tests.factories import open_consultation

Invite = Callable[..., list[Invitation]]


def make_body(name: str, **fields: str) -> Organisation:
    given = {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.cz"} | fields
    return Organisation.objects.create(**given)


@pytest.fixture
def consulted(published: Edition) -> Consultation:
    return open_consultation(published)


@pytest.fixture
def invited(consulted: Consultation) -> Invite:
    """Invite bodies of those names, by letter."""

    def by_name(*names: str) -> list[Invitation]:
        invite.choose(consulted, [make_body(name) for name in names])
        invite.invite(consulted)
        return list(consulted.invitations.filter(organisation__name__in=names).order_by("pk"))

    return by_name
