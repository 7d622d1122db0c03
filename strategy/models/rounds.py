from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainText
from strategy.models.items import Item
from strategy.models.organisations import Organisation
from strategy.models.plans import Plan
from strategy.models.progress import ProgressReport


class Round(models.Model):
    """A time for which all measures of a plan are reported on: a quarter, half a year, a year."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", _("quarter")
        HALF_YEAR = "half_year", _("half-year")
        YEAR = "year", _("year")

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="rounds", verbose_name=_("plan")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    # Of the year: 1–4 for quarters, 1–2 for halves, 1 for a year.
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    answers_by = models.DateField(_("answers by"))
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    evaluation = PlainText(_("evaluation"), blank=True, help_text=_("What the round has shown."))
    history = HistoricalRecords(verbose_name=_("history of round"))

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["plan", "-year", "-number"]
        permissions = [("close_round", _("Can close a reporting round"))]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "year", "number"],
                name="round_once",
                violation_error_message=_("There is such a round of the plan already."),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(closed_at__isnull=True),
                name="round_one_open_in_plan",
                violation_error_message=_("The plan has an open round; close it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.kind} {self.number}/{self.year}"


class RoundAnswer(models.Model):
    """That a lead was asked about a measure in a round, and what they said; fixed on closing."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    # Of the edition that held when the round was opened.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    item_key = models.UUIDField()
    # Whom the letter went to; None where nobody leads the measure.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # What stands for the measure in this round: the newest that was said until it closed.
    report = models.ForeignKey(
        ProgressReport, on_delete=models.PROTECT, null=True, related_name="+"
    )

    # Values of `signals.Missing` at closing. None in rounds closed before that was kept.
    missing = models.JSONField(null=True, editable=False)

    class Meta:
        verbose_name = _("answer in a round")
        verbose_name_plural = _("answers in rounds")
        constraints = [
            models.UniqueConstraint(fields=["round", "item_key"], name="round_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.item_key}"
