from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from brnoplan import pagestore
from kpss.models import Document, Funding, Involvement, Side
from strategy.models import Organisation
from tests.factories import make_plan
from tests.kpss.factories import make_body, make_member, make_person, make_project
from tests.kpss.papers import make_call

LIST = "/kpss/organizace/"


def organisation(name: str = "Charita", kind: str = "nonprofit", **fields: Any) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, **fields)


def involved(one: Organisation, role: str = "partner") -> Involvement:
    project = make_project(f"Projekt {Involvement.objects.count()}")
    return Involvement.objects.create(project=project, organisation=one, role=role)


def page_of(client: Client, one: Organisation) -> Any:
    return client.get(f"{LIST}{one.pk}/")


def main(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.django_db
def test_they_stand_by_kind_in_czech_order(client: Client) -> None:
    names = [("Čas", "nonprofit"), ("Charita", "nonprofit"), ("Cesta", "nonprofit")]
    for name, kind in [*names, ("Odbor sociální péče", "department")]:
        involved(organisation(name, kind))
    organisation("Nikde nic")
    shelves = client.get(LIST).context["shelves"]
    assert [[one.name for one in rows] for _kind, rows in shelves] == [
        ["Odbor sociální péče"],
        ["Cesta", "Čas", "Charita"],
    ]


@pytest.mark.django_db
def test_the_page_tells_what_it_takes_part_in(client: Client) -> None:
    charity = organisation()
    part = involved(charity)
    body = make_body("PS Senioři")
    make_member(body, organisation=charity)
    former = make_body("PS Jiná")
    make_member(former, organisation=charity, term_to=date(2019, 1, 1))
    document = Document.objects.create(kind="analysis", title="Analýza", author=charity)
    Document.objects.create(kind="other", title="Vnitřní", author=charity, is_public=False)
    found = page_of(client, charity).context["part"]
    assert (found.bodies, found.involvements, found.documents) == ([body], [part], [document])


@pytest.mark.django_db
def test_neither_the_e_mail_nor_those_who_act_for_it_are_told(client: Client) -> None:
    charity = organisation(email="urad@charita.cz", web="https://charita.cz/")
    make_member(make_body(), organisation=charity, person=make_person("Alena Dvořáková"))
    html = main(client, f"{LIST}{charity.pk}/")
    assert 'href="https://charita.cz/" rel="noopener"' in html
    assert ("urad@" in html, "Alena" in html) == (False, False)


@pytest.mark.django_db
def test_an_organisation_of_service_users_alone_is_not_told(client: Client) -> None:
    """It would reveal what the people who come from it live with."""
    club, body = organisation("Klub lidí s duševním onemocněním"), make_body()
    make_member(body, Side.SERVICE_USER, organisation=club)
    assert main(client, LIST).count(club.name) == 0
    assert page_of(client, club).status_code == 404
    involved(club)
    pagestore.store.clear()
    assert page_of(client, club).context["part"].bodies == []


@pytest.mark.django_db
def test_an_organisation_that_does_nothing_here_has_no_page(client: Client) -> None:
    assert page_of(client, organisation()).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.django_db
def test_pages_cost_the_same_whatever_they_hold(
    client: Client, size: int, django_assert_num_queries: Any
) -> None:
    charity = organisation()
    for number in range(size):
        involved(charity, "partner")
        make_member(make_body(f"PS {number}"), organisation=charity)
        Document.objects.create(kind="analysis", title=f"Analýza {number}", author=charity)
        involved(organisation(f"Fond {number}"))
    for address, queries in ((LIST, 2), (f"{LIST}{charity.pk}/", 7)):
        pagestore.store.clear()
        with django_assert_num_queries(queries):
            client.get(address)


@pytest.mark.django_db
def test_it_names_the_subsidies_that_it_received(client: Client) -> None:
    charity = organisation()
    funding = Funding.objects.create(
        call=make_call(), organisation=charity, plan=make_plan(), item_key=uuid4(), amount=1000
    )
    make_call(title="Jiná výzva")
    assert page_of(client, charity).context["part"].fundings == [funding]
