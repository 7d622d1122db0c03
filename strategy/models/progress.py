"""What is said of a measure after its edition is published, and how it therefore stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.models.fields import PlainLine, PlainText
from strategy.models.items import Item
from strategy.models.leads import MeasureOfPlan
from strategy.models.organisations import Organisation
from strategy.models.resolutions import Resolution


class Channel(models.TextChoices):
    """By which way something about a measure came."""

    DESK = "desk", _("the portal")
    LINK = "link", _("a link from a letter")
    SHEET = "sheet", _("a table")
    SOURCE = "source", _("the source of the plan")


class ProgressReport(MeasureOfPlan):
    """What was said of a measure at one moment. Never changed: who errs says it anew."""

    class Status(models.TextChoices):
        NOT_BEGUN = "not_begun", _("not begun")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", pgettext_lazy("measure", "done")
        PARTLY = "partly", _("done in part")
        NOT_DONE = "not_done", _("not done")
        CANCELLED = "cancelled", pgettext_lazy("measure", "cancelled")

    # After these nothing more is expected.
    ENDED = (Status.DONE, Status.PARTLY, Status.NOT_DONE, Status.CANCELLED)

    class Outlook(models.TextChoices):
        """What the lead says in the one click of a letter."""

        NO_CHANGE = "no_change", _("no change")
        ON_TRACK = "on_track", _("on track")
        AT_RISK = "at_risk", _("at risk")
        DONE = "done", pgettext_lazy("measure", "done")

    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="reports", verbose_name=_("wording")
    )
    status = models.CharField(_("status"), max_length=9, choices=Status)
    outlook = models.CharField(_("outlook"), max_length=9, choices=Outlook, blank=True)
    share = models.PositiveSmallIntegerField(_("done, in per cent"), null=True, blank=True)
    commentary = PlainText(_("commentary"), blank=True)
    evidence = PlainLine(
        _("evidence"), max_length=300, blank=True, help_text=_("A document or what came of it.")
    )
    evidence_number = PlainLine(_("its number"), max_length=80, blank=True)
    evidence_link = models.URLField(_("link to it"), blank=True)
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("resolution"),
    )  # fmt: skip
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    channel = models.CharField(_("came by"), max_length=6, choices=Channel)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reports",
        verbose_name=_("said by"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Words that hold somebody's personal data are taken out for good; the rest stays.
    hidden_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("report on a measure")
        verbose_name_plural = _("reports on measures")
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["plan", "item_key", "-said_at"], name="report_of_measure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__lte=100), name="report_share_at_most_all"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.said_at:%Y-%m-%d}"

    @property
    def is_proven(self) -> bool:
        """Whether anything stands behind the words."""
        return bool(self.evidence or self.evidence_link or self.resolution_id)


class MeasureState(MeasureOfPlan):
    """How a measure of the plan's current edition stands: made anew by `strategy.progress.states`
    with every deed, so that lists and counts need not ask all that was ever said.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Empty where nobody has said anything.
    status = models.CharField(max_length=9, choices=ProgressReport.Status, blank=True)
    outlook = models.CharField(max_length=9, choices=ProgressReport.Outlook, blank=True)
    is_proven = models.BooleanField(default=False)
    said_at = models.DateTimeField(null=True)
    # The last day of the deadline; None where it has none or never ends.
    due_on = models.DateField(null=True)
    has_due = models.BooleanField(default=False)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    # Since when nobody leads it; None where somebody does, or nobody ever did.
    leaderless_since = models.DateField(null=True)
    indicators = models.PositiveSmallIntegerField(default=0)
    # How many of the indicators have a reading.
    measured = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("state of a measure")
        verbose_name_plural = _("states of measures")
        indexes = [
            models.Index(fields=["plan", "status"], name="state_by_status"),
            models.Index(fields=["plan", "due_on"], name="state_by_due"),
            models.Index(fields=["lead", "plan"], name="state_by_lead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "item_key"], name="state_once_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.item_key}: {self.status}"
