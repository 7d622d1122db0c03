from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from strategy.models.fields import PlainLine, PlainText
from strategy.models.plans import Plan


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> Self:
        """Editions that the public may read, withdrawn and superseded ones included."""
        return self.exclude(state=Edition.State.DRAFT)

    def current_first(self) -> Self:
        """The edition that the plan's own address shows comes first.

        What is approved goes before a newer consultation draft, and that before all that is
        neither any more; among equals the newest.
        """
        rank = Case(
            *(When(state=state, then=Value(rank)) for rank, state in enumerate(Edition.CURRENT)),
            default=Value(len(Edition.CURRENT)),
            output_field=IntegerField(),
        )
        return self.order_by(rank, "-number")


class Edition(models.Model):
    """One state of a plan's text: the working draft, or a stamped one that never changes again."""

    class State(models.TextChoices):
        DRAFT = "draft", _("working draft")
        CONSULTATION = "consultation", _("draft for consultation")
        APPROVED = "approved", _("approved")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # What a draft can be published as.
    STAMPS = (State.CONSULTATION, State.APPROVED)
    # What the plan lends to an edition when it is published, to be kept with it.
    COVER = ("title", "summary", "period_from", "period_to")

    # States in the order in which they make an edition the current one; of those out of force
    # none goes before another, lest a draft that never held stand where a withdrawn plan did.
    CURRENT = (State.APPROVED, State.CONSULTATION)

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="editions", verbose_name=_("plan")
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    # What it was published as, whatever became of it since; empty for the draft.
    stamp = models.CharField(max_length=20, choices=State, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    # Stands wherever the day would, where no source gives one: “znění č. 1 (říjen)”.
    published_in_words = PlainLine(
        _("published at, in words"), max_length=100, blank=True, editable=False
    )
    title = models.CharField(_("title"), max_length=200, blank=True, editable=False)
    summary = models.TextField(_("summary"), blank=True, editable=False)
    period_from = models.PositiveSmallIntegerField(_("from year"), null=True, editable=False)
    period_to = models.PositiveSmallIntegerField(_("to year"), null=True, editable=False)
    approved_by = models.ForeignKey(
        "Resolution",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = PlainText(_("why it was withdrawn"), blank=True, editable=False)
    # Over the moment and the reason, for the seal of the edition is older than they are.
    withdrawal_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["plan", "-number"]
        permissions = [
            ("publish_edition", _("Can publish an edition")),
            ("withdraw_edition", _("Can withdraw an edition")),
            ("export_packet", _("Can export the packet for the council")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once_in_plan"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="draft"), name="edition_one_draft_in_plan"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", stamp="", published_at__isnull=True)
                | (
                    ~Q(state="draft")
                    & Q(stamp__in=["consultation", "approved"], published_at__isnull=False)
                ),
                name="edition_published_when_stamped",
            ),
            models.CheckConstraint(
                condition=~Q(stamp="approved") | Q(approved_by__isnull=False),
                name="edition_approved_by_resolution",
            ),
            models.CheckConstraint(
                # Of some the moment is not known; then the reason says so.
                condition=Q(state="withdrawn")
                & (Q(withdrawn_at__isnull=False) | ~Q(withdrawal_reason=""))
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="edition_withdrawn_when",
            ),
        ]

    def __str__(self) -> str:
        return _("%(plan)s, edition %(number)s (%(state)s)") % {
            "plan": self.plan,
            "number": self.number,
            "state": self.get_state_display(),
        }

    def get_absolute_url(self) -> str:
        return reverse("strategy:edition_detail", args=[self.plan.slug, self.number])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_live(self) -> bool:
        """Whether it still stands: neither the draft nor out of force."""
        return self.state in self.STAMPS

    @property
    def has_ended(self) -> bool:
        """Whether the period that the plan was for is over."""
        return self.cover.period_to is not None and self.cover.period_to < localdate().year

    @property
    def cover(self) -> "Plan | Edition":
        """What carries the title, summary and period: the plan, or the edition once published."""
        return self.plan if self.is_draft else self

    @property
    def precedence(self) -> tuple[int, int]:
        """Key by which published editions sort as `current_first()` does."""
        rank = self.CURRENT.index(self.state) if self.is_live else len(self.CURRENT)
        return rank, -self.number

    @property
    def published_on(self) -> str:
        """Date of publication as a Czech reader writes it, or words; empty for the draft."""
        if self.published_in_words or self.published_at is None:
            return self.published_in_words
        return date_format(localtime(self.published_at), "DATE_FORMAT")


class Rendition(models.Model):
    """A file made from an edition, kept with its hash. At present: the PDF.

    `revision` is the plan's page revision it was rendered at, for its annex holds the comments
    published until then.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="rendition")
    revision = models.PositiveBigIntegerField()
    file = models.FileField(upload_to="renditions/")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    rendered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.sha256}"
