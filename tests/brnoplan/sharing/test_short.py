"""Short addresses: where a code alone leads."""

from typing import Any

import pytest
from django.test import Client

from strategy.models import Edition, Plan
from tests.factories import make_plan, publish

pytestmark = pytest.mark.django_db


def approved(slug: str = "zkusebni-plan", title: str = "Zkušební plán") -> Edition:
    return publish(make_plan(slug, title), Edition.State.APPROVED)


def leads(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


@pytest.mark.parametrize("path", ["/A1", "/a1", "/A1/", "/a1/"])
def test_a_code_leads_to_the_item_of_the_plan_in_force(client: Client, path: str) -> None:
    approved()
    assert leads(client, path) == (303, "/zkusebni-plan/A1/")


def test_a_code_with_dots_leads_there_too(client: Client) -> None:
    approved()
    assert leads(client, "/a1.2") == (303, "/zkusebni-plan/A1.2/")


@pytest.mark.parametrize("path", ["/en/A1", "/en/A1/"])
def test_a_code_under_a_language_leads_to_the_item_in_it(client: Client, path: str) -> None:
    approved()
    answer = client.get(path, follow=True)
    assert (answer.status_code, answer.wsgi_request.path) == (200, "/en/zkusebni-plan/A1/")


def test_a_plan_in_force_goes_before_a_draft_and_a_draft_before_nothing(client: Client) -> None:
    publish(make_plan("navrh", "Návrh"))
    assert leads(client, "/A1") == (303, "/navrh/A1/")
    approved()
    assert leads(client, "/A1") == (303, "/zkusebni-plan/A1/")


def test_of_several_plans_in_force_the_reader_chooses(client: Client) -> None:
    approved()
    approved("druhy-plan", "Druhý plán")
    page = client.get("/a1")
    assert page.status_code == 200
    for address in ("/zkusebni-plan/A1/", "/druhy-plan/A1/"):
        assert f'href="{address}"' in page.content.decode()


@pytest.mark.parametrize("path", ["/A9", "/A1.2.3", "/zkusebni-plan/A1.9/", "/A1/A2/", "/a!"])
def test_a_code_of_no_item_is_not_found(client: Client, path: str) -> None:
    approved()
    answer = client.get(path, follow=True)
    assert answer.status_code == 404


def test_a_code_of_a_draft_or_of_a_plan_that_is_over_leads_nowhere(client: Client) -> None:
    make_plan()
    Plan.objects.update(period_to=2013)
    assert client.get("/A1", follow=True).status_code == 404
    publish(Plan.objects.get(), Edition.State.APPROVED)
    assert client.get("/A1", follow=True).status_code == 404


def test_the_address_of_a_plan_goes_before_a_code(client: Client) -> None:
    approved()
    publish(make_plan("a1", "Plán A1"))
    assert leads(client, "/a1") == (301, "/a1/")
    assert client.get("/a1/").status_code == 200


def test_an_address_of_the_portal_itself_goes_before_a_code(client: Client) -> None:
    approved()
    assert leads(client, "/kpss") == (301, "/kpss/")


def test_nothing_is_sent_to_a_short_address(client: Client) -> None:
    approved()
    assert client.post("/A1.2").status_code == 404


def test_what_a_short_address_costs(client: Client, django_assert_num_queries: Any) -> None:
    approved()
    client.get("/robots.txt")
    with django_assert_num_queries(4):
        client.get("/A1")
