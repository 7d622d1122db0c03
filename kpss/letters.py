"""What the portal writes to people about community planning: each letter is one function.

All of them go to the outbox, in the transaction of the deed that calls them. Their words stand in
`templates/letters/<kind>.txt`; a letter's `about` is “kpss.<model>:<pk>”, so that it is found
when somebody is erased.
"""

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse

from kpss.links import Purpose
from kpss.meetings import calendars
from kpss.minutes.agenda import numbered
from kpss.models import (
    Application,
    Attendance,
    Membership,
    Minutes,
    MinutesVersion,
    NewsSubscription,
    Objection,
    Topic,
)
from strategy import naming, secret_links
from strategy.letters import outbox
from strategy.letters.message import Attachment
from strategy.models import Letter

# Meetings: invitations, changes, cancellations.


def meeting_invitations(invited: Iterable[Attendance], *, again: bool = False) -> None:
    """The invitation to each member with an e-mail, with the link under which they answer.

    Needs `membership.person` and `meeting.body` at hand. Two queries.
    """
    invited = list(invited)
    agenda = numbered(invited[0].meeting) if invited else []
    outbox.put(
        _to_guest(
            "meeting_invitation",
            one,
            {"agenda": agenda},
            once="" if again else f"{about(one)}:invited",
        )
        for one in invited
    )


def meeting_changed(
    invited: Iterable[Attendance], *, moved: bool, answered: Container[int]
) -> None:
    """What a meeting is now like; where it was `moved`, its guests are asked anew.

    `answered` has the keys of those who had answered to what it was like.
    """
    outbox.put(
        _to_guest(
            "meeting_changed",
            one,
            {"moved": moved, "answered": one.pk in answered},
            once=f"{about(one)}:changed-{one.meeting.sequence}",
        )
        for one in invited
    )


def meeting_called_off(invited: Iterable[Attendance]) -> None:
    """That a meeting will not be held, and why."""
    outbox.put(
        _to_guest(
            "meeting_called_off",
            one,
            {},
            once=f"{about(one)}:called-off-{one.meeting.sequence}",
            comes=False,
        )
        for one in invited
    )


def meeting_reinstated(invited: Iterable[Attendance]) -> None:
    """That a meeting which was called off will be held after all, and why."""
    outbox.put(
        _to_guest(
            "meeting_reinstated",
            one,
            {},
            once=f"{about(one)}:reinstated-{one.meeting.sequence}",
        )
        for one in invited
    )


def meeting_deputies(
    attendance: Attendance, deputies: Iterable[Membership], *, comes: bool
) -> None:
    """To who stands in for a member, that they are to come, or that they no longer are.

    Whoever has the link of a member could send these, so of them only few a day go out.
    """
    outbox.put(
        _about_meeting("meeting_deputy", attendance, one.person.email, {}, comes=comes)
        for one in deputies
    )


def _to_guest(
    kind: str,
    attendance: Attendance,
    context: dict[str, object],
    *,
    once: str,
    comes: bool = True,
) -> Letter:
    email = attendance.membership.person.email
    answer_url = secret_links.url(Purpose.ATTENDANCE, attendance.pk, email)
    given = {"answer_url": answer_url, **context}
    return _about_meeting(kind, attendance, email, given, comes=comes, once=once, wanted=True)


def _about_meeting(
    kind: str,
    attendance: Attendance,
    email: str,
    context: dict[str, object],
    *,
    comes: bool,
    once: str = "",
    wanted: bool = False,
) -> Letter:
    """A letter with the meeting for the guest's calendar, or with its cancellation there."""
    meeting = attendance.meeting
    method = "REQUEST" if comes else "CANCEL"
    calendar = calendars.in_letter(meeting, method, email)
    return outbox.compose(
        kind,
        email,
        {
            "meeting": meeting,
            "comes": comes,
            "meeting_url": naming.absolute(meeting.get_absolute_url()),
            **context,
        },
        about=about(attendance),
        once=once,
        wanted=wanted,
        attachment=Attachment("jednani.ics", f"text/calendar; method={method}", calendar),
    )


# Minutes: what members are sent to object to.


def minutes_sent(
    minutes: Minutes, version: MinutesVersion, attendances: Sequence[Attendance]
) -> int:
    """A version of minutes to each member with an e-mail, under a link of their own.

    Needs `meeting.body` and `membership.person`; returns how many letters there are.
    """
    written = [
        outbox.compose(
            "minutes_sent",
            one.membership.person.email,
            {
                "minutes": minutes,
                "again": version.number > 1,
                "minutes_url": secret_links.url(Purpose.OBJECTION, one.pk),
            },
            about=about(minutes),
            once=f"{about(minutes)}:{version.number}:{one.pk}",
            wanted=True,
        )
        for one in attendances
        if one.membership.person.email
    ]
    outbox.put(written)
    return len(written)


def objections_moved(minutes: Minutes, attendances: Sequence[Attendance]) -> int:
    """Another last day for objections, to each member with an e-mail. As `minutes_sent`."""
    written = [
        outbox.compose(
            "objections_moved",
            one.membership.person.email,
            {"minutes": minutes, "minutes_url": secret_links.url(Purpose.OBJECTION, one.pk)},
            about=about(minutes),
            wanted=True,
        )
        for one in attendances
        if one.membership.person.email
    ]
    outbox.put(written)
    return len(written)


def objection_decided(objection: Objection) -> None:
    """To whoever objected, what came of it. Needs `minutes.meeting.body` and `membership`."""
    outbox.post(
        "objection_decided",
        objection.membership.person.email,
        {"objection": objection, "minutes": objection.minutes},
        about=about(objection.minutes),
        wanted=True,
    )


# News: confirmation and the news themselves.


def planning_news_confirm(subscription: NewsSubscription) -> None:
    """The link by which somebody confirms that they want the news. Needs `body` at hand."""
    outbox.post(
        "planning_news_confirm",
        subscription.email,
        {
            "body": subscription.body,
            "confirm_url": secret_links.url(Purpose.NEWS, subscription.pk),
        },
        about=about(subscription),
        language=subscription.language,
    )


class Told(NamedTuple):
    """Something that is new: its title, what it says, and the path of its page."""

    title: str
    text: str
    path: str


def planning_news(subscription: NewsSubscription, pieces: Sequence[Told]) -> None:
    """What was published, in its order; ended by one click. Needs `body` at hand."""
    outbox.post(
        "planning_news",
        subscription.email,
        {
            "body": subscription.body,
            "pieces": [(piece, naming.absolute(piece.path)) for piece in pieces],
            "news_url": naming.absolute(reverse("kpss:news_list")),
        },
        about=about(subscription),
        wanted=True,
        unsubscribe_url=secret_links.url(Purpose.NO_NEWS, subscription.pk),
        language=subscription.language,
    )


# Joining: confirmations, decisions and their replies.


def confirm_sent(sent: Application | Topic) -> None:
    """The link by which its sender confirms the e-mail. Needs `correspondent` and `body`."""
    purpose = Purpose.APPLICATION if isinstance(sent, Application) else Purpose.TOPIC
    _to_sender("sent_confirm", sent, {"confirm_url": secret_links.url(purpose, sent.pk)})


def waiting_for_coordinator(sent: Application | Topic) -> None:
    """To the office of the body, that something waits to be decided; not whose."""
    office = sent.body.organisation
    if office is not None:
        outbox.post(
            "sent_waiting",
            office.email,
            {"sent": sent, "office_url": naming.absolute(reverse("kpss:sent_list"))},
            about=about(sent),
            wanted=True,
        )


def decided(sent: Application | Topic) -> None:
    """What the coordinator has decided, with the reply. Needs `correspondent` and `body`."""
    if sent.correspondent is not None:
        _to_sender("sent_decided", sent, {}, wanted=True)


def about(row: Model) -> str:
    """As letters say what they are about: “kpss.meeting:12”."""
    return f"kpss.{row._meta.model_name}:{row.pk}"


def _to_sender(
    kind: str, sent: Application | Topic, context: dict[str, object], *, wanted: bool = False
) -> None:
    assert sent.correspondent is not None  # noqa: S101
    body_url = naming.absolute(sent.body.get_absolute_url())
    given = {"sent": sent, "body_url": body_url, **context}
    language = sent.correspondent.language
    outbox.post(
        kind, sent.correspondent.email, given, about=about(sent), wanted=wanted, language=language
    )
