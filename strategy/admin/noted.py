"""Pages of the administration that show by whom somebody is reached."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from strategy.auditing.reading import note_reading


class NotedReading(admin.ModelAdmin):
    """Opening the list, or a row, is an entry of the audit log; its words are none."""

    def shows_contacts(self, request: HttpRequest, page: str) -> bool:
        """Whether this reader is shown them: in the “list”, in a “row”, or where one is “added”."""
        return page != "added"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        return self._noted(request, answer, "list")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        return self._noted(request, answer, "row" if object_id else "added")

    def _noted(self, request: HttpRequest, answer: HttpResponse, page: str) -> HttpResponse:
        if self.shows_contacts(request, page):
            note_reading(request, answer)
        return answer
