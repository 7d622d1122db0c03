"""A project in the administration: activities as they are typed, and who takes part."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Involvement, PlanningRevision, Project, ProjectPart
from kpss.projects import activities
from strategy.editing import version_of
from strategy.models import Item, Organisation, PageRevision
from tests.factories import item_of, make_plan, publish
from tests.kpss.factories import make_project
from tests.strategy.cast import client_of

ADD = reverse("admin:kpss_project_add")
INLINE = {
    f"{rows}-{forms}_FORMS": number
    for rows in ("involvements", "parts")
    for forms, number in (("TOTAL", 1), ("INITIAL", 0))
}
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


@pytest.fixture
def measure(db: None) -> Item:
    return item_of(publish(make_plan()), "A1.1")


def carrying(measure: Item, **fields: Any) -> dict[str, Any]:
    given = {"plan": measure.edition.plan_id, "code": measure.code} | fields
    return {f"parts-0-{name}": value for name, value in given.items()}


def page_revision(measure: Item) -> int:
    return PageRevision.objects.get(plan=measure.edition.plan_id).number


def test_a_measure_is_carried_out_for_an_amount_in_a_time(
    coordinator: Client, measure: Item
) -> None:
    project, before = make_project(slug="podpora"), page_revision(measure)
    typed = carrying(measure, amount="150000", begins="3/2016", ends="2017")
    coordinator.post(change(project), sent(project, **typed))
    part = ProjectPart.objects.get()
    assert (part.project, part.item_key, part.amount) == (project, measure.key, 150000)
    assert (part.begins, part.ends) == ("2016-03", "2017")
    assert page_revision(measure) == before + 1


def test_the_history_tells_which_measures_by_their_code(coordinator: Client, measure: Item) -> None:
    project = make_project(slug="podpora")
    coordinator.post(change(project), sent(project, **carrying(measure, amount="150000")))
    page = coordinator.get(reverse("admin:kpss_project_history", args=[project.pk]))
    texts = [one.text for change in page.context["entries"][0].changes for one in change.segments]
    told = [text for text in texts if "A1.1" in text]
    assert len(told) == 1
    assert str(measure.key) not in "".join(texts)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "X9"}, "code"),
        ({"begins": "2018", "ends": "2017"}, "ends"),
    ],
)
def test_what_cannot_be_carried_out_so_is_refused_at_its_field(
    coordinator: Client, measure: Item, typed: dict[str, str], field: str
) -> None:
    project = make_project(slug="podpora")
    page = coordinator.post(change(project), sent(project, **carrying(measure, **typed)))
    parts = page.context["inline_admin_formsets"][1].formset
    assert list(parts.forms[0].errors) == [field]
    assert ProjectPart.objects.count() == 0


def test_the_pages_of_a_plan_follow_a_project_that_is_deleted(
    coordinator: Client, measure: Item
) -> None:
    project = make_project(slug="podpora")
    plan = measure.edition.plan
    ProjectPart.objects.create(project=project, plan=plan, item_key=measure.key)
    before = page_revision(measure)
    coordinator.post(reverse("admin:kpss_project_delete", args=[project.pk]), {"post": "yes"})
    assert (ProjectPart.objects.count(), page_revision(measure)) == (0, before + 1)
