"""What the page of an item explains."""

import pytest
from django.test import Client

from brnoplan import pagestore
from strategy import reading
from strategy.explaining import glossary, summaries
from strategy.explaining.showing import of_item
from strategy.models import Edition, Summary, Term
from tests.factories import draft_of, item_of, publish
from tests.strategy.public_pages import reword

PAGE = "/zkusebni-plan/A1.2/"
OLD = "/zkusebni-plan/edice/1/A1.2/"


def explain(edition: Edition, text: str) -> Summary:
    return summaries.write(item_of(edition, "A1.2"), 0, text)


def shown(client: Client, address: str = PAGE) -> tuple[str, bool]:
    told = client.get(address).context["explained"]
    return told.summary, told.is_stale


def test_a_summary_stands_beside_the_wording_it_explains(client: Client, published) -> None:
    explain(published, "Pomůžeme záměru.")
    assert shown(client) == ("Pomůžeme záměru.", False)
    assert "Pomůžeme záměru." in client.get(PAGE).content.decode()


def test_another_wording_shows_that_its_summary_is_older(client: Client, published) -> None:
    explain(published, "Pomůžeme záměru.")
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr jinak.")
    publish(published.plan)
    assert shown(client) == ("Pomůžeme záměru.", True)
    assert client.get(PAGE).content.decode().count("notice--warning") == 1
    # The past edition still has its own words.
    assert shown(client, OLD) == ("Pomůžeme záměru.", False)


def test_a_newer_summary_is_not_shown_with_a_past_wording(client: Client, published) -> None:
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr jinak.")
    explain(publish(published.plan), "Pomůžeme jinak.")
    assert shown(client) == ("Pomůžeme jinak.", False)
    assert shown(client, OLD) == ("", False)


def test_a_summary_of_the_working_draft_is_not_shown_before_the_draft(
    client: Client, published
) -> None:
    draft = draft_of(published.plan)
    reword(draft, "A1.2", "Podporovat záměr jinak.")
    explain(draft, "Pomůžeme jinak.")
    assert shown(client) == ("", False)
    publish(published.plan)
    pagestore.store.clear()
    assert shown(client) == ("Pomůžeme jinak.", False)


def test_a_wording_that_came_back_has_its_summary_back(client: Client, published) -> None:
    explain(published, "Pomůžeme záměru.")
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr jinak.")
    explain(publish(published.plan), "Pomůžeme jinak.")
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr 2.")
    publish(published.plan)
    assert shown(client) == ("Pomůžeme záměru.", False)


def test_a_term_is_explained_in_place_and_leads_to_the_glossary(client: Client, published) -> None:
    glossary.add(Term(word="záměr", explanation="Co chceme udělat."))
    page = client.get(PAGE).content.decode()
    assert page.count('<a class="term" href="/slovnik/#zamer">záměr</a>') == 1
    assert page.count("Co chceme udělat.") == 1
    assert page.count('<details class="words">') == 1


def test_without_terms_and_summary_the_page_says_nothing_of_them(client: Client, published) -> None:
    page = client.get(PAGE).content.decode()
    assert ('class="words"' in page, 'class="plain"' in page) == (False, False)


@pytest.mark.parametrize("number", [1, 3])
def test_explaining_costs_a_query_and_another_once_after_the_glossary_changed(
    client: Client, published, number: int, django_assert_num_queries
) -> None:
    for place in range(number):
        glossary.add(Term(word=f"záměr {place}", explanation="Co chceme."))
    explain(published, "Pomůžeme záměru.")
    read = reading.read("zkusebni-plan", None, "A1.2")
    with django_assert_num_queries(2):
        of_item(read)
    with django_assert_num_queries(1):
        of_item(read)
