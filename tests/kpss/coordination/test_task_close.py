"""Closing a task between two meetings."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from kpss.models import Meeting, PlanningRevision, Task
from strategy.editing import version_of
from tests.kpss.factories import make_body, make_meeting
from tests.strategy.cast import PEOPLE, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def task() -> Task:
    meeting = make_meeting(make_body(), localdate() - timedelta(days=7))
    return Task.objects.create(body=meeting.body, meeting=meeting, number=1, what="Oslovit.")


def page(task: Task) -> str:
    return reverse("kpss:task_close", args=[task.pk])


def said(task: Task, **given: Any) -> dict[str, Any]:
    own = {"on": localdate().isoformat(), "result": "Osloveni.", "version": version_of(task)}
    return own | given


def test_a_closed_task_keeps_its_day_its_result_and_who_closed_it(task: Task) -> None:
    answer = client_of("coordinator").post(page(task), said(task))
    assert (answer.status_code, answer["Location"]) == (303, reverse("kpss:coordination"))
    task.refresh_from_db()
    assert (task.closed_on, task.result) == (localdate(), "Osloveni.")
    assert task.history.latest().history_user.username == "coordinator"
    assert PlanningRevision.objects.get().number == 1
    assert client_of("superuser").get(page(task)).status_code == 404


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"result": " "}, "result"),
        ({"on": "2018-02-30"}, "on"),
        ({"on": "2999-01-01"}, "__all__"),
        ({"on": "2018-01-01"}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    task: Task, given: dict[str, str], where: str
) -> None:
    typed = said(task, **given)
    answer = client_of("coordinator").post(page(task), typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (200, [where])
    assert form["result"].value() == typed["result"]
    task.refresh_from_db()
    assert task.closed_on is None


def test_a_task_changed_meanwhile_is_not_closed_over_it(task: Task) -> None:
    read = said(task)
    task.what = "Oslovit jinak."
    task.save()
    form = client_of("coordinator").post(page(task), read).context["form"]
    assert list(form.errors) == ["__all__"]
    task.refresh_from_db()
    assert task.closed_on is None


@pytest.mark.parametrize("name", [*PEOPLE, "superuser", "nobody"])
def test_only_who_changes_tasks_closes_one(name: str, task: Task) -> None:
    client = client_of(name)
    closes = name in {"coordinator", "superuser"}
    refused = 302 if name == "nobody" else 403
    assert client.get(page(task)).status_code == (200 if closes else refused)
    client.post(page(task), said(task))
    task.refresh_from_db()
    assert (task.closed_on is not None) == closes


def test_looking_closes_nothing(task: Task) -> None:
    client_of("coordinator").get(page(task), said(task))
    task.refresh_from_db()
    assert (task.closed_on, Meeting.objects.count()) == (None, 1)
