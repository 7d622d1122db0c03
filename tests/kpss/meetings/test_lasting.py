"""What the public lists say once a meeting is over, or all are off; and by which rules it went."""

from datetime import date

import pytest
from django.test import Client

from brnoplan import pagestore
from kpss.meetings import planning, reading
from kpss.models import Attendance, Meeting, PlanningRevision, Rules
from tests.kpss.factories import make_body, make_meeting, make_member
from tests.kpss.meetings.test_views import ALL, lines, main, words


def test_a_meeting_that_is_over_is_ahead_no_more_though_its_day_is_not(
    client: Client, coming: Meeting, now
) -> None:
    of_body = f"/kpss/skupiny/{coming.body.slug}/jednani/"
    Meeting.objects.filter(pk=coming.pk).update(day=date(2026, 11, 2))
    open_ended = make_meeting(make_body("PS Děti"), date(2026, 11, 2), time_to=None)
    for path, days_before in ((ALL, 2), (of_body, 1), ("/kpss/", 2)):
        assert len(lines(main(client, path))) >= 1, days_before
    assert [one.pk for one in Meeting.objects.upcoming()] == [coming.pk, open_ended.pk]
    now.move_to("2026-11-02 11:00 +0100")
    pagestore.store._read_at = float("-inf")
    assert (list(Meeting.objects.upcoming()), list(Meeting.objects.past())) == (
        [open_ended], [coming],
    )  # fmt: skip
    assert reading.ahead() == (1, open_ended)
    assert len(lines(main(client, ALL))) == 1
    assert client.get(of_body).context["upcoming"] == []


@pytest.mark.parametrize("where", [ALL, "/kpss/skupiny/{body}/jednani/"])
def test_where_all_are_called_off_the_list_does_not_say_that_none_was_announced(
    client: Client, coming: Meeting, where: str
) -> None:
    path = where.format(body=coming.body.slug)
    planning.call_off(coming, "Nemoc.")
    off = words(main(client, path).find_class("lead")[0])
    Meeting.objects.all().delete()
    PlanningRevision.raise_it()
    pagestore.store._read_at = float("-inf")
    assert off != words(main(client, path).find_class("lead")[0])


def test_a_quorum_is_told_with_the_rules_that_it_goes_by(client: Client, held: Meeting) -> None:
    member = make_member(held.body)
    Attendance.objects.create(meeting=held, membership=member, side=member.side, presence="present")
    rules = Rules.objects.create(body=held.body, number=1, quorum=2)
    path = f"{ALL}{held.pk}/"
    since = "6. 5. 2016"
    assert since not in words(main(client, path))
    Rules.objects.filter(pk=rules.pk).update(valid_from=date(2016, 5, 6))
    PlanningRevision.raise_it()
    pagestore.store.clear()
    assert since in words(main(client, path))
