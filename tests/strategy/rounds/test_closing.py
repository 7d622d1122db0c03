"""Closing a round fixes what stands for each measure."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from strategy.models import (
    Edition,
    Organisation,
    PageRevision,
    Plan,
    Round,
    RoundAnswer,
)
from strategy.progress import hiding, leading, reporting, states
from strategy.rounds import closing, evaluation
from strategy.rounds.opening import RoundRefused
from tests.factories import item_of
from tests.strategy.progress.scene import in_force, lead_of
from tests.strategy.rounds.scene import opened


def statuses(found: Round) -> dict[str, str | None]:
    rows = RoundAnswer.objects.filter(round=found).select_related("item", "report")
    return {row.item.code: row.report.status if row.report else None for row in rows}


def test_the_newest_that_was_said_stands_whatever_comes_later(edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.2"), "under_way")
    found = opened(edition)
    for status in ("under_way", "done"):
        reporting.report(item_of(edition, "A1.1"), status)
    assert statuses(found) == {"A1.1": None, "A1.2": None, "A1.3": None}
    closing.close(found, "Splněno první opatření.")
    reporting.report(item_of(edition, "A1.1"), "not_done")
    reporting.report(item_of(edition, "A1.3"), "under_way")
    assert statuses(found) == {"A1.1": "done", "A1.2": "under_way", "A1.3": None}
    found.refresh_from_db()
    assert found.evaluation == "Splněno první opatření."


def missing_in(found: Round) -> dict[str, list[str]]:
    rows = evaluation.of(Round.objects.select_related("plan").get(pk=found.pk)).rows
    return {row.item.code: row.signals.missing for row in rows}


def test_what_was_missing_stays_whatever_cards_ask_for_later(edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.1"), "done")
    found = closing.close(opened(edition))
    before = missing_in(found)
    assert before == {"A1.1": ["evidence"], "A1.2": [], "A1.3": []}
    Plan.objects.filter(pk=edition.plan_id).update(card_fields=[])
    assert missing_in(found) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundAnswer.objects.filter(round=found).update(missing=[])


def test_a_missing_lead_stays_missing_when_cards_ask_for_none(edition: Edition) -> None:
    led = lead_of(edition, "A1.2")
    leading.end(led, localdate())
    states.refresh(led.plan_id, [led.item_key])
    found = closing.close(opened(edition))
    Plan.objects.filter(pk=edition.plan_id).update(card_fields=[])
    assert missing_in(found) == {"A1.1": [], "A1.2": ["lead"], "A1.3": []}


def test_evidence_that_was_hidden_since_is_missing_beside_the_status_too(edition: Edition) -> None:
    report = reporting.report(item_of(edition, "A1.1"), "done", evidence="Dopis paní Nové")
    found = closing.close(opened(edition))
    assert missing_in(found)["A1.1"] == []
    hiding.hide(report, ["evidence"], None)
    assert missing_in(found)["A1.1"] == ["evidence"]


def test_it_is_closed_once(edition: Edition) -> None:
    found = opened(edition)
    closed_at = closing.close(found).closed_at
    with pytest.raises(RoundRefused):
        closing.close(found)
    found.refresh_from_db()
    assert found.closed_at == closed_at


def test_the_database_keeps_a_closed_round(edition: Edition) -> None:
    found = opened(edition)
    closing.close(found)
    for change in ({"closed_at": None}, {"year": 2020}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=found.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundAnswer.objects.filter(round=found).update(organisation=None)


def test_closing_makes_stored_pages_stale(edition: Edition) -> None:
    found = opened(edition)
    before = PageRevision.objects.get(plan=edition.plan).number
    closing.close(found)
    assert PageRevision.objects.get(plan=edition.plan).number == before + 1


def test_the_evaluation_is_written_before_and_after_closing(edition: Edition) -> None:
    found = opened(edition)
    closing.evaluate(found, "Zatím nic.", seen="")
    closing.close(found)
    found.refresh_from_db()
    assert found.evaluation == "Zatím nic."
    before = PageRevision.objects.get(plan=edition.plan).number
    closing.evaluate(found, "Dobré čtvrtletí.", seen="Zatím nic.")
    found.refresh_from_db()
    assert found.evaluation == "Dobré čtvrtletí."
    assert PageRevision.objects.get(plan=edition.plan).number == before + 1


def test_words_that_somebody_else_wrote_meanwhile_are_not_lost(edition: Edition) -> None:
    found = opened(edition)
    closing.evaluate(found, "První.", seen="")
    with pytest.raises(RoundRefused):
        closing.evaluate(found, "Druhé.", seen="")
    # The same sent twice is no conflict.
    closing.evaluate(found, "První.", seen="")
    found.refresh_from_db()
    assert found.evaluation == "První."


@pytest.mark.parametrize("measures", [1, 3])
def test_three_measures_are_closed_as_cheaply_as_one(
    department: Organisation, measures: int, django_assert_num_queries
) -> None:
    found = opened(in_force(department, measures))
    with django_assert_num_queries(11):
        closing.close(found)
