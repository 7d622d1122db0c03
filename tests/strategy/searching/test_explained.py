"""What explains plans is found: terms, and items by their summaries and translations."""

import pytest
from django.test import Client

from strategy.explaining import glossary, summaries
from strategy.models import Edition, SearchEntry, Summary, Term, Translation
from strategy.models.explaining import digest_of
from strategy.searching.suggesting import suggest
from tests.factories import draft_of, item_of, make_plan, publish, publish_afterwards, reword
from tests.searching import catch_up, found

MEASURE = "/zkusebni-plan/A1.2/"


@pytest.fixture
def edition(db: None) -> Edition:
    edition = publish(make_plan())
    catch_up()
    return edition


def translate(edition: Edition, code: str, text: str) -> Translation:
    item = item_of(edition, code)
    return Translation.objects.create(
        plan=edition.plan, item_key=item.key, language="en", wording=item.text,
        digest=digest_of(item.text), text=text,
    )  # fmt: skip


def test_a_term_is_found_by_what_it_means_until_it_is_gone(edition: Edition) -> None:
    term = glossary.add(
        Term(word="gesce", abbreviation="GES", explanation="Kdo se o xylofon stará.")
    )
    catch_up()
    assert found("xylofony") == found("GES") == ["/slovnik/#gesce"]
    glossary.delete([term])
    assert found("xylofony") == []


def test_a_term_of_a_plan_is_found_once_that_is_published(db: None) -> None:
    plan = make_plan()
    Term.objects.create(plan=plan, word="gesce", explanation="Kdo se o xylofon stará.")
    catch_up()
    assert found("xylofony") == []
    publish(plan)
    catch_up()
    assert found("xylofony") == ["/slovnik/#gesce-zkusebni-plan"]


def test_an_item_is_found_by_its_summary_and_is_one_result(edition: Edition) -> None:
    item = item_of(edition, "A1.2")
    summaries.write(item, 0, "Kdo má doma xylofon, dostane paličky.")
    catch_up()
    assert found("xylofony") == [MEASURE]
    assert found("xylofony A1.2").count(MEASURE) == 1
    assert [one.address for one in suggest("A1.2")] == [MEASURE]
    Summary.objects.update(text="Jinak.")
    assert found("xylofony") == []


def test_a_summary_of_a_draft_is_not_found_before_the_draft_is_public(edition: Edition) -> None:
    item = item_of(draft_of(edition.plan), "A1.2")
    reword(item, "Něco docela jiného.")
    item.refresh_from_db()
    summaries.write(item, 0, "Kdo má doma xylofon, dostane paličky.")
    catch_up()
    assert found("xylofony") == []
    publish_afterwards(edition.plan)
    catch_up()
    assert found("xylofony") == [MEASURE]
    # Once the wording stands no more, neither does what explained it.
    reword(item_of(draft_of(edition.plan), "A1.2"), "A zase jinak.")
    publish_afterwards(edition.plan)
    catch_up()
    assert found("xylofony") == []


def test_english_words_find_the_item_in_english(edition: Edition, client: Client) -> None:
    row = translate(edition, "A1.2", "Support volunteers.")
    catch_up()
    assert f'<a href="/en{MEASURE}">' in client.get("/en/hledani/?q=volunteers").content.decode()
    assert f'<a href="{MEASURE}">' in client.get("/hledani/?q=volunteers").content.decode()
    row.delete()
    assert SearchEntry.objects.filter(source="translations").count() == 0
