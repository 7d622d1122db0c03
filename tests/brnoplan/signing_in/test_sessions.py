"""When a session of staff ends."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
START = "2026-05-06T09:00:00Z"
PASSWORD = "jen-pro-zkousku-93"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("jana", password=PASSWORD, is_staff=True)


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_session_that_nobody_uses_ends(client: Client, user: User, settings: Any) -> None:
    settings.SESSION_IDLE_SECONDS = 1800
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(user)
        for _quarter in range(4):
            clock.shift(1750)
            assert is_signed_in(client)
        clock.shift(1801)
        assert not is_signed_in(client)
        assert not Session.objects.exists()


def test_a_session_ends_a_working_day_after_it_began_though_it_is_used(
    client: Client, user: User, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 3 * 3600
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(user)
        for _half_hour in range(6):
            clock.shift(1799)
            assert is_signed_in(client)
        clock.shift(1799)
        assert not is_signed_in(client)


def test_a_session_is_another_one_after_signing_in_and_begins_with_it(
    client: Client, user: User, settings: Any
) -> None:
    """Whoever planted the key of a session has nothing of it; the way to it takes no time off."""
    settings.SESSION_COOKIE_AGE = 3 * 3600
    with time_machine.travel(START, tick=False) as clock:
        session = client.session
        session["anything"] = 1
        session.save()
        planted = client.cookies["sessionid"] = session.session_key
        clock.shift(3600)
        client.post("/admin/login/", {"username": "jana", "password": PASSWORD})
        assert client.cookies["sessionid"].value != planted
        assert not Session.objects.filter(session_key=planted).exists()
        clock.shift(3600)
        assert is_signed_in(client)
        clock.shift(3600 + 1800)
        assert is_signed_in(client)


def test_use_is_noted_once_a_minute_and_written_no_more_often(client: Client, user: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client.force_login(user)
        written = []
        for seconds in (59, 1, 59, 1):
            clock.shift(seconds)
            with CaptureQueriesContext(connection) as captured:
                assert is_signed_in(client)
            written.append(sum(one["sql"].startswith("UPDATE") for one in captured))
    assert written == [0, 1, 0, 1]


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "jine"}])
def test_a_session_ends_when_the_account_is_closed_or_its_password_changed(
    client: Client, user: User, change: dict[str, Any]
) -> None:
    client.post("/admin/login/", {"username": "jana", "password": PASSWORD})
    assert is_signed_in(client)
    User.objects.update(**change)
    assert not is_signed_in(client)


def test_who_takes_staff_away_takes_the_office_away_at_once(client: Client, user: User) -> None:
    client.force_login(user)
    assert is_signed_in(client)
    User.objects.update(is_staff=False)
    assert not is_signed_in(client)
