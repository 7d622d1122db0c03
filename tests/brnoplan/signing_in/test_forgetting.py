"""What signing in leaves behind is kept no longer than it is needed."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from brnoplan import working
from brnoplan.signing_in import forgetting
from brnoplan.signing_in.sessions import BEGAN

pytestmark = pytest.mark.django_db
LAST = timedelta(microseconds=1)


def test_attempts_are_deleted_after_thirty_days_and_not_before() -> None:
    for log, more in ((AccessAttempt, {"failures_since_start": 1}), (AccessLog, {})):
        log.objects.create(
            username="jana", ip_address="192.0.2.1", user_agent="x", path_info="/", **more
        )
    end = max(AccessAttempt.objects.get().attempt_time, AccessLog.objects.get().attempt_time)
    end += timedelta(days=30)
    with time_machine.travel(end - timedelta(hours=1), tick=False):
        assert forgetting.expire() is False
    with time_machine.travel(end, tick=False):
        assert (forgetting.expire(), forgetting.expire()) == (True, False)
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (0, 0)


def test_sessions_that_are_over_are_deleted_and_no_others(client: Client) -> None:
    client.force_login(User.objects.create_user("jana", is_staff=True))
    end = Session.objects.get().expire_date
    with time_machine.travel(end - LAST, tick=False):
        assert forgetting.expire() is False
    with time_machine.travel(end, tick=False):
        assert (forgetting.expire(), Session.objects.count()) == (True, 0)


def test_the_worker_does_so() -> None:
    chores = [one.chore for one in working.CHORES if isinstance(one, working.Seldom)]
    assert forgetting.expire in chores


def test_a_session_that_waited_for_a_provider_begins_with_signing_in(client: Client) -> None:
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        session = client.session
        session["single_sign_on_next"] = "/"
        session.save()
        clock.shift(600)
        client.force_login(User.objects.create_user("jana", is_staff=True))
        assert client.session[BEGAN] == int((began + timedelta(seconds=600)).timestamp())
