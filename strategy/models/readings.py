from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine
from strategy.models.leads import MeasureOfPlan
from strategy.models.progress import Channel


class Reading(MeasureOfPlan):
    """A value of an indicator on a day, with where it is known from. Goes on after publishing."""

    indicator_key = models.UUIDField(_("indicator"))
    day = models.DateField(_("state on"))
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=4)
    source = PlainLine(_("source"), max_length=300, help_text=_("Where the number is from."))
    document = models.URLField(_("link to the document"), blank=True)
    note = PlainLine(_("note"), max_length=300, blank=True)
    # Numbers before and after it cannot be compared without a word of it.
    method_change = PlainLine(
        _("change of method"),
        max_length=300,
        blank=True,
        help_text=_("What is measured otherwise from this reading on; shown in the chart."),
    )
    channel = models.CharField(_("came by"), max_length=6, choices=Channel, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    history = HistoricalRecords(verbose_name=_("history of reading"))

    class Meta:
        verbose_name = _("reading of an indicator")
        verbose_name_plural = _("readings of indicators")
        ordering = ["indicator_key", "day"]
        indexes = [models.Index(fields=["plan", "item_key"], name="reading_of_measure")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator_key", "day"],
                name="reading_once_a_day",
                violation_error_message=_("There is a reading of that day already; change it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.value}"
