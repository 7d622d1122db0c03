"""The card of a measure: what an edition says of it beside its wording, frozen with the edition."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from strategy.models.fields import PlainLine, PlainText
from strategy.models.items import Item
from strategy.models.organisations import Organisation


class CardField(models.TextChoices):
    """What a card can tell; a plan names those that it uses."""

    LEAD = "lead", _("lead")
    CO_LEADS = "co_leads", _("co-leads")
    IMPLEMENTERS = "implementers", _("implementers")
    PARTNERS = "partners", pgettext_lazy("measure", "partners")
    DUE = "due", _("due")
    PERIOD = "period", _("from–to")
    TARGET_GROUPS = "target_groups", _("target groups")
    ACTIVITIES = "activities", _("activities")
    OUTPUTS = "outputs", _("outputs")
    INDICATORS = "indicators", _("indicators")
    CRITERION = "criterion", _("criterion of fulfilment")
    COSTS = "costs", _("costs and sources of money")
    RISKS = "risks", _("risks")
    SUPERIOR = "superior", _("what it follows from")
    REMARKS = "remarks", _("remarks")


class Card(models.Model):
    """What a measure's card tells in words. The deadline and the lead as written are the item's."""

    # The columns of wording, in the order of a card.
    WORDING = (
        "begins",
        "ends",
        "target_groups",
        "activities",
        "outputs",
        "criterion",
        "risks",
        "superior",
        "remarks",
    )

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, primary_key=True, related_name="card"
    )
    # In the normal forms of `strategy.due`.
    begins = models.CharField(pgettext_lazy("period", "from"), max_length=30, blank=True)
    ends = models.CharField(pgettext_lazy("period", "to"), max_length=30, blank=True)
    target_groups = PlainText(_("target groups"), blank=True, help_text=_("One a line."))
    activities = PlainText(_("activities"), blank=True, help_text=_("One a line."))
    outputs = PlainText(_("outputs"), blank=True, help_text=_("One a line."))
    criterion = PlainText(
        _("criterion of fulfilment"), blank=True, help_text=_("By what it is known to be done.")
    )
    risks = PlainText(_("risks"), blank=True, help_text=_("One a line."))
    superior = PlainText(
        _("what it follows from"), blank=True, help_text=_("The superior document and its part.")
    )
    remarks = PlainText(_("remarks"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of card"))

    class Meta:
        verbose_name = _("card of a measure")
        verbose_name_plural = _("cards of measures")

    def __str__(self) -> str:
        return str(self.item)


class Responsibility(models.Model):
    """Who has what to do with a measure, as the edition says; one lead, others in their order."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_LEAD = "co_lead", _("co-lead")
        IMPLEMENTER = "implementer", _("implementer")
        PARTNER = "partner", pgettext_lazy("measure", "partner")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="responsibilities")
    role = models.CharField(_("role"), max_length=11, choices=Role)
    position = models.PositiveSmallIntegerField(_("position"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="responsibilities",
        verbose_name=_("organisation"),
    )
    # As the plan writes it; the organisation may be renamed, the text that was approved is not.
    written = PlainLine(_("as the plan writes it"), max_length=200)
    history = HistoricalRecords(verbose_name=_("history of responsibility"))

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["item", "role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "role", "organisation"],
                name="responsibility_once_in_role",
                violation_error_message=_("This organisation is there already."),
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(role="lead"), name="responsibility_one_lead"
            ),
            models.UniqueConstraint(
                fields=["item", "role", "position"], name="responsibility_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.written}"


class Cost(models.Model):
    """What a measure is estimated to cost in a year, and where the money comes from."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField(_("position"))
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Empty for the whole time.")
    )
    amount = models.PositiveBigIntegerField(_("amount in crowns"), null=True, blank=True)
    source = PlainLine(_("source of money"), max_length=200, blank=True)
    note = PlainLine(
        _("note"), max_length=200, blank=True, help_text=_("For example “within the budget”.")
    )
    history = HistoricalRecords(verbose_name=_("history of cost"))

    class Meta:
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="cost_in_order"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(source="") | ~Q(note=""),
                name="cost_says_something",
                violation_error_message=_("Give an amount, a source or a note."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year or ''} {self.amount or self.note} {self.source}".strip()


class Indicator(models.Model):
    """By what it is measured whether a measure works. Its key is the same in every edition."""

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        HOLD = "hold", _("to be kept")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="indicators")
    key = models.UUIDField(_("key"), default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField(_("position"))
    name = PlainLine(pgettext_lazy("indicator", "name"), max_length=300)
    unit = PlainLine(_("unit"), max_length=40, blank=True, help_text=_("“persons”, “%”, “km” …"))
    baseline = models.DecimalField(
        _("baseline"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    # In the normal forms of `strategy.due`.
    baseline_when = models.CharField(_("baseline of"), max_length=30, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=15, decimal_places=4, null=True, blank=True
    )
    target_when = models.CharField(_("target by"), max_length=30, blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.UP
    )
    note = PlainLine(_("note"), max_length=300, blank=True, help_text=_("How it is measured."))
    history = HistoricalRecords(verbose_name=_("history of indicator"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["item", "position"]
        indexes = [models.Index(fields=["key"], name="indicator_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="indicator_key_once_in_item"),
            models.UniqueConstraint(fields=["item", "position"], name="indicator_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name
