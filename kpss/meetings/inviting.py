"""Inviting members to a meeting, their answers by link, and telling them of what has changed."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kpss import letters
from kpss.meetings.holding import (
    MeetingRefused,
    locked,
    refuse_begun,
    refuse_called_off,
    refuse_over,
)
from kpss.models import Attendance, Meeting, Membership
from strategy import editing
from strategy.auditing.noting import note_written
from strategy.editing import Author

# What a letter to somebody invited speaks of.
AT_HAND = ("membership__person", "meeting__body")
Answer = Attendance.Answer


def seats(meeting: Meeting) -> QuerySet[Membership]:
    """Who sits in the body on the day of the meeting; not their deputies."""
    sitting = Membership.objects.on(meeting.day).filter(body=meeting.body_id)
    return sitting.exclude(role=Membership.Role.DEPUTY)


def to_invite(meeting: Meeting) -> QuerySet[Membership]:
    """Those of them who are not invited yet."""
    return seats(meeting).exclude(attendances__meeting=meeting)


def deputies(membership: Membership, meeting: Meeting) -> QuerySet[Membership]:
    """Who may stand in for a member on the day of the meeting."""
    return Membership.objects.on(meeting.day).filter(deputy_for=membership)


def invite(meeting: Meeting, by: Author = None) -> list[Attendance]:
    """Invite all who are not invited yet; returns them, also those who have no e-mail.

    Raises MeetingRefused where the meeting was called off or is over.
    """
    with transaction.atomic():
        current = locked(meeting.pk)
        refuse_called_off(current)
        refuse_over(current)
        found = to_invite(current).select_related("person").order_by("side", "pk")
        invited = Attendance.objects.bulk_create(
            Attendance(meeting=current, membership=each, side=each.side) for each in found
        )
        if invited:
            current.invited_at = current.invited_at or timezone.now()
            editing.signed(current, by).save()
            letters.meeting_invitations(invited)
    return invited


def invite_again(attendance: Attendance) -> None:
    """Send the invitation once more to one member, such as after the e-mail was mended.

    Raises MeetingRefused where there is no e-mail, or nothing to come to.
    """
    with transaction.atomic():
        current = locked(attendance.meeting_id)
        refuse_called_off(current)
        refuse_over(current)
        found = Attendance.objects.select_related(*AT_HAND).get(pk=attendance.pk)
        if not found.membership.person.email:
            raise MeetingRefused(_("This member has no e-mail. Fill it in first."))
        letters.meeting_invitations([found], again=True)
        note_written(found)


def answer(attendance: Attendance, given: str) -> Attendance:
    """Write down what a member has answered to the invitation; the last answer counts.

    Who is to stand in for them is told, also where that is no longer needed. Raises
    MeetingRefused where the meeting was called off or has begun, or where there is no deputy.
    """
    with transaction.atomic():
        meeting = locked(attendance.meeting_id)
        refuse_called_off(meeting)
        refuse_begun(meeting)
        current = Attendance.objects.select_related("membership__person").get(pk=attendance.pk)
        current.meeting = meeting
        _refuse_answer(current, given)
        if current.answer == given:
            return current
        before, current.answer, current.answered_at = current.answer, given, timezone.now()
        current.save(update_fields=["answer", "answered_at"])
        if Answer.DEPUTY in (before, given):
            _tell_deputies(current, comes=given == Answer.DEPUTY)
    return current


def tell_of_change(meeting: Meeting, *, moved: bool) -> None:
    """Tell those invited what a meeting is now like. In the transaction of its change.

    Where it was `moved`, they are asked anew, and deputies do not come to the former time.
    """
    if meeting.invited_at is None or meeting.is_past:
        return
    invited = _invited(meeting)
    answered = {one.pk for one in invited if one.answer}
    if moved:
        for one in invited:
            if one.answer == Answer.DEPUTY:
                _tell_deputies(one, comes=False)
        _forget_answers(invited)
    letters.meeting_changed(invited, moved=moved, answered=answered)


def tell_of_calling_off(meeting: Meeting) -> None:
    """Tell those invited that they need not come. In the transaction of the deed."""
    if meeting.invited_at is None:
        return
    invited = _invited(meeting)
    letters.meeting_called_off(invited)
    for one in invited:
        if one.answer == Answer.DEPUTY:
            _tell_deputies(one, comes=False)


def tell_of_reinstating(meeting: Meeting) -> None:
    """Ask those invited anew, for they have planned otherwise since. In the deed's transaction."""
    if meeting.invited_at is None:
        return
    invited = _invited(meeting)
    _forget_answers(invited)
    letters.meeting_reinstated(invited)


def _forget_answers(invited: list[Attendance]) -> None:
    for one in invited:
        one.answer, one.answered_at = Answer.NONE, None
    Attendance.objects.bulk_update(invited, ["answer", "answered_at"])


def _invited(meeting: Meeting) -> list[Attendance]:
    found = list(
        Attendance.objects.select_for_update(of=("self",))
        .filter(meeting=meeting)
        .select_related("membership__person")
        .order_by("pk")
    )
    for one in found:
        one.meeting = meeting
    return found


def _tell_deputies(attendance: Attendance, *, comes: bool) -> None:
    found = deputies(attendance.membership, attendance.meeting).select_related("person")
    letters.meeting_deputies(attendance, list(found), comes=comes)


def _refuse_answer(attendance: Attendance, given: str) -> None:
    if given not in (Answer.YES, Answer.NO, Answer.DEPUTY):
        raise MeetingRefused(_("Choose one of the answers."))
    theirs = deputies(attendance.membership, attendance.meeting)
    if given == Answer.DEPUTY and not theirs.exists():
        raise MeetingRefused(_("You have no deputy in this group."))
