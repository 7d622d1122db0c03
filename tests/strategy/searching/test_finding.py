"""What is found, by what, and in which order."""

from typing import Any

import pytest
from django.utils.translation import ngettext

from strategy.models import Edition, Plan, SearchEntry, Synonyms
from strategy.searching import asking, finding, meant
from strategy.searching.finding import Narrowing
from strategy.searching.results import Results
from tests.factories import draft_of, item_of, make_plan, publish, publish_afterwards, reword
from tests.searching import catch_up, found

PLAN = "/zkusebni-plan/"


@pytest.fixture
def plan() -> Plan:
    """Other words than those of the factory."""
    plan = make_plan()
    texts = {
        "A1.1": "Rozvíjet domovy pro seniory/seniorky v Brně.",
        "A1.2": "Podporovat subjekty pracující s dobrovolníky.",
        "A1.3": "Vychovávat k tomu, že dávat je normální.",
    }
    for code, text in texts.items():
        reword(item_of(draft_of(plan), code), text)
    return plan


@pytest.fixture
def indexed(db: None, plan: Plan) -> Edition:
    edition = publish(plan)
    catch_up()
    return edition


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("seniorů", "A1.1"),
        ("brne", "A1.1"),
        ("DOBROVOLNICI", "A1.2"),
        ("a1.1", "A1.1"),
        ("A1", "A1"),
        ("a", "A"),
        ("„dávat je normální“", "A1.3"),
        ("kde jsou nějaké domovy", "A1.1"),
    ],
)
def test_the_best_comes_first(indexed: Edition, typed: str, code: str) -> None:
    assert found(typed)[0] == f"{PLAN}{code}/"


@pytest.mark.parametrize("typed", ["„normální dávat“", "xylofon", "seniorů%", "_", "B7"])
def test_what_does_not_stand_there_is_not_found(indexed: Edition, typed: str) -> None:
    wanted = [f"{PLAN}A1.1/"] if typed == "seniorů%" else []
    assert found(typed)[:1] == wanted


def test_words_of_the_same_meaning_are_found(indexed: Edition) -> None:
    assert found("vnučka") == []
    Synonyms.objects.create(words="senior, vnučka")
    assert found("vnučka") == [f"{PLAN}A1.1/"]


def test_a_wording_that_is_no_longer_in_force_is_found_only_when_asked_for(
    indexed: Edition,
) -> None:
    reword(item_of(draft_of(indexed.plan), "A1.2"), "Něco docela jiného.")
    publish_afterwards(indexed.plan)
    catch_up()
    older = Narrowing(all_editions=True)
    assert found("dobrovolníci") == []
    assert found("dobrovolníci", older) == [f"{PLAN}edice/1/A1.2/"]
    # What says the same in both is one result.
    assert found("domovy seniorů", older)[:1] == [f"{PLAN}A1.1/"]
    assert SearchEntry.objects.filter(code="A1.1").count() == 1


def test_results_are_narrowed_by_plan_kind_and_year(indexed: Edition) -> None:
    other = publish(make_plan("druhy", "Druhý plán"))
    catch_up()
    both = found("podporovat")
    assert {address.split("/")[1] for address in both} == {"zkusebni-plan", "druhy"}
    of_other = [address for address in both if address.startswith("/druhy/")]
    assert found("podporovat", Narrowing(plan_id=other.plan_id)) == of_other
    assert found("zkušební plán", Narrowing(kind="plan"))[:1] == [PLAN]
    assert found("podporovat", Narrowing(kind="plan")) == []
    year = other.published_at.year
    assert found("podporovat", Narrowing(year=year)) == both
    assert found("podporovat", Narrowing(year=year - 1)) == []


def test_kinds_are_counted_before_one_is_chosen(indexed: Edition) -> None:
    asked = asking.read("zkušební seniory")
    counted = finding.find(asked, Narrowing(kind="plan"))
    assert (len(counted.keys), counted.counts["plan"]) == (1, 1)
    assert counted.counts["item"] > 1


def test_of_a_common_word_only_so_many_are_looked_at(
    indexed: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asking.read("plán")
    whole = finding.find(asked, Narrowing())
    monkeypatch.setattr(finding, "CANDIDATES", 2)
    some = finding.find(asked, Narrowing())
    assert (whole.is_capped, some.is_capped) == (False, True)
    assert len(whole.keys) > 2 == len(some.keys)


def test_what_a_filter_passed_only_in_part_is_told(
    indexed: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, in_force = asking.read("plán"), Narrowing()
    whole = Results(asked, in_force, page=1)
    monkeypatch.setattr(finding, "SCANNED", 2)
    monkeypatch.setattr(finding, "CANDIDATES", 3)
    part = Results(asked, in_force, page=1)
    assert (whole.found.is_partial, part.found.is_partial) == (False, True)
    assert (whole.count > part.count, part.count) == (True, 2)
    assert part.headline != ngettext("%(count)d result", "%(count)d results", 2) % {"count": 2}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("senoirů", "seniory"),
        ("dobrovolnýk", "dobrovolníky"),
        ("domovy pro senyory", "domovy pro seniory"),
        ("esniorů", "seniory"),
        ("renior", "seniory"),
        ("dobrovonlíký", "dobrovolníky"),
        ("senbar", ""),
        ("xylofon", ""),
        ("dam", ""),
        ("B7", ""),
    ],
)
def test_a_word_that_is_near_is_offered(indexed: Edition, typed: str, said: str) -> None:
    asked = asking.read(typed)
    unknown = finding.find(asked, Narrowing()).unknown
    assert meant.meant(asked, unknown) == said


def test_nothing_costs_more_than_the_queries_told(
    indexed: Edition, django_assert_num_queries: Any
) -> None:
    for typed in ("seniorů", "domovy pro seniory v brně nebo dobrovolníky"):
        with django_assert_num_queries(2):
            finding.find(asking.read(typed), Narrowing())
