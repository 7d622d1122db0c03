from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kpss.models.documents import Document
from kpss.models.fields import When, refuse_turned
from strategy.models import Plan
from strategy.models.fields import PlainText


class Cycle(models.Model):
    """The way of one plan through planning: what came before it, whose yearly plan it is."""

    plan = models.OneToOneField(
        Plan, on_delete=models.PROTECT, related_name="cycle", verbose_name=_("plan")
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows"),
    )
    carries_out = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_plans",
        verbose_name=_("is an action plan of"),
    )
    about = PlainText(_("what is known of it"), blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    history = HistoricalRecords(verbose_name=_("history of cycle"))

    class Meta:
        verbose_name = _("planning cycle")
        verbose_name_plural = _("planning cycles")
        ordering = ["plan__period_to", "plan__title"]

    def __str__(self) -> str:
        return self.plan.title

    def get_absolute_url(self) -> str:
        return reverse("kpss:cycle_detail", args=[self.plan.slug])

    def clean(self) -> None:
        """Refuse plans that would go round in a circle."""
        if self._leads_to_itself("follows") or self._leads_to_itself("carries_out"):
            raise ValidationError(_("A plan cannot follow itself, not even through other plans."))
        if self.carries_out and self.carries_out.carries_out_id:
            raise ValidationError(_("An action plan cannot have an action plan of its own."))

    def _leads_to_itself(self, way: str) -> bool:
        before, seen = getattr(self, way), {self.pk}
        while before is not None:
            if before.pk in seen:
                return True
            seen.add(before.pk)
            before = getattr(before, way)
        return False


class Phase(models.Model):
    """A phase of one plan's cycle: when it was, and what it left behind."""

    class Kind(models.TextChoices):
        """In the order in which they follow one another."""

        PREPARATION = "1_preparation", _("preparation")
        ANALYSIS = "2_analysis", _("analysis")
        DRAFT = "3_draft", _("drafting")
        CONSULTATION = "4_consultation", _("consultation")
        APPROVAL = "5_approval", _("approval")
        REALISATION = "6_realisation", _("realisation and monitoring")
        EVALUATION = "7_evaluation", _("evaluation")
        NEXT = "8_next", _("next period")

    cycle = models.ForeignKey(
        Cycle, on_delete=models.CASCADE, related_name="phases", verbose_name=_("cycle")
    )
    kind = models.CharField(_("phase"), max_length=15, choices=Kind)
    begins = When(_("begins"))
    ends = When(_("ends"))
    note = PlainText(_("what happened"), blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    documents = models.ManyToManyField(
        Document, blank=True, related_name="phases", verbose_name=_("documents")
    )
    history = HistoricalRecords(verbose_name=_("history of phase"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["cycle", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="phase_once_in_cycle")
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_kind_display()}"

    def clean(self) -> None:
        refuse_turned(self.begins, self.ends, "ends")

    @property
    def is_open(self) -> bool:
        """Whether it began and no source says when it ended; an approval is of one day."""
        return bool(self.begins) and not self.ends and self.kind != self.Kind.APPROVAL
