from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from comments.inviting import invite
from comments.models import Consultation, Invitation
from strategy.days import end_of
from strategy.models import Edition, Organisation
from tests.factories import open_consultation

Invite = Callable[..., list[Invitation]]


def make_body(name: str, **fields: str) -> Organisation:
    given = {"name": name, "email": f"{name.lower().replace(' ', '.')}@example.cz"} | fields
    return Organisation.objects.create(**given)


@pytest.fixture
def consulted(published: Edition) -> Consultation:
    """Open to the end of a day, whatever the hour of the tests."""
    return open_consultation(published, closes_at=end_of(localdate() + timedelta(days=20)))


@pytest.fixture
def invited(consulted: Consultation) -> Invite:
    """Invite bodies of those names, by letter."""

    def by_name(*names: str) -> list[Invitation]:
        invite.choose(consulted, [make_body(name) for name in names])
        invite.invite(consulted)
        return list(consulted.invitations.filter(organisation__name__in=names).order_by("pk"))

    return by_name
