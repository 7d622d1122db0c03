from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from comments.models import Point
from kpss.models.bodies import Body, Membership
from kpss.models.meetings import AgendaPoint, Meeting
from strategy.models import Organisation, Plan
from strategy.models.fields import PlainLine, PlainText


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def for_packet(self, plan_id: int) -> Self:
        """What the council gets with a plan, in the order in which it was held."""
        agreed = self.filter(plan=plan_id, in_packet=True, state__in=Minutes.AGREED)
        return agreed.select_related("meeting__body").order_by("meeting__day", "pk")


class Minutes(models.Model):
    """The minutes of a meeting, from the first draft until everyone can read them.

    What was said to each point stands with the point (`AgendaPoint`), beside it tasks and
    decisions; they are closed with the minutes. What was sent and what was approved is kept as it
    then was (`MinutesVersion`), and that is what page and PDF show.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent to members")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", pgettext_lazy("minutes", "published")

    AGREED = (State.APPROVED, State.PUBLISHED)

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="minutes", verbose_name=_("meeting")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    opening = PlainText(_("opening"), blank=True)
    text = PlainText(
        _("wording pasted as a whole"),
        blank=True,
        help_text=_("Of minutes that were written elsewhere; stands after the programme."),
    )
    conclusion = PlainText(_("conclusion"), blank=True)
    written_by = PlainLine(_("written by"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    objections_until = models.DateField(_("objections until"), null=True, blank=True)
    # The next meeting, which approved them; and the day, where that is all that is known.
    approved_at = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approves",
        verbose_name=_("approved at"),
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="minutes",
        verbose_name=_("plan"),
    )
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
        ordering = ["-meeting__day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_packet=False) | Q(plan__isnull=False),
                name="minutes_in_packet_of_a_plan",
                violation_error_message=_("Say of which plan the packet is."),
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return reverse("kpss:minutes_detail", args=[self.meeting_id])

    @property
    def is_closed(self) -> bool:
        """Whether their wording can no longer change."""
        return self.state in self.AGREED


class MinutesVersion(models.Model):
    """The minutes as they were sent, or approved: everything that page and PDF show.

    Never changed, but where a person is erased; the database holds to that (`kpss.unrewritten`).

    `content` is what `kpss.minutes.content.Content` makes and reads. Names in it are those of
    office; of service users it holds none.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of minutes")
        verbose_name_plural = _("versions of minutes")
        ordering = ["minutes", "number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.number}"


class Erasing(models.Model):
    """That a person is being erased: a row that stands within that transaction alone.

    As long as it does, words in kept versions of minutes may be replaced (`kpss.unrewritten`).
    """

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class HiddenPassage(models.Model):
    """Words of minutes that the public reads “[údaj skryt]” in place of."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="hidden")
    text = models.CharField(_("passage"), max_length=300)

    class Meta:
        verbose_name = _("hidden passage")
        verbose_name_plural = _("hidden passages")
        constraints = [
            models.UniqueConstraint(fields=["minutes", "text"], name="passage_hidden_once"),
            models.CheckConstraint(condition=~Q(text=""), name="hidden_passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.pk}"


class Objection(models.Model):
    """What a member objects to in minutes that were sent, and what was done about it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "open")
        ACCEPTED = "accepted", pgettext_lazy("objection", "accepted")
        REFUSED = "refused", pgettext_lazy("objection", "not accepted")

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="objections", verbose_name=_("member")
    )
    text = PlainText(_("objection"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answer = PlainText(_("answer"), blank=True)

    class Meta:
        verbose_name = _("objection to minutes")
        verbose_name_plural = _("objections to minutes")
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.pk}"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Task(models.Model):
    """What somebody was asked to do, by when; carried over to the next agenda until done."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="tasks",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    # Where it was given.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("meeting")
    )
    point = models.ForeignKey(
        AgendaPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("point of the agenda"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    what = PlainText(_("what is to be done"))
    membership = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("member"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("organisation"),
    )
    who = PlainLine(_("who, in words"), max_length=200, blank=True)
    due = models.DateField(_("by"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = PlainText(_("how it ended"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of task"))

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="task_number_once_in_meeting"
            )
        ]
        indexes = [
            models.Index(
                fields=["body"], condition=Q(closed_on__isnull=True), name="task_open_of_body"
            )
        ]

    def __str__(self) -> str:
        return self.what


class Decision(models.Model):
    """What a body decided at a meeting, under an address that stays."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("meeting")
    )
    point = models.ForeignKey(
        AgendaPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("point of the agenda"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = PlainText(_("decision"))
    history = HistoricalRecords(verbose_name=_("history of decision"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"], name="decision_number_once_in_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting.body.cited}, {date_format(self.meeting.day, 'DATE_FORMAT')}"

    def get_absolute_url(self) -> str:
        return reverse("kpss:decision_detail", args=[self.meeting_id, self.number])


class DecisionEffect(models.Model):
    """What a decision settled or changed: a point of a comment, or an item in every edition."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="effects")
    comment_point = models.ForeignKey(
        Point, on_delete=models.CASCADE, null=True, blank=True, related_name="decided"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    item_key = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("effect of a decision")
        verbose_name_plural = _("effects of decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(comment_point__isnull=False, plan__isnull=True, item_key__isnull=True)
                | Q(comment_point__isnull=True, plan__isnull=False, item_key__isnull=False),
                name="decision_effect_on_one",
            ),
            models.UniqueConstraint(
                fields=["decision", "comment_point"], name="decision_settles_point_once"
            ),
            models.UniqueConstraint(
                fields=["decision", "item_key"], name="decision_changes_item_once"
            ),
        ]
        indexes = [models.Index(fields=["item_key"], name="decision_of_item")]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.comment_point_id or self.item_key}"
