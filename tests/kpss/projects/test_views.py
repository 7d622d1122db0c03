from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from kpss.models import Document, Involvement, Project, ProjectPart
from kpss.projects import activities
from kpss.projects.activities import Activity
from strategy.models import Item, Organisation
from tests.factories import draft_of, make_plan, publish
from tests.kpss.factories import make_body, make_cycle, make_project

LIST = "/kpss/projekty/"


@pytest.fixture
def project(db: None) -> Project:
    before = make_project("Zavedení plánování", begins="2005", ends="2007")
    facts = {"registration": "CZ.1.04", "amount": 2207350, "begins": "2012-03-01"}
    return make_project(follows=before, ends="2014-02-28", **facts)


def content(client: Client, address: str) -> str:
    html = client.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return html[html.index("<main") : html.index("</main>")]


def test_the_newest_project_comes_first(client: Client, project: Project) -> None:
    found = client.get(LIST).context["projects"]
    assert [one.title for one in found] == ["Podpora plánování", "Zavedení plánování"]


def test_a_page_says_money_and_days_as_one_writes_them(client: Client, project: Project) -> None:
    html = content(client, project.get_absolute_url())
    for words in ("2 207 350 Kč", "1. 3. 2012 – 28. 2. 2014", "CZ.1.04"):
        assert words in html
    before = content(client, project.follows.get_absolute_url())
    assert ("Kč" in before, "2005 – 2007" in before) == (False, True)


def test_what_follows_leads_both_ways(client: Client, project: Project) -> None:
    before = project.follows
    assert before.get_absolute_url() in content(client, project.get_absolute_url())
    assert project.get_absolute_url() in content(client, before.get_absolute_url())


def test_who_takes_part_is_linked_with_the_role(client: Client, project: Project) -> None:
    fund = Organisation.objects.create(kind="organisation", name="Nadační fond")
    Involvement.objects.create(project=project, organisation=fund, role="implementer")
    assert f'href="/kpss/organizace/{fund.pk}/"' in content(client, project.get_absolute_url())


def test_plans_lead_to_their_cycle_or_text_and_others_are_not_told(
    client: Client, project: Project
) -> None:
    cycle, text, hidden = make_cycle("cyklus"), make_plan("text"), make_plan("tajny", "Tajný plán")
    publish(text)
    project.plans.set([cycle.plan, text, hidden])
    found = client.get(project.get_absolute_url()).context["plans"]
    assert {one.address for one in found} == {cycle.get_absolute_url(), text.get_absolute_url()}
    assert "Tajný plán" not in content(client, project.get_absolute_url())


def test_an_output_that_is_not_public_is_not_told(client: Client, project: Project) -> None:
    public = Document.objects.create(kind="output", title="Výstup")
    project.outputs.set([public, Document.objects.create(title="Vnitřní", is_public=False)])
    assert list(client.get(project.get_absolute_url()).context["outputs"]) == [public]


@pytest.mark.parametrize("size", [1, 3])
def test_pages_cost_the_same_whatever_they_hold(
    client: Client, project: Project, size: int, django_assert_num_queries: Any
) -> None:
    points = [Activity(f"Aktivita {number}", "", ("Bod", "Bod")) for number in range(size)]
    activities.put(project, points, timezone.now())
    draft = draft_of(make_plan("opatreni", measures=size))
    measures = Item.objects.filter(edition=draft, tier__is_measure=True)
    publish(draft.plan)
    for number, item in enumerate(measures):
        ProjectPart.objects.create(project=project, plan=draft.plan, item_key=item.key)
        fund = Organisation.objects.create(kind="organisation", name=f"Fond {number}")
        Involvement.objects.create(project=project, organisation=fund, role="partner")
        project.plans.add(make_cycle(f"plan-{number}").plan)
        project.bodies.add(make_body(f"PS {number}"))
        project.outputs.add(Document.objects.create(kind="output", title=f"Výstup {number}"))
    for address, queries in ((LIST, 3), (project.get_absolute_url(), 12)):
        pagestore.store.clear()
        with django_assert_num_queries(queries):
            client.get(address)
