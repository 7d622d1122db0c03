from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kpss.admin.revision import RaisingMixin
from kpss.meetings import planning
from kpss.meetings.forms import MeetingForm, time_input
from kpss.meetings.holding import MeetingRefused
from kpss.models import Meeting, Series
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

# What a source says of a meeting, beside what its guests are told.
KNOWN = ("guests", "attended_in_words", "source")
SERIES = ("every_months", "first_on", "until", "time_from", "time_to", "place", "access")


class MeetingAdminForm(MeetingForm):
    wording = (*planning.TOLD, *KNOWN)

    class Meta(MeetingForm.Meta):
        fields = ("body", *planning.TOLD, *KNOWN)


@admin.register(Meeting)
class MeetingAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """Meetings with what sources say of them; inviting and calling off have pages of their own."""

    form = MeetingAdminForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["day", "body", "title", "place", "cancelled_at"]
    list_filter = ["body", "day"]
    list_select_related = ["body"]
    search_fields = ["body__name", "title", "place"]
    date_hierarchy = "day"
    fields = [
        "body",
        "title",
        ("day", "time_from", "time_to"),
        "place",
        "access",
        "guests",
        "attended_in_words",
        "source",
    ]
    wording = ("title", "place", "access", "attended_in_words", "source")
    history_fields = (*planning.TOLD, *KNOWN)

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        return ["body"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        """What members were invited to is called off, so that they hear of it."""
        is_told = obj is not None and obj.invited_at is not None
        return not is_told and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Deleting many at once would pass over who was invited."""
        return {
            name: deed
            for name, deed in super().get_actions(request).items()
            if "delete" not in name
        }

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        try:
            planning.change(row, read, request.user, **values)
        except MeetingRefused as refusal:
            raise ValidationError(str(refusal)) from None


class SeriesAdminForm(RefusableForm):
    wording = SERIES

    class Meta:
        model = Series
        fields = ("body", *SERIES)
        widgets = {"time_from": time_input(), "time_to": time_input()}


@admin.register(Series)
class SeriesAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """Series; a change is of the meetings that will be announced, not of those that are."""

    form = SeriesAdminForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["body", "every_months", "first_on", "until", "place"]
    list_filter = ["body"]
    list_select_related = ["body"]
    fields = [
        "body",
        "every_months",
        ("first_on", "until"),
        ("time_from", "time_to"),
        "place",
        "access",
    ]
    wording = ("place", "access")
    history_fields = SERIES
