"""Opening a round: each measure is noted, each lead gets one letter."""

import re

import pytest
from django.db import IntegrityError, transaction

from strategy.models import (
    Edition,
    Lead,
    Letter,
    MeasureState,
    Organisation,
    PageRevision,
    ProgressReport,
    Round,
    RoundAnswer,
)
from strategy.progress import asking, leading, reporting, states
from strategy.rounds import answers, extending, opening
from strategy.rounds.opening import RoundRefused
from strategy.rounds.periods import Kind, Period
from tests.factories import item_of, make_plan
from tests.strategy.progress.scene import EMAIL, in_force, lead_of, make_department
from tests.strategy.rounds.scene import EARLIER, PERIOD, closed, in_days, opened


def answers_in(found: Round) -> dict[str, tuple[object, bool]]:
    rows = RoundAnswer.objects.filter(round=found).select_related("item", "organisation")
    return {
        row.item.code: (
            row.organisation and row.organisation.abbreviation,
            row.asked_at is not None,
        )
        for row in rows
    }


def test_every_measure_is_noted_and_one_letter_asks_about_all(edition: Edition) -> None:
    told = opening.open_round(edition.plan, PERIOD, in_days(21))
    assert (told.letters, told.unasked) == (1, 0)
    assert answers_in(told.round) == dict.fromkeys(("A1.1", "A1.2", "A1.3"), ("OSP", True))
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.wanted) == ("round_opened", EMAIL, True)
    assert len(set(re.findall(r"/odkaz/plneni/\S+/", letter.plain))) == 3


def test_each_address_gets_its_own_letter(edition: Edition) -> None:
    other = make_department("OŽP", "ozp@brno.example")
    Lead.objects.filter(pk=lead_of(edition, "A1.2").pk).update(organisation=other)
    told = opening.open_round(edition.plan, PERIOD, in_days(21))
    sent = {
        letter.to: len(re.findall(r"/odkaz/plneni/\S+/", letter.plain))
        for letter in Letter.objects.all()
    }
    assert (told.letters, sent) == (2, {EMAIL: 2, "ozp@brno.example": 1})


def test_whom_nobody_could_ask_is_in_the_round_and_told(edition: Edition) -> None:
    leading.end(lead_of(edition, "A1.3"), in_days(0))
    mute = make_department("OŽP", "")
    Lead.objects.filter(pk=lead_of(edition, "A1.2").pk).update(organisation=mute)
    states.refresh(edition.plan_id)
    told = opening.open_round(edition.plan, PERIOD, in_days(21))
    assert (told.letters, told.unasked) == (1, 2)
    assert answers_in(told.round) == {
        "A1.1": ("OSP", True),
        "A1.2": ("OŽP", False),
        "A1.3": (None, False),
    }


def test_without_any_address_a_round_opens_without_letters(edition: Edition) -> None:
    Organisation.objects.update(email="")
    told = opening.open_round(edition.plan, PERIOD, in_days(21))
    assert (told.letters, told.unasked, Letter.objects.count()) == (0, 3, 0)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (PERIOD, 0),
        (PERIOD, -1),
        (PERIOD, opening.LONGEST.days + 1),
        (Period(Kind.YEAR, 9999), 21),
    ],
)
def test_days_that_make_no_sense_are_refused(edition: Edition, period: Period, days: int) -> None:
    with pytest.raises(RoundRefused):
        opening.open_round(edition.plan, period, in_days(days))
    assert (Round.objects.count(), Letter.objects.count()) == (0, 0)


def test_the_last_day_may_be_tomorrow_or_as_far_as_links_hold(edition: Edition) -> None:
    for days in (1, opening.LONGEST.days):
        opening.call_off(opened(edition, days=days))
    assert Round.objects.count() == 0


def test_a_plan_has_one_open_round_at_a_time(edition: Edition) -> None:
    opened(edition, EARLIER)
    with pytest.raises(RoundRefused):
        opened(edition, PERIOD)
    assert Round.objects.count() == 1


def test_a_period_has_one_round(edition: Edition) -> None:
    closed(edition)
    with pytest.raises(RoundRefused):
        opened(edition)
    assert Round.objects.count() == 1


def test_only_a_plan_in_force_is_asked_about(edition: Edition) -> None:
    with pytest.raises(RoundRefused):
        opening.open_round(make_plan("navrh"), PERIOD, in_days(21))


def test_a_plan_without_measures_is_refused(department: Organisation) -> None:
    with pytest.raises(RoundRefused):
        opened(in_force(department, measures=0))


def test_opening_makes_stored_pages_stale(edition: Edition) -> None:
    before = PageRevision.objects.get(plan=edition.plan).number
    opened(edition)
    assert PageRevision.objects.get(plan=edition.plan).number == before + 1


def test_a_round_opened_by_mistake_is_called_off_and_words_stay(edition: Edition) -> None:
    found = opened(edition)
    reporting.report(item_of(edition, "A1.1"), "done")
    opening.call_off(found)
    assert (Round.objects.count(), RoundAnswer.objects.count()) == (0, 0)
    assert ProgressReport.objects.count() == 1
    with pytest.raises(RoundRefused):
        opening.call_off(found)


def test_letters_of_a_round_that_was_called_off_do_not_go_out(edition: Edition) -> None:
    found = opened(edition)
    extending.extend(found, in_days(30))
    asking.ask(list(MeasureState.objects.select_related("item__edition__plan")))
    opening.call_off(found)
    states_of = {letter.kind: (letter.state, letter.to) for letter in Letter.objects.all()}
    assert states_of == {
        "round_opened": (Letter.State.DROPPED, ""),
        "round_extended": (Letter.State.DROPPED, ""),
        "progress_request": (Letter.State.WAITING, EMAIL),
    }


def test_a_closed_round_is_never_called_off(edition: Edition) -> None:
    found = closed(edition)
    with pytest.raises(RoundRefused):
        opening.call_off(found)
    # Nor past the deed.
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=found.pk).delete()
    assert Round.objects.count() == 1


def test_it_is_told_who_has_answered_since_the_round_was_opened(edition: Edition) -> None:
    reporting.report(item_of(edition, "A1.3"), "under_way")
    found = opened(edition)
    assert answers.tally(found) == answers.Tally(3, 0)
    reporting.report(item_of(edition, "A1.1"), "done")
    assert [row.item.code for row in answers.unanswered(found).order_by("item__lft")] == [
        "A1.2",
        "A1.3",
    ]
    tally = answers.tally(found)
    assert (tally, tally.silent, tally.share) == (answers.Tally(3, 1), 2, 33)
    assert answers.by_lead(found) == [("Odbor OSP", tally)]


@pytest.mark.parametrize("measures", [1, 3])
def test_three_measures_are_asked_about_as_cheaply_as_one(
    department: Organisation, measures: int, django_assert_num_queries
) -> None:
    plan = in_force(department, measures).plan
    with django_assert_num_queries(12):
        opening.open_round(plan, PERIOD, in_days(21))
