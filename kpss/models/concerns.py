from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from kpss.models.fields import PlanPart
from kpss.models.target_groups import TargetGroup
from strategy.models.fields import PlainLine, PlainText


class Concern(models.Model):
    """What may concern a reader: a situation in life, or a topic of the city, in their own words.

    It gathers what plans say of its target groups and of the parts named to it; it says nothing
    of its own that a plan does not.
    """

    class Kind(models.TextChoices):
        SITUATION = "situation", _("situation in life")
        TOPIC = "topic", _("topic of the city")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = PlainLine(
        _("in the reader’s words"),
        max_length=120,
        unique=True,
        help_text=_("As one would say it: “I care for somebody close”, “Housing”."),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    about = PlainText(_("what belongs here"), blank=True)
    groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="concerns", verbose_name=_("target groups")
    )
    history = HistoricalRecords(verbose_name=_("history of what concerns readers"))

    class Meta:
        verbose_name = _("what concerns readers")
        verbose_name_plural = _("what concerns readers")
        ordering = ["kind", "position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kpss:concern_detail", args=[self.slug])


class ConcernPart(PlanPart):
    """A plan or an item that belongs to a concern."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="parts")

    class Meta:
        verbose_name = _("part of a plan that concerns readers")
        verbose_name_plural = _("parts of plans that concern readers")
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "plan", "item_key"], name="concern_of_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern}: {self.plan}"
