from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from strategy.admin.rights import ReadOnly
from strategy.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """What staff did; to be read only, by who may see the log."""

    list_display = ["at", "who", "deed", "model", "row", "place"]
    list_filter = ["at"]
    search_fields = ["deed", "row"]
    fields = ["at", "who", "deed", "model", "row", "about", "place", "before", "digest"]
    ordering = ["-pk"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        self.names = dict(User.objects.filter(is_staff=True).values_list("pk", "username"))
        return super().get_queryset(request)

    @admin.display(description=_("who"), ordering="by")
    def who(self, entry: AuditEntry) -> str:
        if entry.by is None:
            return "–"
        return self.names.get(entry.by) or str(entry.by)
