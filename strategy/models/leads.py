"""Who leads a measure now, and how it is passed on when somebody ends."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine
from strategy.models.organisations import Organisation
from strategy.models.plans import Plan


class MeasureOfPlan(models.Model):
    """A measure in whichever edition, known by its key."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="+", verbose_name=_("plan")
    )
    item_key = models.UUIDField(_("measure"))

    class Meta:
        abstract = True


class Handover(models.Model):
    """That whoever answered for measures, comments and tasks ended, and passed them on at once."""

    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="handed_over"
    )
    # Either of the two ends: the whole organisation, or one person of it.
    from_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="taken_over"
    )
    to_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    day = models.DateField(_("on"))
    reason = PlainLine(_("reason"), max_length=300)
    # {what: how many}, as the record says it later.
    passed = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.day}: {self.from_organisation} → {self.to_organisation}"


class LeadQuerySet(models.QuerySet["Lead"]):
    def now(self) -> Self:
        return self.filter(until__isnull=True)


class Lead(MeasureOfPlan):
    """Who leads a measure, or helps to, from when to when.

    It begins as the published edition says and then goes its own way: departments end, the text
    stays.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_LEAD = "co_lead", _("co-lead")

    role = models.CharField(_("role"), max_length=7, choices=Role, default=Role.LEAD)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="leads", verbose_name=_("organisation")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("who reports for it"),
    )
    since = models.DateField(_("since"))
    # The first day on which it holds no more.
    until = models.DateField(_("until"), null=True, blank=True)
    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, null=True, editable=False, related_name="ended"
    )
    history = HistoricalRecords(verbose_name=_("history of lead"))

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("lead of a measure")
        verbose_name_plural = _("leads of measures")
        ordering = ["plan", "item_key", "since"]
        indexes = [models.Index(fields=["plan", "item_key"], name="lead_of_measure")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "item_key"],
                condition=Q(role="lead", until__isnull=True),
                name="lead_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["plan", "item_key", "organisation"],
                condition=Q(until__isnull=True),
                name="lead_once_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")),
                name="lead_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.since}"
