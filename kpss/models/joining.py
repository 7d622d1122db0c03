from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpss.models.bodies import Body, Membership
from kpss.models.fields import Side
from strategy.models.fields import PlainLine, PlainText


class Correspondent(models.Model):
    """Who wrote to a body. Personal data: no history, erased by deleting the row."""

    name = PlainLine(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    # In which letters go out: the one in which somebody wrote to us; empty for the portal's own.
    language = models.CharField(_("language of letters"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("correspondent")
        verbose_name_plural = _("correspondents")

    def __str__(self) -> str:
        return str(self.pk)


class Sent(models.Model):
    """What the public sends to a body, and what the coordinator has answered."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail not confirmed")
        WAITING = "waiting", pgettext_lazy("sent to a body", "waiting for a decision")
        ACCEPTED = "accepted", pgettext_lazy("sent to a body", "accepted")
        DECLINED = "declined", pgettext_lazy("sent to a body", "declined")

    # A double sending of one form is one row.
    submission_key = models.UUIDField(unique=True)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.UNCONFIRMED)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    reply = PlainText(_("reply"), blank=True)
    # Gone once it is erased.
    correspondent = models.OneToOneField(
        Correspondent, on_delete=models.SET_NULL, null=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class Application(Sent):
    """That somebody wants to join a body."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    organisation = PlainLine(_("organisation"), max_length=200, blank=True)
    why = PlainText(_("why"))
    membership = models.OneToOneField(
        Membership, on_delete=models.SET_NULL, null=True, related_name="application"
    )

    class Meta:
        verbose_name = _("application to a body")
        verbose_name_plural = _("applications to bodies")
        ordering = ["-sent_at"]
        indexes = [
            models.Index(
                fields=["sent_at"], condition=Q(state="waiting"), name="application_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.pk}"


class Topic(Sent):
    """What somebody proposes for the agenda of a body."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="topics",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    title = PlainLine(_("topic"), max_length=200)
    why = PlainText(_("why"))

    class Meta:
        verbose_name = _("proposed topic")
        verbose_name_plural = _("proposed topics")
        ordering = ["-sent_at"]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(state="waiting"), name="topic_waiting")
        ]

    def __str__(self) -> str:
        return self.title
