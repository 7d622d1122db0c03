from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kpss import when
from kpss.models.fields import PlanPart, When, refuse_turned
from strategy.models.fields import PlainLine, PlainText


class TargetGroup(models.Model):
    """Whom services are planned for, through all the names that they were called by."""

    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    valid_from = When(_("valid from"))
    valid_to = When(_("valid to"))
    about = PlainText(_("who belongs to it"), blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    history = HistoricalRecords(verbose_name=_("history of target group"))

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ["position"]

    def __str__(self) -> str:
        names = self.names.all()
        return names[len(names) - 1].name if names else str(self.position)

    def get_absolute_url(self) -> str:
        names = self.names.all()
        return reverse("kpss:target_group_detail", args=[names[len(names) - 1].slug])

    def clean(self) -> None:
        refuse_turned(self.valid_from, self.valid_to, "valid_to")


class TargetGroupName(models.Model):
    """What a target group was called, the oldest first."""

    group = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, related_name="names")
    number = models.PositiveSmallIntegerField(_("order"))
    name = PlainLine(pgettext_lazy("target group", "name"), max_length=200, unique=True)
    # Every name keeps its address, which leads to the group.
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    since = When(_("since"), help_text=_("Empty where no source says when it began to be used."))
    last_known = When(
        _("last known"), help_text=_("The last time for which a source has this name.")
    )
    history = HistoricalRecords(verbose_name=_("history of target group's name"))

    class Meta:
        verbose_name = _("name of a target group")
        verbose_name_plural = _("names of target groups")
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="target_group_name_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A name is shown as soon as it is written, so it cannot begin later."""
        if when.is_turned(self.since, localdate().isoformat()):
            raise ValidationError(
                {"since": _("A name is used at once; write it when its day has come.")}
            )


class TargetGroupPart(PlanPart):
    """A plan or an item that speaks of a target group, under whichever name."""

    group = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, related_name="parts")

    class Meta:
        verbose_name = _("part of a plan for a target group")
        verbose_name_plural = _("parts of plans for target groups")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "plan", "item_key"], name="target_group_of_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.plan}"
