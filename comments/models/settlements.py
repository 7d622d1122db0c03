from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from comments.models.comments import Comment
from strategy.models import Item
from strategy.models.fields import PlainLine, PlainText


class Point(models.Model):
    """One thing that a comment asks for; each point is settled on its own."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="points", verbose_name=_("about")
    )
    text = models.TextField(_("wording"))

    class Meta:
        verbose_name = _("point of a comment")
        verbose_name_plural = _("points of a comment")
        ordering = ["comment", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "position"], name="point_position_once_in_comment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment} / {self.position}"


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def published(self) -> Self:
        return self.filter(state=Settlement.State.PUBLISHED)


class Settlement(models.Model):
    """How a point was settled, and why. Only what is published is for the public."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        NOT_ACCEPTED = "not_accepted", _("not accepted")
        EXPLAINED = "explained", _("explained")
        NOTED = "noted", _("noted")
        FORWARDED = "forwarded", _("out of scope or forwarded")
        TOGETHER = "together", _("settled together with another")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        CHECKED = "checked", _("checked")
        PUBLISHED = "published", _("published")

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="settlement")
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)
    reasoning = PlainText(_("reasoning"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    settled_by = PlainLine(_("settled by"), max_length=200, blank=True)
    changed_item = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("changed item"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    history = HistoricalRecords(verbose_name=_("history of settlement"))

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        permissions = [("publish_settlement", _("Can publish a settlement"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reasoning=""),
                name="settlement_reasoned",
                violation_error_message=_("Every settlement says why."),
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="settlement_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_outcome_display()}"
