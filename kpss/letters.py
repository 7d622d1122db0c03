"""What the portal writes to people about community planning: each letter is one function.

All of them go to the outbox, in the transaction of the deed that calls them. Their words stand in
`templates/letters/<kind>.txt`; a letter's `about` is “kpss.<model>:<pk>”, so that it is found
when somebody is erased.
"""

from collections.abc import Sequence

from django.db.models import Model
from django.urls import reverse

from kpss.links import Purpose
from kpss.models import (
    Application,
    Attendance,
    Minutes,
    MinutesVersion,
    News,
    NewsSubscription,
    Objection,
    Topic,
)
from strategy import naming, secret_links
from strategy.letters import outbox
from strategy.models import Letter

# Meetings: invitations, changes, cancellations.

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
    )


def planning_news(subscription: NewsSubscription, pieces: Sequence[News]) -> None:
    """What was published, in its order; ended by one click. Needs `body` at hand."""
    outbox.post(
        "planning_news",
        subscription.email,
        {
            "body": subscription.body,
            "pieces": [(piece, naming.absolute(piece.get_absolute_url())) for piece in pieces],
            "news_url": naming.absolute(reverse("kpss:news_list")),
        },
        about=about(subscription),
        wanted=True,
        unsubscribe_url=secret_links.url(Purpose.NO_NEWS, subscription.pk),
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


def forget(what: str) -> None:
    """Delete letters about what is not kept any more, such as “kpss.topic:3”."""
    Letter.objects.filter(about=what).delete()


def about(row: Model) -> str:
    """As letters say what they are about: “kpss.meeting:12”."""
    return f"kpss.{row._meta.model_name}:{row.pk}"


def _to_sender(
    kind: str, sent: Application | Topic, context: dict[str, object], *, wanted: bool = False
) -> None:
    assert sent.correspondent is not None  # noqa: S101
    body_url = naming.absolute(sent.body.get_absolute_url())
    given = {"sent": sent, "body_url": body_url, **context}
    outbox.post(kind, sent.correspondent.email, given, about=about(sent), wanted=wanted)
