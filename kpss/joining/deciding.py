"""What the coordinator decides of an application or a proposed topic; its sender hears of it."""

from datetime import timedelta
from typing import TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kpss import letters
from kpss.links import Purpose
from kpss.models import Application, Correspondent, Topic
from strategy.letters.outbox import empty
from strategy.models import Letter

Kind = TypeVar("Kind", Application, Topic)

BATCH = 50


class DecisionRefused(Exception):
    """Why it cannot be decided so; its text is for the coordinator."""


def decide(sent: Kind, by: User | AnonymousUser, *, accepted: bool, reply: str) -> Kind:
    """Accept or decline, and send the reply. Raises DecisionRefused.

    An accepted applicant is seated by the coordinator, who knows the term and the person; an
    accepted topic is offered to the agendas of its body.
    """
    with transaction.atomic():
        rows = type(sent)._default_manager.select_related("body", "correspondent")
        current = rows.select_for_update(of=("self",)).get(pk=sent.pk)
        if current.state != current.State.WAITING:
            raise DecisionRefused(_("Somebody has decided it in the meantime."))
        if not reply:
            raise DecisionRefused(_("Write the reply that its sender gets."))
        current.state = current.State.ACCEPTED if accepted else current.State.DECLINED
        current.reply, current.decided_at = reply, timezone.now()
        current.decided_by = cast(User, by)
        current.save()
        letters.decided(current)
        return current


def expire() -> bool:
    """Delete what was not confirmed in time, and who sent what was decided long ago.

    A chore of the worker; says whether there was any.
    """
    now = timezone.now()
    with transaction.atomic():
        unconfirmed = _delete_unconfirmed(
            Application, Q(sent_at__lte=now - Purpose.APPLICATION.holds)
        ) + _delete_unconfirmed(Topic, Q(sent_at__lte=now - Purpose.TOPIC.holds))
        over = now - timedelta(days=settings.CONTACT_DAYS)
        decided = Correspondent.objects.filter(
            Q(application__decided_at__lte=over) | Q(topic__decided_at__lte=over)
        )
        forgotten, _by_model = Correspondent.objects.filter(
            pk__in=list(decided.values_list("pk", flat=True)[:BATCH])
        ).delete()
        return unconfirmed + forgotten > 0


def _delete_unconfirmed(kind: type[Kind], over: Q) -> int:
    rows = kind._default_manager.filter(over, state=kind.State.UNCONFIRMED)
    found = dict(rows.order_by("pk").values_list("pk", "correspondent")[:BATCH])
    abouts = [f"kpss.{kind._meta.model_name}:{pk}" for pk in found]
    empty(Letter.objects.filter(about__in=abouts))
    kind._default_manager.filter(pk__in=found).delete()
    Correspondent.objects.filter(pk__in=found.values()).delete()
    return len(found)
