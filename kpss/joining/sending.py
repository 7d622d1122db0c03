"""Applications and proposed topics: sent once, confirmed from a letter, then decided."""

import uuid
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from kpss import letters
from kpss.models import Application, Body, Correspondent, Topic
from strategy import limits
from strategy.letters.recipients import key_of
from strategy.limits import Limit

# Letters that ask to confirm, by the e-mail they go to.
LETTERS = Limit("joining", 3, timedelta(days=1))

Kind = TypeVar("Kind", Application, Topic)


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

    The same `key` again is the same application, and no second letter. `address` is the sender's,
    whose letters are counted. Raises LimitReached.
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
    """Hand it to the coordinator, who is told; None where it is not kept any more."""
    with transaction.atomic():
        rows = kind._default_manager.select_related("body__organisation", "correspondent")
        sent = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if sent is None or sent.state != sent.State.UNCONFIRMED:
            return sent
        sent.state = sent.State.WAITING
        sent.save()
        Correspondent.objects.filter(pk=sent.correspondent_id).update(confirmed_at=timezone.now())
        letters.waiting_for_coordinator(sent)
        return sent


def _send(sent: Kind, name: str, email: str, address: str) -> Kind:
    email = email.lower()
    with transaction.atomic():
        # Locked, so that of two sendings of one form the second finds the first.
        Body.objects.select_for_update().get(slug=sent.body.slug)
        known = type(sent)._default_manager.filter(submission_key=sent.submission_key).first()
        if known is not None:
            return known
        limits.take([(LETTERS, key_of(email)), (limits.NETWORK, limits.network_of(address))])
        sent.correspondent = Correspondent.objects.create(name=name, email=email)
        sent.save()
        letters.confirm_sent(sent)
        return sent
