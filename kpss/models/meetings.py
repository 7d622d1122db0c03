import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from comments.models import Point
from kpss.models.bodies import Body, Membership
from kpss.models.fields import Side
from strategy.models import Plan
from strategy.models.fields import PlainLine, PlainText


class Series(models.Model):
    """That a body meets regularly: every so many months, on the same weekday of the month."""

    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="series",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    every_months = models.PositiveSmallIntegerField(_("every … months"), default=2)
    first_on = models.DateField(_("first meeting on"))
    until = models.DateField(_("until"), null=True, blank=True)
    time_from = models.TimeField(pgettext_lazy("hours", "from"))
    time_to = models.TimeField(pgettext_lazy("hours", "to"), null=True, blank=True)
    place = PlainLine(_("place"), max_length=200)
    access = PlainText(_("how to get in"), blank=True)
    history = HistoricalRecords(verbose_name=_("history of series"))

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["body", "first_on"]
        constraints = [
            models.CheckConstraint(condition=Q(every_months__gt=0), name="series_of_some_months"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("first_on")),
                name="series_in_order",
                violation_error_message=_("The series ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {date_format(self.first_on, 'DATE_FORMAT')}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def upcoming(self) -> Self:
        """Those that are not over, the next one first, those that were called off too."""
        coming = self.filter(day__gte=localdate()).exclude(_over_today())
        return coming.order_by("day", "time_from", "pk")

    def past(self) -> Self:
        """Those that are over, the newest first."""
        over = self.filter(Q(day__lt=localdate()) | _over_today(), day__lte=localdate())
        return over.order_by("-day", "-time_from", "-pk")


def _over_today() -> Q:
    """Ended today; one that says no end lasts until midnight."""
    return Q(day=localdate(), time_to__isnull=False, time_to__lte=localtime().time())


class Meeting(models.Model):
    """A meeting of a body on one day. Its state follows from what was done and from the clock."""

    # Of the event in calendars, for ever.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=pgettext_lazy("planning", "body"),
    )
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("series"),
    )
    title = PlainLine(
        pgettext_lazy("meeting", "title"),
        max_length=200,
        blank=True,
        help_text=_("Where it has one of its own, for example “conference”."),
    )
    # As the clocks in Prague show it; a time only where it is known.
    day = models.DateField(_("day"))
    time_from = models.TimeField(pgettext_lazy("hours", "from"), null=True, blank=True)
    time_to = models.TimeField(pgettext_lazy("hours", "to"), null=True, blank=True)
    place = PlainLine(_("place"), max_length=200, blank=True)
    access = PlainText(
        _("how to get in"),
        blank=True,
        help_text=_("Steps, a lift, a bell, a loop for hearing aids, where to park."),
    )
    invited_at = models.DateTimeField(_("invitations sent"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, editable=False)
    cancelled_reason = PlainText(_("why it was called off"), blank=True)
    # Of one that was called off and is held after all.
    reinstated_reason = PlainText(_("why it is held after all"), blank=True, editable=False)
    # How often what its guests were told has changed, and when last; calendars go by it.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Of those without a seat; and of a meeting of which a source gives a number only.
    guests = models.PositiveSmallIntegerField(_("guests"), null=True, blank=True)
    attended_in_words = PlainLine(_("attendance in words"), max_length=200, blank=True)
    source = PlainText(_("source"), blank=True, help_text=_("Where it is known from."))
    history = HistoricalRecords(verbose_name=_("history of meeting"))

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-day", "-time_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(time_to__isnull=True) | Q(time_from__lt=F("time_to")),
                name="meeting_times_in_order",
                violation_error_message=_("The meeting ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_reason=""),
                name="meeting_called_off_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "time_from"], name="meeting_by_day"),
            models.Index(fields=["body", "day"], name="meeting_of_body_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.body}, {date_format(self.day, 'DATE_FORMAT')}"

    def get_absolute_url(self) -> str:
        return reverse("kpss:meeting_detail", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_past(self) -> bool:
        """Whether its day is over, or its end where that is known."""
        if self.time_to is None or self.day != localdate():
            return self.day < localdate()
        ends = datetime.combine(self.day, self.time_to, timezone.get_current_timezone())
        return ends <= timezone.now()


class Attendance(models.Model):
    """A member and a meeting: what they answered to the invitation, and whether they came.

    The side is that of the day, so that counting needs no terms.
    """

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("is coming")
        NO = "no", _("is not coming")
        DEPUTY = "deputy", _("a deputy is coming")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("not recorded")
        PRESENT = "present", _("present")
        DEPUTY = "deputy", _("a deputy was present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    THERE = (Presence.PRESENT, Presence.DEPUTY)

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="attendances")
    side = models.CharField(_("side"), max_length=12, choices=Side, blank=True)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "membership"], name="attendance_of_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.membership_id}"


class AgendaPoint(models.Model):
    """A point of a meeting's agenda, and what was said to it: “ad 1. …”. Points may nest."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="agenda", verbose_name=_("meeting")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("under"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    title = PlainLine(pgettext_lazy("agenda", "title"), max_length=300)
    said = PlainText(_("what was said"), blank=True)
    conclusion = PlainText(_("conclusion"), blank=True)
    raised_by = models.CharField(_("raised by"), max_length=12, choices=Side, blank=True)
    # What it was put on the agenda for, at most one of these.
    task = models.ForeignKey(
        "kpss.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_points"
    )
    comment_point = models.ForeignKey(
        Point, on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_points"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_points"
    )
    topic = models.ForeignKey(
        "kpss.Topic", on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_points"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    item_key = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("point of an agenda")
        verbose_name_plural = _("points of agendas")
        ordering = ["meeting", "position", "pk"]
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title
