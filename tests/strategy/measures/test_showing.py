"""The card on a measure's public page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from kpss.models import Involvement, Project
from strategy import organisations
from strategy.days import end_of
from strategy.editing import version_of
from strategy.measures.cards import Facts, Money, Responsible
from strategy.measures.showing import Shown
from strategy.models import Organisation, PageRevision, Plan
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.measures.samples import Role, fill

ADDRESS = "/zkusebni-plan/A1.1/"


@pytest.fixture
def filled(plan: Plan) -> Facts:
    facts = fill(item_of(draft_of(plan), "A1.1"))
    publish(plan)
    return facts


def card(client: Client, address: str = ADDRESS) -> Shown:
    return client.get(address).context["card"]


def people(shown: Shown) -> list[tuple[str, str]]:
    return [(who.written, who.name) for fact in shown.facts for who in fact.people]


def test_each_body_is_shown_as_it_is_written_and_as_it_is_called(
    client: Client, filled: Facts
) -> None:
    assert people(card(client)) == [
        ("ASZ", "Agentura pro sociální začleňování"),
        ("MV", "Ministerstvo vnitra"),
        ("OSP", "Odbor sociální péče"),
        ("Odbor bytový", ""),
    ]


def test_the_page_shows_words_money_and_indicators(client: Client, filled: Facts) -> None:
    shown = card(client)
    assert [one.lines for one in shown.words][:2] == [["děti", "rodiny"], ["Zmapovat stav"]]
    assert [tuple(row) for row in shown.costs] == [
        ("2017", "1 200 000 Kč", "státní rozpočet", ""),
        ("2018", "800 000 Kč", "ESF", "odhad"),
    ]
    assert shown.total == "2 000 000 Kč"
    assert [(row.baseline, row.target) for row in shown.indicators] == [
        ("10,5 (2016)", "1 200 (12/2020)")
    ]
    html = client.get(ADDRESS).content.decode()
    section = html[html.index('aria-labelledby="karta"') :]
    section = section[: section.index("</section>")]
    assert re.findall(r"<li>(.*?)</li>", section)[:4] == ["děti", "rodiny", "Studie", "Metodika"]
    assert section.count("<table") == 2


def test_nothing_stands_for_a_card_that_says_nothing(client: Client, filled: Facts) -> None:
    html = client.get("/zkusebni-plan/A1.2/").content.decode()
    assert ('id="karta"' in html, 'class="facts"' in html) == (False, False)


@pytest.mark.parametrize(
    "costs",
    [
        (Money(2017, 5, "", ""),),
        (Money(2017, 5, "", ""), Money(2018, None, "ESF", "")),
        (Money(2017, 5, "", ""), Money(None, 5, "", "")),
    ],
)
def test_no_total_is_shown_where_it_would_mislead(
    client: Client, plan: Plan, costs: tuple[Money, ...]
) -> None:
    fill(item_of(draft_of(plan), "A1.1"), Facts(costs=costs))
    publish(plan)
    assert card(client).total == ""


def test_markup_in_a_card_is_text(client: Client, plan: Plan) -> None:
    bold = "<b>x</b>"
    facts = Facts(risks=bold, activities=f"{bold}\n{bold}", costs=(Money(2017, 5, bold, bold),))
    fill(item_of(draft_of(plan), "A1.1"), facts)
    publish(plan)
    html = client.get(ADDRESS).content.decode()
    assert (bold in html, html.count("&lt;b&gt;x&lt;/b&gt;")) == (False, 5)


# The directory goes on


def test_a_body_with_a_public_page_is_linked(client: Client, filled: Facts) -> None:
    agency = Organisation.objects.get(abbreviation="ASZ")
    project = Project.objects.create(title="Projekt", slug="projekt")
    Involvement.objects.create(project=project, organisation=agency, role="carrier")
    PageRevision.raise_for(PageRevision.objects.get().plan_id)
    linked = [who.address for fact in card(client).facts for who in fact.people]
    assert linked == [f"/kpss/organizace/{agency.pk}/", "", "", ""]


@pytest.mark.parametrize("days", [0, 5])
def test_the_page_is_true_until_a_body_ends(client: Client, filled: Facts, days: int) -> None:
    last = localdate() + timedelta(days)
    Organisation.objects.filter(abbreviation="ASZ").update(valid_to=last)
    response = client.get(ADDRESS)
    assert response.wsgi_request.page_store_until == end_of(last)
    assert response.context["card"].facts[0].people[0].note == ""


def test_that_a_body_is_no_more_is_said(client: Client, filled: Facts) -> None:
    gone = localdate() - timedelta(1)
    Organisation.objects.filter(abbreviation="ASZ").update(valid_to=gone)
    response = client.get(ADDRESS)
    notes = [bool(who.note) for fact in response.context["card"].facts for who in fact.people]
    assert notes == [True, False, False, False]
    assert getattr(response.wsgi_request, "page_store_until", None) is None


@pytest.mark.parametrize(
    "change", [{"name": "Jiná agentura"}, {"abbreviation": "JA"}, {"valid_to": "2020-01-01"}]
)
def test_pages_that_name_a_body_are_made_anew_when_it_reads_otherwise(
    plan: Plan, filled: Facts, change: dict[str, Any]
) -> None:
    other = make_plan("jiny-plan", "Jiný")
    before = dict(PageRevision.objects.values_list("plan", "number"))
    agency = Organisation.objects.get(abbreviation="ASZ")
    organisations.change(agency, version_of(agency), None, **change)
    after = dict(PageRevision.objects.values_list("plan", "number"))
    assert after == before | {plan.pk: before[plan.pk] + 1}
    assert before[other.pk] == after[other.pk]
    organisations.change(agency, version_of(agency), None, email="a@example.cz")
    assert dict(PageRevision.objects.values_list("plan", "number")) == after


# What it costs


@pytest.mark.parametrize("bodies", [1, 3])
def test_a_card_costs_one_query_and_bodies_two_more(
    client: Client, db: None, bodies: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan()
    draft = draft_of(plan)
    some = [Organisation.objects.create(name=f"Odbor {number}") for number in range(bodies)]
    people = tuple(Responsible(Role.CO_LEAD, one.pk, one.name) for one in some)
    fill(item_of(draft, "A1.1"), Facts(responsibilities=people))
    publish(plan)
    client.get("/zkusebni-plan/A1.3/")  # which reads the revisions, and the glossary once
    with django_assert_num_queries(6):
        client.get("/zkusebni-plan/A1.2/")
    with django_assert_num_queries(8):
        client.get(ADDRESS)
