"""What the city gives money by, for everyone: the years, a year, a measure's own page."""

from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import Edition, Organisation, Plan
from tests.factories import draft_of, item_of
from tests.kpss.papers import HTML, make_call, make_document, make_funding

LIST = reverse("kpss:subsidy_list")


def year(client: Client, number: int = 2014):
    return client.get(reverse("kpss:subsidy_year", args=[number]))


def test_the_list_sums_each_year_the_newest_first(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    call = make_call(2014)
    make_funding(item, call, amount=2_207_350)
    make_funding(item, call, amount=1_000_000)
    make_call(2014, "Druhá", amount=None)
    make_call(2013, amount=None)
    page = client.get(LIST)
    assert [tuple(one) for one in page.context["years"]] == [
        (2014, ["Pravidla dotací"], 2, 5_000_000, 3_207_350),
        (2013, ["Pravidla dotací"], 1, None, None),
    ]
    assert "3\xa0207\xa0350\xa0Kč" in page.content.decode()


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2014], "pro 1 rok,"),
        ([2013, 2014], "pro 2 roky,"),
        ([2010, 2011, 2012, 2013, 2014], "pro 5 let,"),
    ],
)
def test_the_list_says_of_how_many_years_it_tells(
    client: Client, published: Edition, years: list[int], said: str
) -> None:
    for number in years:
        make_call(number)
    lead = lxml.html.fromstring(client.get(LIST).content).find_class("lead")[0].text_content()
    assert said in lead.replace("\xa0", " ")


def test_a_funding_is_called_by_its_call_and_crowns(published: Edition) -> None:
    item, call = item_of(published, "A1.1"), make_call(2014)
    known = make_funding(item, call, amount=2_207_350)
    unknown = make_funding(item, call, amount=None)
    assert str(known).replace("\xa0", " ") == f"{call}: 2 207 350 Kč"
    assert str(unknown) == str(call)


def test_an_empty_list_is_a_page_too(client: Client, db: None) -> None:
    assert client.get(LIST).context["years"] == []


def test_a_year_has_its_criteria_calls_and_measures(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    receiver = Organisation.objects.create(name="Charita Brno")
    call = make_call(2014, title="První výzva")
    make_funding(item, call, organisation=receiver, note="Pobytová služba")
    page = year(client)
    (ruled,) = page.context["year"].rules
    assert ruled.criteria == ["Potřebnost", "Kvalita"]
    assert [one.given for one in ruled.calls] == [2_207_350]
    text = page.content.decode()
    for shown in (
        f'href="{published.plan.get_absolute_url()}A1.1/"',
        f'href="{reverse("kpss:organisation_detail", args=[receiver.pk])}"',
        "2\xa0207\xa0350\xa0Kč",
        "5\xa0000\xa0000\xa0Kč",
        "Pobytová služba",
        "28.\xa02. 2014",
    ):
        assert shown in text


def test_sums_leave_out_what_is_not_known(client: Client, published: Edition) -> None:
    call = make_call(2014, amount=None)
    make_funding(item_of(published, "A1.1"), call, amount=None)
    found = year(client).context["year"]
    assert (found.offered, found.given, found.rules[0].calls[0].given) == (None, None, None)


def test_a_measure_that_nobody_may_read_yet_is_not_told(client: Client, plan: Plan) -> None:
    item = item_of(draft_of(plan), "A1.1")
    make_funding(item)
    text = year(client).content.decode()
    assert item.text not in text
    assert plan.title not in text
    assert "2\xa0207\xa0350\xa0Kč" in text


def test_rules_lead_to_their_document_where_it_is_public(client: Client, db: None) -> None:
    rules = make_call().rules
    rules.document = make_document("Pravidla s přílohou")
    rules.save()
    assert rules.document.get_absolute_url() in year(client).content.decode()


def test_a_document_that_is_not_public_is_not_told(client: Client, db: None) -> None:
    rules = make_call().rules
    rules.document = make_document("Tajná příloha", is_public=False)
    rules.save()
    assert "Tajná příloha" not in year(client).content.decode()


@pytest.mark.parametrize("number", [2013, 0])
def test_a_year_without_rules_is_not_found(client: Client, db: None, number: int) -> None:
    make_call(2014)
    assert year(client, number).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_however_long_they_are(
    client: Client, published: Edition, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        call = make_call(2014, f"Výzva {number}")
        for code in ("A1.1", "A1.2"):
            receiver = Organisation.objects.create(name=f"Charita {number} {code}")
            make_funding(item_of(published, code), call, organisation=receiver)
    # Rules, calls, fundings, editions and items; and the revisions.
    with django_assert_num_queries(5 + 1):
        year(client)
    with django_assert_num_queries(3):
        client.get(LIST)


def test_words_are_text_on_every_page(client: Client, published: Edition) -> None:
    call = make_call(2014, title=HTML.decode())
    item = item_of(published, "A1.1")
    make_funding(item, call, note=HTML.decode())
    for response in (year(client), client.get(item.get_absolute_url())):
        assert b"<script>alert" not in response.content


# On the page of a measure


def test_a_measure_says_what_it_is_paid_from(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    older, newer = make_call(2013, "Starší"), make_call(2014, "Novější")
    make_funding(item, older, amount=1_000_000)
    make_funding(item, newer, amount=2_207_350)
    text = client.get(item.get_absolute_url()).content.decode()
    assert text.index("Novější") < text.index("Starší")
    assert f'href="{reverse("kpss:subsidy_year", args=[2014])}#vyzva-{newer.pk}"' in text
    assert "3\xa0207\xa0350\xa0Kč" in text


def test_a_measure_that_nobody_paid_for_says_nothing_of_it(
    client: Client, published: Edition
) -> None:
    make_funding(item_of(published, "A1.2"))
    text = client.get(item_of(published, "A1.1").get_absolute_url()).content.decode()
    assert 'id="z-ceho-se-plati"' not in text


def test_it_is_shown_in_every_edition(client: Client, published: Edition) -> None:
    make_funding(item_of(published, "A1.1"))
    address = f"{published.get_absolute_url()}A1.1/"
    assert 'id="z-ceho-se-plati"' in client.get(address).content.decode()
