"""What community planning tells on the page of a plan."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from brnoplan import pagestore
from kpss.models import Body, BodyWork, Cycle, Project
from strategy.editing import version_of
from strategy.models import Edition, PageRevision, Plan
from tests.kpss.factories import make_body, make_project
from tests.strategy.cast import client_of

PHASES = {"phases-TOTAL_FORMS": 0, "phases-INITIAL_FORMS": 0}
WORK = {"work-TOTAL_FORMS": 1, "work-INITIAL_FORMS": 0}
NO_WORK = {"work-TOTAL_FORMS": 0, "work-INITIAL_FORMS": 0}
RULES = {"rules-TOTAL_FORMS": 0, "rules-INITIAL_FORMS": 0}
INVOLVED = {
    f"{rows}-{forms}_FORMS": 0
    for rows in ("involvements", "parts")
    for forms in ("TOTAL", "INITIAL")
}
BODY = {"kind": "theme", "name": "PS Senioři", "slug": "seniori"}


def test_the_page_of_a_plan_leads_to_its_cycle_its_groups_and_its_projects(
    client: Client, published: Edition
) -> None:
    plan = published.plan
    assert "planovani" not in client.get(plan.get_absolute_url()).content.decode()
    Cycle.objects.create(plan=plan)
    body, project = make_body("PS A"), make_project("Podpora")
    BodyWork.objects.create(body=body, plan=plan)
    project.plans.add(plan)
    pagestore.store.clear()
    page = html.fromstring(client.get(plan.get_absolute_url()).content.decode())
    (section,) = page.xpath("//section[@aria-labelledby='planovani']")
    assert [link.get("href") for link in section.iter("a")] == [
        f"/kpss/cyklus/{plan.slug}/",
        body.get_absolute_url(),
        project.get_absolute_url(),
    ]
    item = client.get(f"{plan.get_absolute_url()}A1/").content.decode()
    assert "planovani" not in item


@pytest.mark.parametrize("tells", ["cycle", "body", "project"])
def test_a_plan_of_which_community_planning_tells_anything_says_so(
    client: Client, published: Edition, tells: str
) -> None:
    told = {
        "cycle": lambda: Cycle.objects.create(plan=published.plan),
        "body": lambda: BodyWork.objects.create(body=make_body(), plan=published.plan),
        "project": lambda: make_project().plans.add(published.plan),
    }
    told[tells]()
    page = html.fromstring(client.get(published.plan.get_absolute_url()).content.decode())
    (section,) = page.xpath("//section[@aria-labelledby='planovani']")
    assert len(list(section.iter("a"))) == 1


@pytest.mark.parametrize("size", [1, 3])
def test_what_a_plan_says_of_its_planning_costs_three_queries_more(
    client: Client, published: Edition, size: int, django_assert_num_queries: Any
) -> None:
    Cycle.objects.create(plan=published.plan)
    for number in range(size):
        BodyWork.objects.create(body=make_body(f"PS {number}"), plan=published.plan)
        make_project(f"Projekt {number}").plans.add(published.plan)
    pagestore.store.revisions()
    with django_assert_num_queries(6):
        client.get(published.plan.get_absolute_url())


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def revision(plan: Plan) -> int:
    return PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first() or 0


def address(model: str, page: str, *arguments: int) -> str:
    return reverse(f"admin:kpss_{model}_{page}", args=arguments)


def test_a_cycle_that_comes_or_goes_changes_the_page_of_its_plan(
    coordinator: Client, plan: Plan
) -> None:
    before = revision(plan)
    coordinator.post(address("cycle", "add"), PHASES | {"plan": plan.pk, "version": ""})
    cycle = Cycle.objects.get()
    assert revision(plan) == before + 1
    client_of("superuser").post(address("cycle", "delete", cycle.pk), {"post": "yes"})
    assert (Cycle.objects.count(), revision(plan)) == (0, before + 2)


def test_a_group_that_works_on_a_plan_changes_its_page(coordinator: Client, plan: Plan) -> None:
    before = revision(plan)
    work = WORK | {"work-0-plan": plan.pk, "work-0-code": ""}
    coordinator.post(address("body", "add"), BODY | RULES | work | {"version": ""})
    body = Body.objects.get()
    assert revision(plan) == before + 1
    sent = BODY | RULES | NO_WORK | {"name": "PS Seniorky", "version": version_of(body)}
    coordinator.post(address("body", "change", body.pk), sent)
    body.refresh_from_db()
    assert (body.name, revision(plan)) == ("PS Seniorky", before + 2)


def test_a_project_changes_the_pages_of_plans_that_it_had_and_that_it_has(
    coordinator: Client, plan: Plan
) -> None:
    project, before = make_project(), revision(plan)
    change = address("project", "change", project.pk)
    for number, plans in enumerate(([plan.pk], []), start=1):
        sent = {"title": "Podpora", "key_activities": "", "plans": plans}
        coordinator.post(change, INVOLVED | sent | {"version": version_of(project)})
        assert list(project.plans.values_list("pk", flat=True)) == plans
        assert revision(plan) == before + number
    assert Project.objects.get().title == "Podpora"
