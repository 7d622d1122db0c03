from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from kpss.models.bodies import Body
from kpss.models.documents import Document
from kpss.models.fields import PlanPart, When, refuse_turned
from strategy.models import Organisation, Plan
from strategy.models.fields import PlainLine, PlainText


class Project(models.Model):
    """A project that pays for planning, such as a grant: who, when, how much, what for."""

    slug = models.SlugField(_("address"), unique=True)
    title = PlainLine(_("title"), max_length=250)
    registration = PlainLine(_("registration number"), max_length=60, blank=True)
    programme = PlainLine(_("programme"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("support in crowns"), null=True, blank=True)
    begins = When(_("begins"))
    ends = When(_("ends"))
    about = PlainText(_("what it is about"), blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows"),
    )
    plans = models.ManyToManyField(
        Plan, blank=True, related_name="projects", verbose_name=_("plans")
    )
    bodies = models.ManyToManyField(
        Body, blank=True, related_name="projects", verbose_name=_("bodies")
    )
    outputs = models.ManyToManyField(
        Document, blank=True, related_name="projects", verbose_name=_("outputs")
    )
    history = HistoricalRecords(verbose_name=_("history of project"))

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-begins", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("kpss:project_detail", args=[self.slug])

    def clean(self) -> None:
        refuse_turned(self.begins, self.ends, "ends")


class Involvement(models.Model):
    """What an organisation has to do with a project."""

    class Role(models.TextChoices):
        IMPLEMENTER = "implementer", _("implementer")
        PARTNER = "partner", pgettext_lazy("project", "partner")
        GUARANTOR = "guarantor", _("expert guarantor")
        APPROVER = "approver", pgettext_lazy("project", "approved by")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="involvements",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=11, choices=Role)
    history = HistoricalRecords(verbose_name=_("history of involvement"))

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"], name="involvement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class ProjectPart(PlanPart):
    """That a project carries out an item of a plan: for how much of its money, and when."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parts")
    amount = models.PositiveBigIntegerField(_("amount in crowns"), null=True, blank=True)
    begins = When(_("begins"))
    ends = When(_("ends"))
    history = HistoricalRecords(verbose_name=_("history of what a project carries out"))

    class Meta:
        verbose_name = _("measure that a project carries out")
        verbose_name_plural = _("measures that a project carries out")
        ordering = ["project", "pk"]
        indexes = [models.Index(fields=["item_key"], name="project_part_of_item")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "plan", "item_key"], name="project_carries_out_once"
            ),
            models.CheckConstraint(
                condition=Q(item_key__isnull=False), name="project_part_is_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.plan}"

    def clean(self) -> None:
        refuse_turned(self.begins, self.ends, "ends")


class KeyActivity(models.Model):
    """A key activity of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    number = models.PositiveSmallIntegerField(_("number"))
    title = PlainLine(_("title"), max_length=250)
    text = PlainText(_("wording"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of key activity"))

    class Meta:
        verbose_name = _("key activity")
        verbose_name_plural = _("key activities")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="activity_once_in_project")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class ActivityPoint(models.Model):
    """One point of a key activity."""

    activity = models.ForeignKey(KeyActivity, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("position"))
    text = PlainText(_("wording"))
    history = HistoricalRecords(verbose_name=_("history of key activity's point"))

    class Meta:
        verbose_name = _("point of a key activity")
        verbose_name_plural = _("points of key activities")
        ordering = ["activity", "position"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "position"], name="activity_point_in_order")
        ]

    def __str__(self) -> str:
        return self.text
