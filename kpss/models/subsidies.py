from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kpss.models.documents import Document
from kpss.models.fields import PlanPart
from strategy.models import Organisation
from strategy.models.fields import PlainLine, PlainText
from strategy.numbers import crowns


class SubsidyRules(models.Model):
    """By what the city gives money to services in a year: the rules and their criteria."""

    year = models.PositiveSmallIntegerField(_("year"))
    title = PlainLine(_("title"), max_length=200)
    criteria = PlainText(_("criteria"), blank=True, help_text=_("One a line."))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("document"),
    )  # fmt: skip
    history = HistoricalRecords(verbose_name=_("history of subsidy rules"))

    class Meta:
        verbose_name = _("subsidy rules")
        verbose_name_plural = _("subsidy rules")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["year", "title"], name="subsidy_rules_once_in_year")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    def get_absolute_url(self) -> str:
        return reverse("kpss:subsidy_year", args=[self.year])


class Call(models.Model):
    """A call for applications under the rules of a year."""

    rules = models.ForeignKey(
        SubsidyRules, on_delete=models.PROTECT, related_name="calls", verbose_name=_("rules")
    )
    title = PlainLine(_("title"), max_length=200)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("to be given, in crowns"), null=True, blank=True)
    history = HistoricalRecords(verbose_name=_("history of call"))

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["rules", "opens_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
                name="call_days_in_order",
                violation_error_message=_("The call closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Funding(PlanPart):
    """That a call serves a measure, and what it gave: to whom, how much."""

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="fundings", verbose_name=_("call")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="fundings",
        verbose_name=_("who received it"),
    )  # fmt: skip
    amount = models.PositiveBigIntegerField(_("amount in crowns"), null=True, blank=True)
    note = PlainLine(_("note"), max_length=200, blank=True)
    history = HistoricalRecords(verbose_name=_("history of funding"))

    class Meta:
        verbose_name = _("funding of a measure")
        verbose_name_plural = _("fundings of measures")
        ordering = ["call", "pk"]
        indexes = [models.Index(fields=["item_key"], name="funding_of_item")]
        constraints = [
            models.CheckConstraint(
                condition=Q(item_key__isnull=False), name="funding_serves_an_item"
            )
        ]

    def __str__(self) -> str:
        return str(self.call) if self.amount is None else f"{self.call}: {crowns(self.amount)}"
