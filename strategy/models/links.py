from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine
from strategy.models.plans import Plan


class MeasureLink(models.Model):
    """What an item of one plan has to do with one of another, or of its own."""

    class Kind(models.TextChoices):
        CARRIES_OUT = "carries_out", _("carries out")
        SAME_AS = "same_as", _("is the same as")
        CLASHES = "clashes", _("clashes with")
        # Somebody has looked at a suggested pair and found nothing.
        UNRELATED = "unrelated", _("has nothing to do with")

    # Both ways alike: kept once, the smaller key first.
    MUTUAL = (Kind.SAME_AS, Kind.CLASHES, Kind.UNRELATED)

    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    from_plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="links_from", verbose_name=_("from plan")
    )
    from_key = models.UUIDField()
    to_plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="links_to", verbose_name=_("to plan")
    )
    to_key = models.UUIDField()
    note = PlainLine(_("note"), max_length=300, blank=True)
    history = HistoricalRecords(verbose_name=_("history of link"))

    class Meta:
        verbose_name = _("link between measures")
        verbose_name_plural = _("links between measures")
        ordering = ["from_plan", "to_plan", "pk"]
        indexes = [
            models.Index(fields=["from_key"], name="link_from_item"),
            models.Index(fields=["to_key"], name="link_to_item"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["from_key", "to_key"],
                name="link_once_between_two",
                violation_error_message=_("These two are linked already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_key=F("to_key")),
                name="link_between_two",
                violation_error_message=_("An item cannot be linked with itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_key} {self.kind} {self.to_key}"
