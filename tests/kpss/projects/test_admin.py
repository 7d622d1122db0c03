"""A project in the administration: activities as they are typed, and who takes part."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Involvement, PlanningRevision, Project
from kpss.projects import activities
from strategy.editing import version_of
from strategy.models import Organisation
from tests.kpss.factories import make_project
from tests.strategy.cast import client_of

ADD = reverse("admin:kpss_project_add")
INLINE = {"involvements-TOTAL_FORMS": 1, "involvements-INITIAL_FORMS": 0}
TYPED = "1. Příprava\n• Setkání\n• Supervize\n\n2. 3. komunitní plán\nText."


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


@pytest.fixture
def fund(db: None) -> Organisation:
    return Organisation.objects.create(kind="organisation", name="Nadační fond")


def sent(project: Project | None = None, **fields: Any) -> dict[str, Any]:
    given = {"title": "Podpora plánování", "slug": "podpora", "key_activities": TYPED}
    version = version_of(project) if project else ""
    return given | INLINE | {"version": version} | fields


def change(project: Project) -> str:
    return reverse("admin:kpss_project_change", args=[project.pk])


def involving(fund: Organisation, role: str = "implementer") -> dict[str, Any]:
    return {"involvements-0-organisation": fund.pk, "involvements-0-role": role}


def test_a_project_is_added_with_its_activities_and_who_takes_part(
    coordinator: Client, fund: Organisation
) -> None:
    coordinator.post(ADD, sent(begins="1. 3. 2012", amount="2207350", **involving(fund)))
    project = Project.objects.get()
    assert (project.begins, project.amount) == ("2012-03-01", 2207350)
    assert activities.of(project) == activities.read(TYPED)
    assert Involvement.objects.get().organisation == fund


def test_activities_without_a_heading_are_told_at_their_field(coordinator: Client) -> None:
    page = coordinator.post(ADD, sent(key_activities="Úvod"))
    form = page.context["adminform"].form
    assert (list(form.errors), form["key_activities"].value()) == (["key_activities"], "Úvod")
    assert Project.objects.count() == 0


def test_a_change_of_activities_alone_is_a_change_of_the_project(coordinator: Client) -> None:
    project = make_project(slug="podpora")
    before = version_of(project)
    coordinator.post(change(project), sent(project))
    assert version_of(project) > before
    assert project.history.latest().history_user.username == "coordinator"
    now = version_of(project)
    coordinator.post(change(project), sent(project))
    assert version_of(project) == now


def test_who_comes_second_is_refused_whatever_they_changed(
    coordinator: Client, fund: Organisation
) -> None:
    project = make_project(slug="podpora")
    coordinator.post(change(project), sent(project))
    for late in ({"key_activities": "1. Jinak"}, involving(fund)):
        page = coordinator.post(change(project), sent(version=0, **late))
        assert list(page.context["adminform"].form.errors) == ["__all__"]
    assert activities.of(project) == activities.read(TYPED)
    assert Involvement.objects.count() == 0


def test_the_history_tells_activities_and_who_took_part(
    coordinator: Client, fund: Organisation
) -> None:
    project = make_project(slug="podpora")
    coordinator.post(change(project), sent(project, **involving(fund)))
    coordinator.post(change(project), sent(project, key_activities="1. Jinak"))
    page = coordinator.get(reverse("admin:kpss_project_history", args=[project.pk]))
    entries = page.context["entries"]
    changed = [[segment.text for segment in one.segments] for one in entries[1].changes]
    assert len(entries) == 3
    assert [len(entry.changes) for entry in entries] == [1, 2, 1]
    assert any("Nadační fond" in text for texts in changed for text in texts)


def test_every_write_makes_stored_pages_stale(coordinator: Client) -> None:
    coordinator.post(ADD, sent())
    project = Project.objects.get()
    coordinator.post(change(project), sent(project, title="Jinak"))
    coordinator.post(reverse("admin:kpss_project_delete", args=[project.pk]), {"post": "yes"})
    assert (Project.objects.count(), PlanningRevision.objects.get().number) == (0, 3)


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("officer", 403), ("auditor", 403)])
def test_others_do_not_write_projects(db: None, who: str, status: int) -> None:
    project = make_project(slug="podpora")
    client = client_of(who)
    assert [client.post(page, sent()).status_code for page in (ADD, change(project))] == (
        [status] * 2
    )
    assert Project.objects.get().activities.count() == 0
