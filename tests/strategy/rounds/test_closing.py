"""Closing a round fixes what stands for each measure."""

import pytest
from django.db import IntegrityError, transaction

from strategy.models import Edition, Organisation, PageRevision, Round, RoundAnswer
from strategy.progress import reporting
from strategy.rounds import closing
from strategy.rounds.opening import RoundRefused
from tests.factories import item_of
from tests.strategy.progress.scene import in_force
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
    with django_assert_num_queries(7):
        closing.close(found)
