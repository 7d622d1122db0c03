from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kpss.models import Minutes
from strategy.admin.changing import ChangingMixin
from strategy.admin.history import Values
from strategy.admin.refusals import RefusableForm
from strategy.admin.rights import NeverDeleted
from strategy.admin.titles import PlainTitles

MARKED = ("plan", "in_packet")
WORDINGS = ("opening", "text", "conclusion")


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
    search_fields = ["meeting__body__name"]
    fields = ["meeting", "state", "written", ("plan", "in_packet")]
    readonly_fields = ["meeting", "state", "written"]
    wording = MARKED
    history_fields = (*WORDINGS, "state", "in_packet")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        told = _("Earlier wordings are read by those who write minutes.")
        kept_back = {} if self.has_change_permission(request) else {"kept_back": told}
        return super().history_view(request, object_id, kept_back | (extra_context or {}))

    def readable(self, values: Values, *, may_change: bool) -> Values:
        """An earlier wording may say what was taken out before anyone hid it."""
        return {name: values[name] for name in values if may_change or name not in WORDINGS}

    @admin.display(description=_("wording"))
    def written(self, minutes: Minutes) -> Any:
        address = reverse("kpss:minutes_course", args=[minutes.meeting_id])
        return format_html('<a href="{}">{}</a>', address, _("Read, write and approve"))

    def get_search_fields(self, request: HttpRequest) -> Any:
        """Who reads no wording could otherwise ask for its words one by one."""
        writes = self.has_change_permission(request)
        return [*self.search_fields, *(WORDINGS if writes else ())]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They begin with their meeting."""
        return False
