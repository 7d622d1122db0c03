from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpss.models import Minutes
from strategy.admin.history import HistoryMixin
from strategy.admin.titles import PlainTitles
from strategy.editing import Outdated


@admin.register(Minutes)
class MinutesAdmin(HistoryMixin, PlainTitles):
    """Minutes as they are typed or pasted; the packet for the council prints what is marked."""

    list_display = ["group", "held_on", "plan", "approved", "in_packet"]
    list_display_links = ["group", "held_on"]
    list_filter = ["plan", "approved", "in_packet"]
    list_select_related = ["plan"]
    search_fields = ["group", "place", "text"]
    fields = ["plan", ("group", "held_on", "place"), "text", ("approved", "in_packet")]
    wording = ("group", "held_on", "place", "text")
    history_fields = (*wording, "approved", "in_packet")

    def version_of(self, row: Minutes) -> int:
        """Number of the newest record in history; every change raises it."""
        return row.history.order_by("-history_id").values_list("history_id", flat=True)[0]

    def restore(self, row: Minutes, version: int, request: HttpRequest, **wording: Any) -> None:
        if version != self.version_of(row):
            raise Outdated(row)
        for name, value in wording.items():
            setattr(row, name, value)
        row.save()
