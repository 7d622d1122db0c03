from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from kpss.models import Body, Meeting
from tests.kpss.factories import make_body, make_meeting

# A Monday.
NOW = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Prague"))


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def body(db: None) -> Body:
    return make_body("PS Senioři")


@pytest.fixture
def coming(body: Body) -> Meeting:
    """From nine to eleven in a month."""
    return make_meeting(body, date(2026, 12, 3))


@pytest.fixture
def held(body: Body) -> Meeting:
    """From nine to eleven a month ago."""
    return make_meeting(body, date(2026, 10, 1))
