from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.letters.kinds import called


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(state=Letter.State.WAITING)

    def due(self) -> Self:
        """Those that may go out now, the oldest first."""
        return self.waiting().filter(send_after__lte=timezone.now()).order_by("send_after", "pk")


class Letter(models.Model):
    """A mail in the outbox: written in the transaction of the deed it tells of, sent by the worker.

    Holds personal data, which `outbox.forget_sent` takes out a set time after it was sent.
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
    # The same for every spelling of the address, by which the letters of a day are counted.
    recipient = models.CharField(max_length=254, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    plain = models.TextField(_("text"))
    html = models.TextField(blank=True)
    # A text beside it, such as a calendar: its name, its type and what it holds.
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    attachment = models.TextField(blank=True)
    # Extra headers by name, such as List-Unsubscribe.
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
    # The next attempt; while somebody is sending the letter, when that counts as given up.
    send_after = models.DateTimeField(_("to be sent after"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]
        permissions = [("read_letter", _("Can read letters and see to whom they went"))]
        indexes = [
            models.Index(
                fields=["send_after", "id"], condition=Q(state="waiting"), name="letter_waiting"
            ),
            models.Index(fields=["recipient", "sent_at"], name="letter_of_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_when"
            )
        ]

    def __str__(self) -> str:
        return f"{called(self.kind)} {self.pk}: {self.get_state_display()}"
