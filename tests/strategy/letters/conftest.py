from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from strategy.letters import outbox
from strategy.models import Letter

# Two minutes before noon of a working day, by the clock of UTC.
NOON = datetime.fromisoformat("2026-11-24T11:58:00+00:00")

Write = Callable[..., Letter]


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """A letter makes links of this portal's addresses alone."""
    settings.SITE_URL = "https://plan.example"


@pytest.fixture
def write(db: None) -> Write:
    """Write a letter of a kind that needs nothing but a link, and give it back."""

    def written(to: str = "jana@example.cz", **given: Any) -> Letter:
        context = {"desk_url": "https://plan.example/stul/"}
        given.setdefault("wanted", True)
        outbox.put([outbox.compose("points_assigned", to, context, **given)])
        return Letter.objects.latest("pk")

    return written
