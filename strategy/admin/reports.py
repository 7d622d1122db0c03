from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.models import ProgressReport


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnly, PlainTitles):
    """The register of what was said of measures. It only looks them up; the desk says things."""

    list_display = ["measure", "plan", "status", "share", "said_at", "channel", "organisation"]
    list_display += ["proven"]
    list_filter = [
        ("plan", admin.RelatedOnlyFieldListFilter),
        "status",
        "channel",
        ("organisation", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["item", "plan", "organisation"]
    search_fields = ["item__code", "item__text", "commentary", "evidence"]
    date_hierarchy = "said_at"
    fields = ["measure", "plan", "status", "outlook", "share", "commentary", "evidence"]
    fields += ["evidence_number", "evidence_link", "resolution", "said_at", "channel"]
    fields += ["organisation", "by", "hidden_at"]
    ordering = ["-said_at", "-pk"]

    def get_fields(self, request: HttpRequest, obj: ProgressReport | None = None) -> Any:
        may_hide = request.user.has_perm("strategy.change_progressreport")
        return [*self.fields, "hiding"] if may_hide else self.fields

    @admin.display(description=_("measure"), ordering="item__code_sort")
    def measure(self, report: ProgressReport) -> str:
        return str(report.item)

    @admin.display(description=_("proven"), boolean=True)
    def proven(self, report: ProgressReport) -> bool:
        return report.is_proven

    @admin.display(description=_("words with personal data"))
    def hiding(self, report: ProgressReport) -> str:
        address = reverse("strategy:report_hide", args=[report.pk])
        return format_html('<a href="{}">{}</a>', address, _("Hide words with personal data"))
