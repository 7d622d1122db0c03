from typing import Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models import Plan
from strategy.models.fields import PlainLine, PlainText

# Who settles the comments on a plan; what minutes are of unless said otherwise.
COORDINATION_GROUP = "Koordinační skupina"


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def for_packet(self, plan_id: int) -> Self:
        """What the council gets with a plan, in the order in which it was held."""
        return self.filter(plan=plan_id, in_packet=True, approved=True).order_by("held_on", "pk")


class Minutes(models.Model):
    """What a group said and agreed on at one meeting about a plan, as its minutes have it."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("plan")
    )
    group = PlainLine(_("group"), max_length=200, default=COORDINATION_GROUP)
    held_on = models.DateField(_("held on"))
    place = PlainLine(_("place"), max_length=200, blank=True)
    text = PlainText(
        _("wording of the minutes"),
        help_text=_(
            "The programme as 1., 2. …, then what was said to each item: “ad 1. …”. The packet "
            "prints it as it stands: no telephone numbers, e-mail addresses or birth numbers."
        ),
    )
    approved = models.BooleanField(_("approved by the group"), default=False)
    in_packet = models.BooleanField(
        _("belongs to the packet for the council"),
        default=False,
        help_text=_("Only minutes that the group has approved go into it."),
    )
    history = HistoricalRecords(verbose_name=_("history of minutes"))

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of one meeting", "minutes")
        verbose_name_plural = pgettext_lazy("of several meetings", "minutes")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.group}, {date_format(self.held_on, 'DATE_FORMAT')}"
