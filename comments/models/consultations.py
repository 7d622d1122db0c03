from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models import Edition, Organisation
from strategy.models.fields import PlainLine, PlainText

if TYPE_CHECKING:
    from comments.models.comments import Comment


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def open(self, at: datetime | None = None) -> Self:
        """Those that take comments at an instant, by default now, on a text that still stands."""
        instant = at or timezone.now()
        live = {"edition__state__in": Edition.STAMPS}
        return self.filter(opens_at__lte=instant, closes_at__gt=instant, **live)

    def with_unfinished(self) -> Self:
        """Add `unfinished`: whether a comment still waits for a check or for its answer."""
        from comments.models.comments import Comment

        of_it = Comment.objects.filter(item__edition=OuterRef("edition"))
        waiting = Exists(of_it.awaiting_check()) | Exists(of_it.awaiting_settlement())
        return self.annotate(unfinished=ExpressionWrapper(waiting, models.BooleanField()))


class Consultation(models.Model):
    """When, on what and how the public is asked about an edition (připomínkové řízení)."""

    class State(models.TextChoices):
        """Follows from the clock and from what is answered; never stored."""

        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("open for comments")
        SETTLING = "settling", _("being settled")
        SETTLED = "settled", _("settled")

    # The shortest and the usual time to comment.
    LEAST = timedelta(days=14)
    USUAL = timedelta(days=21)

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="consultation", verbose_name=_("edition")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(
        _("closes"), help_text=_("The instant from which no more comments are taken.")
    )
    answers_promised_on = models.DateField(
        _("answers promised by"), help_text=_("The day by which all answers will be published.")
    )
    questions = PlainText(
        _("what we ask"), blank=True, help_text=_("One question a line. Empty: the whole text.")
    )
    postal_address = PlainText(_("address for comments on paper"), blank=True)
    email = models.EmailField(_("address for comments by e-mail"), blank=True)
    hearing = PlainText(
        _("public hearing"), blank=True, help_text=_("When and where, if one is held.")
    )
    statutory_days = models.PositiveSmallIntegerField(
        _("days to handle a comment"),
        choices=[(60, _("60 days")), (90, _("90 days, the council decides"))],
        default=60,
        help_text=_("Act 128/2000, § 16."),
    )
    history = HistoricalRecords(verbose_name=_("history of consultation"))

    # Given by `with_unfinished()`.
    unfinished: bool

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("The consultation closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return _("consultation on %(edition)s") % {"edition": self.edition}

    def get_absolute_url(self) -> str:
        """Its page. Needs `edition.plan` at hand."""
        return reverse(
            "comments:consultation_detail", args=[self.edition.plan.slug, self.edition.number]
        )

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether comments are taken at an instant, by default now. Needs `edition` at hand."""
        return self.edition.is_live and self.opens_at <= (at or timezone.now()) < self.closes_at

    def is_announced(self, at: datetime | None = None) -> bool:
        """Whether it is still to come. Needs `edition` at hand."""
        return self.edition.is_live and (at or timezone.now()) < self.opens_at

    def has_ended(self, at: datetime | None = None) -> bool:
        """Whether it takes no more comments, be it because its text is out of force."""
        return not (self.is_announced(at) or self.is_open(at))

    @property
    def cut_short_at(self) -> datetime | None:
        """When its text was withdrawn before it closed. Needs `edition` at hand."""
        withdrawn_at = self.edition.withdrawn_at
        return withdrawn_at if withdrawn_at and withdrawn_at < self.closes_at else None

    @property
    def never_opened(self) -> bool:
        """Whether its text was withdrawn even before it opened. Needs `edition` at hand."""
        return self.cut_short_at is not None and self.cut_short_at <= self.opens_at

    @property
    def state(self) -> State:
        """How it stands now. Needs `edition` and, of `with_unfinished()`, `unfinished` at hand."""
        now = timezone.now()
        if self.is_announced(now):
            return self.State.ANNOUNCED
        if self.is_open(now):
            return self.State.OPEN
        return self.State.SETTLING if self.unfinished else self.State.SETTLED

    @property
    def last_day(self) -> date:
        """The last day of Prague on which comments are taken; at midnight the day before ends."""
        return localdate(self.closes_at - timedelta.resolution)

    @property
    def days_left(self) -> int:
        """Days of Prague until the last one; 0 on that day."""
        return (self.last_day - localdate()).days

    def due_of(self, received: date) -> date:
        """The day by which the law wants a comment handled."""
        return received + timedelta(days=self.statutory_days)


class Extension(models.Model):
    """A change of a consultation's end: only ever later, and shown with its reason."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="extensions"
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    previous_closes_at = models.DateTimeField()
    closes_at = models.DateTimeField(_("closes"))
    previous_promised_on = models.DateField()
    promised_on = models.DateField(_("answers promised by"))
    reason = PlainText(_("reason"))

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["consultation", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("previous_closes_at")),
                name="extension_only_later",
                violation_error_message=_("A consultation can be extended, not shortened."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.closes_at}"


class Cancellation(models.Model):
    """That a consultation was called off before it opened, and why; its own row is gone then.

    Shown to whoever looks for what was announced. Only what has one can be deleted; see
    `comments.unshortened`.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="cancellations", verbose_name=_("edition")
    )
    # The primary key that it had; none is given twice.
    consultation_key = models.BigIntegerField(unique=True, editable=False)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    cancelled_at = models.DateTimeField(_("cancelled"), default=timezone.now)
    reason = PlainText(_("reason"))

    class Meta:
        verbose_name = _("cancellation")
        verbose_name_plural = _("cancellations")
        ordering = ["-cancelled_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at__lt=F("opens_at")), name="cancellation_before_opening"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cancellation_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.cancelled_at}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def invited(self) -> Self:
        """Those whose letter was written."""
        return self.filter(invited_at__isnull=False)

    def answered(self) -> Self:
        return self.filter(Exists(self._answers()))

    def unanswered(self) -> Self:
        return self.exclude(Exists(self._answers()))

    def with_answers(self) -> Self:
        """Add `has_answered`: whether the body has said anything that it did not take back."""
        return self.annotate(has_answered=Exists(self._answers()))

    def _answers(self) -> "models.QuerySet[Comment]":
        from comments.models.comments import Comment

        answers = Comment.objects.filter(invitation=OuterRef("pk"))
        return answers.exclude(state__in=[*Comment.UNSEEN, Comment.State.WITHDRAWN])


class Invitation(models.Model):
    """A body that was asked by name to comment; it answers under a link of its own."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="invitations"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail of the office"))
    salutation = PlainLine(_("salutation"), max_length=200, blank=True)
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)
    # The last time; a consultation that is extended reminds anew.
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)

    # Given by `with_answers()`.
    has_answered: bool

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["consultation", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"], name="invitation_once_in_consultation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"
