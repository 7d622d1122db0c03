"""Leads are given more time, and told of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from strategy.models import Edition, Letter, PageRevision, Round, RoundAnswer
from strategy.progress import reporting
from strategy.rounds import closing, extending, reminding
from strategy.rounds.opening import LONGEST, RoundRefused
from tests.factories import item_of
from tests.strategy.cast import client_of
from tests.strategy.rounds.scene import closed, in_days, opened


def path_of(found: Round) -> str:
    return f"/plneni/sprava/obdobi/{found.pk}/delsi/"


def test_who_has_not_answered_is_told_of_the_new_day(edition: Edition) -> None:
    found = opened(edition)
    reporting.report(item_of(edition, "A1.1"), "done")
    before = PageRevision.objects.get(plan=edition.plan).number
    assert extending.extend(found, in_days(40)) == 1
    letter = Letter.objects.get(kind="round_extended")
    assert (letter.plain.count("/odkaz/plneni/"), letter.wanted) == (2, True)
    reminded = RoundAnswer.objects.exclude(reminded_at=None)
    assert {one.item.code for one in reminded} == {"A1.2", "A1.3"}
    assert PageRevision.objects.get(plan=edition.plan).number == before + 1


def test_twice_a_day_is_told_twice(edition: Edition) -> None:
    found = opened(edition)
    assert [extending.extend(found, in_days(days)) for days in (40, 41)] == [1, 1]
    assert Letter.objects.filter(kind="round_extended").count() == 2


def test_reminders_go_by_the_new_day(edition: Edition) -> None:
    found = opened(edition, days=7)
    RoundAnswer.objects.update(asked_at=found.opened_at - timedelta(days=20))
    extending.extend(found, in_days(30))
    assert reminding.remind_next() is False


def test_each_move_of_the_day_is_remembered(edition: Edition) -> None:
    found = opened(edition, days=20)
    closing.evaluate(found, "Zatím nic.", seen="")
    extending.extend(found, in_days(30))
    extending.extend(found, in_days(40))
    moves = [(one.before, one.after) for one in extending.extensions(found)]
    assert moves == [(in_days(30), in_days(40)), (in_days(20), in_days(30))]


@pytest.mark.parametrize("days", [20, 19, LONGEST.days + 1])
def test_a_day_that_is_no_later_or_beyond_the_links_is_refused(edition: Edition, days: int) -> None:
    found = opened(edition, days=20)
    with pytest.raises(RoundRefused):
        extending.extend(found, in_days(days))
    found.refresh_from_db()
    assert (found.answers_by, extending.extensions(found)) == (in_days(20), [])


def test_the_last_day_that_links_allow_is_allowed(edition: Edition) -> None:
    found = opened(edition)
    extending.extend(found, extending.longest(found))
    found.refresh_from_db()
    assert found.answers_by == in_days(LONGEST.days)


def test_a_closed_round_is_not_made_longer(edition: Edition) -> None:
    found = closed(edition)
    with pytest.raises(RoundRefused):
        extending.extend(found, in_days(40))


def test_the_coordinator_moves_the_day_on_the_page(fulfilment: Client, edition: Edition) -> None:
    found = opened(edition)
    answer = fulfilment.post(path_of(found), {"delsi-answers_by": in_days(40).isoformat()})
    page = fulfilment.get(answer.headers["Location"])
    assert (answer.status_code, page.context["round"]) == (303, found)
    (move,) = page.context["extensions"]
    assert (move.after, move.by.username) == (in_days(40), "fulfilment")


@pytest.mark.parametrize("given", ["", "zítra", "2020-01-01"])
def test_what_is_wrong_is_said_at_the_day(fulfilment: Client, edition: Edition, given: str) -> None:
    found = opened(edition)
    answer = fulfilment.post(path_of(found), {"delsi-answers_by": given})
    assert (answer.status_code, list(answer.context["extension"].errors)) == (200, ["answers_by"])


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("editor", 403), ("auditor", 403)])
def test_others_move_nothing(edition: Edition, who: str, status: int) -> None:
    found, client = opened(edition), client_of(who)
    given = {"delsi-answers_by": in_days(40).isoformat()}
    assert client.post(path_of(found), given).status_code == status
    found.refresh_from_db()
    assert found.answers_by == localdate() + timedelta(days=21)
