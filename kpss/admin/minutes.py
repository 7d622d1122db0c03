from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kpss.models import Minutes
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.rights import NeverDeleted
from strategy.admin.titles import PlainTitles

MARKED = ("plan", "in_packet")


class MinutesForm(RefusableForm):
    wording = MARKED

    class Meta:
        model = Minutes
        fields = MARKED


@admin.register(Minutes)
class MinutesAdmin(NeverDeleted, ChangingMixin, PlainTitles):
    """To look minutes up, and to say which belong to the packet; they are written on a page."""

    form = MinutesForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["meeting", "state", "plan", "in_packet"]
    list_filter = ["plan", "state", "in_packet"]
    list_select_related = ["meeting__body", "plan"]
    search_fields = ["meeting__body__name", "text"]
    fields = ["meeting", "state", "written", ("plan", "in_packet")]
    readonly_fields = ["meeting", "state", "written"]
    wording = MARKED
    history_fields = ("opening", "text", "conclusion", "state", "in_packet")

    @admin.display(description=_("wording"))
    def written(self, minutes: Minutes) -> Any:
        address = reverse("kpss:minutes_course", args=[minutes.meeting_id])
        return format_html('<a href="{}">{}</a>', address, _("Read, write and approve"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They begin with their meeting."""
        return False
