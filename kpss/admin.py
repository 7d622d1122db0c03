from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpss import minutes
from kpss.models import Minutes
from strategy.admin.history import HistoryMixin
from strategy.admin.refusals import RefusableForm, RefusalsMixin
from strategy.admin.titles import PlainTitles


class MinutesForm(RefusableForm):
    wording = minutes.WORDING

    class Meta:
        model = Minutes
        fields = minutes.WORDING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = minutes.version(self.instance)

    def version_of(self, row: Minutes) -> int:
        return minutes.version(row)


@admin.register(Minutes)
class MinutesAdmin(RefusalsMixin, HistoryMixin, PlainTitles):
    """Minutes as they are typed or pasted; the packet for the council prints what is marked."""

    form = MinutesForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["group", "held_on", "plan", "approved", "in_packet"]
    list_display_links = ["group", "held_on"]
    list_filter = ["plan", "approved", "in_packet"]
    list_select_related = ["plan"]
    search_fields = ["group", "place", "text"]
    fields = ["plan", ("group", "held_on", "place"), "text", ("approved", "in_packet")]
    wording = ("group", "held_on", "place", "text")
    history_fields = (*wording, "approved", "in_packet")

    def save_model(
        self, request: HttpRequest, obj: Minutes, form: MinutesForm, change: bool
    ) -> None:
        if change:
            read = form.cleaned_data["version"]
            minutes.change(obj, read, request.user, **form.changes())
        else:
            super().save_model(request, obj, form, change)

    def version_of(self, row: Minutes) -> int:
        return minutes.version(row)

    def restore(self, row: Minutes, version: int, request: HttpRequest, **wording: Any) -> None:
        minutes.change(row, version, request.user, **wording)
