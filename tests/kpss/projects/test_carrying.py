"""Projects that carry measures of plans out: on the measure's page, the project's, the plan's."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from kpss import plans
from kpss.models import Project, ProjectPart
from kpss.projects import carrying
from strategy.models import Item
from tests.factories import draft_of, item_of, make_plan, publish, root_of
from tests.kpss.factories import make_project

PLAN = "/akcni-plan/"


@pytest.fixture
def measure(db: None) -> Item:
    return item_of(publish(make_plan("akcni-plan", "Akční plán")), "A1.1")


def carry(project: Project, item: Item, **fields: Any) -> ProjectPart:
    plan = item.edition.plan
    return ProjectPart.objects.create(project=project, plan=plan, item_key=item.key, **fields)


def main(client: Client, address: str) -> str:
    html = client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return html[html.index("<main") : html.index("</main>")]


def test_a_measure_tells_its_projects_with_money_and_days_the_newest_first(
    client: Client, measure: Item
) -> None:
    carry(make_project("Starší"), measure, amount=1000, begins="2014", ends="2015-06")
    newer = make_project("Novější")
    carry(newer, measure, amount=2207350, begins="2016-03-01")
    html = main(client, f"{PLAN}A1.1/")
    assert html.index("Novější") < html.index("Starší")
    assert f'href="{newer.get_absolute_url()}"' in html
    for words in ("2 207 350 Kč", "1. 3. 2016", "2014 – ", "2 208 350 Kč"):
        assert words in html
    assert "Novější" not in main(client, f"{PLAN}A1.2/")


def test_money_and_days_that_nobody_knows_are_not_told(client: Client, measure: Item) -> None:
    carry(make_project("Neznámý"), measure)
    html = main(client, f"{PLAN}A1.1/")
    assert ("Neznámý" in html, "Kč" in html) == (True, False)


def test_a_project_tells_the_measures_that_everyone_can_read(client: Client, measure: Item) -> None:
    project = make_project()
    carry(project, measure, amount=500)
    hidden = make_plan("tajny", "Tajný plán")
    carry(project, item_of(draft_of(hidden), "A1.1"))
    html = main(client, project.get_absolute_url())
    assert [one.measure.code for one in carrying.of_project(project)] == ["A1.1"]
    assert f'href="{PLAN}A1.1/"' in html
    assert ("500 Kč" in html, "Tajný plán" in html) == (True, False)


def test_a_plan_leads_to_the_projects_of_its_measures_once(client: Client, measure: Item) -> None:
    plan, project = measure.edition.plan, make_project()
    other = item_of(measure.edition, "A1.2")
    carry(project, measure)
    carry(project, other)
    project.plans.set([plan])
    assert plans.projects(plan.pk) == [project]
    project.plans.clear()
    assert plans.projects(plan.pk) == [project]
    assert project.get_absolute_url() in main(client, PLAN)


@pytest.mark.parametrize("number", [1, 3])
def test_a_measure_of_many_projects_costs_one_query_and_a_project_of_many_three(
    measure: Item, django_assert_num_queries: Any, number: int
) -> None:
    project = make_project("Všechna")
    for which in range(1, number + 1):
        carry(project, item_of(measure.edition, f"A1.{which}"))
    for which in range(1, number):
        carry(make_project(f"Projekt {which}"), measure)
    with django_assert_num_queries(1):
        assert len(carrying.of_measure(measure.key)) == number
    with django_assert_num_queries(3):
        assert len(carrying.of_project(project)) == number


def test_a_measure_stands_in_a_project_once_and_is_never_a_whole_plan(measure: Item) -> None:
    project = make_project()
    carry(project, measure)
    with pytest.raises(IntegrityError), transaction.atomic():
        carry(project, measure)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectPart.objects.create(project=project, plan=measure.edition.plan)


def test_an_end_before_the_beginning_is_refused_at_its_field(measure: Item) -> None:
    part = carry(make_project(), measure, begins="2016", ends="2015")
    with pytest.raises(ValidationError) as refusal:
        part.full_clean()
    assert list(refusal.value.message_dict) == ["ends"]


def test_the_root_of_a_plan_has_no_projects_of_its_measures(measure: Item) -> None:
    carry(make_project(), measure)
    assert carrying.of_measure(root_of(measure.edition).key) == []
