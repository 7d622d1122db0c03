"""The pages of meetings that come back, where what is sent is refused or nothing is."""

from django.urls import reverse

from kpss.models import Body, Meeting, Series
from tests.kpss.meetings.cast import coordinator

LIST = reverse("kpss:meeting_staff_list")


def test_a_time_that_the_clocks_do_not_show_is_told_before_the_days_are(body: Body) -> None:
    # The last Sundays; in March clocks are put forward.
    typed = {"body": body.pk, "every_months": 1, "first_on": "2026-12-27", "time_from": "02:30"}
    page = coordinator().post(reverse("kpss:series_plan"), typed | {"place": "Sál"})
    assert list(page.context["form"].errors) == ["time_from"]
    assert page.context["planned"] == []


def test_who_comes_back_to_where_a_series_was_extended_reads_of_all(body: Body) -> None:
    given = {"every_months": 2, "first_on": "2026-12-03", "time_from": "09:00", "place": "Sál"}
    found = Series.objects.create(body=body, **given)
    answer = coordinator().get(reverse("kpss:series_extend", args=[found.pk]))
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert not Meeting.objects.exists()
