"""Applications and proposed topics: sent once, confirmed from a letter, then decided."""

import uuid
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpss import letters
from kpss.bodies.reading import is_over
from kpss.models import Application, Body, Correspondent, Topic
from strategy import languages, limits
from strategy.letters.recipients import key_of
from strategy.limits import Limit
from strategy.models import Letter

# Letters that ask to confirm, by the e-mail they go to.
LETTERS = Limit("joining", 3, timedelta(days=1))
# The same words from the same e-mail are one sending, whatever form they came from: who goes Back
# and sends once more has a form with another key.
SAME = timedelta(days=1)
# Who sends them again after this may have waited for the letter in vain, and gets another.
AGAIN = timedelta(minutes=15)

Kind = TypeVar("Kind", Application, Topic)

WORDS = {Application: ("side", "organisation", "why"), Topic: ("title", "why")}


class SendingRefused(Exception):
    """Why nothing is taken in or confirmed; its text is for who sent it."""


def refuse_closed(body: Body) -> None:
    """Raises SendingRefused where a body has ended or takes nothing from the public."""
    if is_over(body):
        raise SendingRefused(_("The group has ended and takes neither applications nor topics."))
    if not body.takes_applications:
        raise SendingRefused(_("The group takes neither applications nor topics now."))


def apply_to(
    body: Body,
    key: uuid.UUID,
    *,
    side: str,
    organisation: str,
    why: str,
    name: str,
    email: str,
    address: str,
) -> Application:
    """Take in that somebody wants to join a body, and write to them to confirm it.

    The same `key` again is the same application, and no second letter; so are the same words
    from the same e-mail. `address` is the sender's, whose letters are counted. Raises
    SendingRefused and LimitReached.
    """
    said = {"side": side, "organisation": organisation, "why": why}
    return _send(Application(body=body, submission_key=key, **said), name, email, address)


def propose(
    body: Body, key: uuid.UUID, *, title: str, why: str, name: str, email: str, address: str
) -> Topic:
    """Take in what somebody proposes for a body's agenda; otherwise as `apply_to`."""
    topic = Topic(body=body, submission_key=key, title=title, why=why)
    return _send(topic, name, email, address)


def confirm(kind: type[Kind], pk: int) -> Kind | None:
    """Hand it to the coordinator, who is told; None where it is not kept any more.

    Raises SendingRefused for an application beside another of the same e-mail that waits.
    """
    with transaction.atomic():
        rows = kind._default_manager.select_related("body__organisation", "correspondent")
        # Locked, so that of two applications of one e-mail the second finds the first.
        list(Body.objects.select_for_update().filter(pk__in=rows.filter(pk=pk).values("body")))
        sent = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if sent is None or sent.state != sent.State.UNCONFIRMED:
            return sent
        _refuse_second(sent)
        sent.state = sent.State.WAITING
        sent.save()
        if sent.correspondent is not None:
            sent.correspondent.confirmed_at = timezone.now()
            sent.correspondent.save(update_fields=["confirmed_at"])
        letters.waiting_for_coordinator(sent)
        return sent


def _send(sent: Kind, name: str, email: str, address: str) -> Kind:
    email = email.lower()
    with transaction.atomic():
        # Locked, so that of two sendings of one form the second finds the first.
        body = Body.objects.select_for_update().get(slug=sent.body.slug)
        known = type(sent)._default_manager.filter(submission_key=sent.submission_key).first()
        if known is not None:
            return known
        refuse_closed(body)
        known = _in_same_words(sent, email)
        if known is not None and _has_letter(known):
            return known
        limits.take([(LETTERS, key_of(email)), (limits.NETWORK, limits.network_of(address))])
        kept = known or _keep(sent, name, email)
        letters.confirm_sent(kept)
        return kept


def _keep(sent: Kind, name: str, email: str) -> Kind:
    sent.correspondent = Correspondent.objects.create(
        name=name, email=email, language=languages.asked_in()
    )
    sent.save()
    return sent


def _in_same_words(sent: Kind, email: str) -> Kind | None:
    """What came of late from the same e-mail, says the same and is not decided yet."""
    said = {name: getattr(sent, name) for name in WORDS[type(sent)]}
    rows = type(sent)._default_manager.select_related("body", "correspondent")
    return rows.filter(
        **said,
        body=sent.body,
        correspondent__email=email,
        sent_at__gt=timezone.now() - SAME,
        state__in=[sent.State.UNCONFIRMED, sent.State.WAITING],
    ).last()


def _has_letter(sent: Application | Topic) -> bool:
    """Whether the letter about it went out just now."""
    since = timezone.now() - AGAIN
    return Letter.objects.filter(about=letters.about(sent), written_at__gt=since).exists()


def _refuse_second(sent: Application | Topic) -> None:
    """Of applications; topics may be as many as somebody thinks of."""
    if isinstance(sent, Topic):
        return
    sender = sent.correspondent
    others = Application.objects.filter(body=sent.body, state=Application.State.WAITING)
    if sender is not None and others.filter(correspondent__email=sender.email).exists():
        raise SendingRefused(
            _(
                "You have applied to this group already; the coordinator has that application "
                "and answers by e-mail. This one was not added to it."
            )
        )
