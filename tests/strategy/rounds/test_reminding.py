"""Reminders: seven days before the last day and on it, to who has not answered."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

from django.utils.formats import date_format

from strategy.days import start_of
from strategy.models import Edition, Lead, Letter, MeasureState, Organisation, Round, RoundAnswer
from strategy.progress import reporting
from strategy.rounds import closing, reminding
from tests.factories import item_of
from tests.strategy.progress.scene import EMAIL, lead_of, make_department
from tests.strategy.rounds.scene import opened

REMINDERS = Letter.objects.filter(kind="round_reminder")


def at_noon(found: Round, days_before: int) -> datetime:
    return start_of(found.answers_by - timedelta(days=days_before)) + timedelta(hours=12)


def reminded(found: Round, days_before: int) -> list[tuple[str, int]]:
    """To whom the worker writes on a day, and about how many measures."""
    known = set(REMINDERS.values_list("pk", flat=True))
    with patch("django.utils.timezone.now", return_value=at_noon(found, days_before)):
        while reminding.remind_next():
            pass
    written = REMINDERS.exclude(pk__in=known).order_by("to")
    return [(one.to, len(re.findall(r"/odkaz/plneni/\S+/", one.plain))) for one in written]


def test_who_is_silent_is_reminded_a_week_before_and_on_the_day_once_each(
    edition: Edition,
) -> None:
    found = opened(edition)
    about_all = [(EMAIL, 3)]
    told = [reminded(found, day) for day in (21, 8, 7, 6, 1, 0, 0, -1)]
    assert told == [[], [], about_all, [], [], about_all, [], []]


def test_who_has_answered_is_left_in_peace(edition: Edition) -> None:
    found = opened(edition)
    reporting.report(item_of(edition, "A1.1"), "under_way")
    assert reminded(found, 7) == [(EMAIL, 2)]
    for code in ("A1.2", "A1.3"):
        reporting.report(item_of(edition, code), "under_way")
    assert reminded(found, 0) == []


def test_a_worker_that_stood_still_reminds_late_but_not_after_the_last_day(
    edition: Edition,
) -> None:
    found = opened(edition)
    assert reminded(found, 3) == [(EMAIL, 3)]
    assert reminded(found, -1) == []


def test_a_round_opened_within_the_week_has_the_last_reminder_only(edition: Edition) -> None:
    found = opened(edition, days=5)
    assert [reminded(found, day) for day in (5, 3, 0)] == [[], [], [(EMAIL, 3)]]


def test_whoever_leads_by_then_is_reminded(edition: Edition) -> None:
    found = opened(edition)
    other = make_department("OŽP", "ozp@brno.example")
    Lead.objects.filter(pk=lead_of(edition, "A1.2").pk).update(organisation=other)
    assert reminded(found, 7) == [(EMAIL, 2), ("ozp@brno.example", 1)]
    answer = RoundAnswer.objects.get(round=found, item__code="A1.2")
    assert answer.organisation == other


def test_who_got_an_address_meanwhile_is_asked_with_the_reminder(edition: Edition) -> None:
    Organisation.objects.update(email="")
    found = opened(edition)
    assert reminded(found, 7) == []
    Organisation.objects.update(email=EMAIL)
    assert reminded(found, 6) == [(EMAIL, 3)]
    assert RoundAnswer.objects.filter(round=found, asked_at=None).count() == 0


def test_a_closed_round_reminds_nobody(edition: Edition) -> None:
    found = opened(edition)
    closing.close(found)
    assert reminded(found, 7) == []


def test_a_measure_that_the_plan_has_no_more_is_left_out(edition: Edition) -> None:
    found = opened(edition)
    MeasureState.objects.filter(item__code="A1.1").delete()
    assert reminded(found, 7) == [(EMAIL, 2)]


def test_the_letter_says_until_when_and_that_it_is_the_last_day(edition: Edition) -> None:
    found = opened(edition)
    reminded(found, 7)
    reminded(found, 0)
    day = date_format(found.answers_by, "DATE_FORMAT")
    subjects = [letter.subject.replace("\xa0", " ") for letter in REMINDERS.order_by("pk")]
    assert [day in subject for subject in subjects] == [True, False]
