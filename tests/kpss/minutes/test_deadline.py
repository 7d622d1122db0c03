"""Until when members may object: so that the next meeting can approve, and changed with a word."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from kpss.minutes import course, deadline
from kpss.minutes.course import MinutesRefused
from kpss.models import Meeting
from strategy.models import Letter
from tests.kpss.factories import make_body, make_meeting
from tests.kpss.minutes.scene import Scene, begun, minutes_of, sent
from tests.strategy.cast import client_of


def after(days: int) -> date:
    return localdate() + timedelta(days=days)


def next_meeting(scene: Scene, days: int) -> Meeting:
    return make_meeting(scene.body, after(days))


@pytest.mark.parametrize(("days", "proposed"), [(10, 9), (4, 3), (3, 14), (14, 13), (30, 14)])
def test_it_ends_the_day_before_the_next_meeting_unless_that_leaves_too_little(
    days: int, proposed: int, scene: Scene
) -> None:
    next_meeting(scene, days)
    page = client_of("coordinator").get(course_page(begun(scene)))
    assert page.context["send_form"]["until"].value() == after(proposed)
    assert (page.context["missed"] is not None) == (proposed >= days)


def test_a_meeting_called_off_or_of_another_group_counts_for_nothing(scene: Scene) -> None:
    make_meeting(make_body("PS Rodiny"), after(5))
    off = next_meeting(scene, 6)
    Meeting.objects.filter(pk=off.pk).update(cancelled_at=timezone.now(), cancelled_reason="Ne.")
    assert deadline.proposed(begun(scene)) == after(14)


def course_page(minutes: object) -> str:
    return reverse("kpss:minutes_course", args=[minutes.meeting.pk])


def test_the_day_can_be_moved_and_every_member_gets_a_word(scene: Scene) -> None:
    following, minutes = next_meeting(scene, 10), sent(scene)
    sent_at, client = minutes.sent_at, client_of("coordinator")
    assert client.get(course_page(minutes)).context["missed"] == following
    moving = reverse("kpss:minutes_deed", args=[scene.meeting.pk, "odeslat"])
    client.post(moving, {"until": after(9).isoformat()})
    moved = minutes_of(scene.meeting)
    assert (moved.objections_until, moved.sent_at) == (after(9), sent_at)
    assert moved.versions.count() == 1
    assert Letter.objects.filter(kind="objections_moved").count() == 3
    assert client.get(course_page(minutes)).context["missed"] is None


def test_the_same_day_is_no_change_and_a_past_one_is_refused(scene: Scene) -> None:
    minutes = sent(scene)
    for day in (minutes.objections_until, after(-1)):
        with pytest.raises(MinutesRefused):
            course.send(minutes, day)
    assert not Letter.objects.filter(kind="objections_moved").exists()


def test_a_day_too_late_for_the_next_meeting_is_sent_with_a_warning(scene: Scene) -> None:
    next_meeting(scene, 5)
    minutes, client = begun(scene), client_of("coordinator")
    deed = reverse("kpss:minutes_deed", args=[scene.meeting.pk, "odeslat"])
    answer = client.post(deed, {"until": after(14).isoformat()}, follow=True)
    assert [said.level_tag for said in answer.context["messages"]] == ["warning", "success"]
    assert minutes_of(minutes.meeting).objections_until == after(14)
