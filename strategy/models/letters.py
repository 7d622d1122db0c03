from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state=Letter.State.WAITING)

    def due(self) -> Self:
        """Those that may go out now, the oldest first."""
        return self.waiting().filter(send_after__lte=timezone.now()).order_by("send_after", "pk")


class Letter(models.Model):
    """A mail in the outbox: written in the transaction of the deed it tells of, sent by the worker.

    Holds personal data until it is sent; then only that it was sent is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        # Erased or no longer wanted before it went out.
        DROPPED = "dropped", _("dropped")

    # Which letter it is, as its template is called.
    kind = models.CharField(_("kind"), max_length=40)
    # The same letter is written once however often its deed is asked for.
    once = models.CharField(max_length=120, unique=True, null=True, editable=False)
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200)
    plain = models.TextField(_("text"))
    html = models.TextField(blank=True)
    # Extra headers by name, such as List-Unsubscribe; no value has a line break.
    headers = models.JSONField(default=dict, blank=True)
    # The same on each retry, so that a reader's server knows a double.
    message_id = models.CharField(max_length=120, unique=True)
    # Whether the recipient has asked for it or confirmed the address; of others few a day go out.
    wanted = models.BooleanField(default=False)
    # What it speaks of, so that whoever erases that finds it: “comments.comment:12”.
    about = models.CharField(max_length=60, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    send_after = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["send_after", "id"], condition=Q(state="waiting"), name="letter_waiting"
            ),
            models.Index(fields=["to", "sent_at"], name="letter_sent_to"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_when"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.get_state_display()}"
