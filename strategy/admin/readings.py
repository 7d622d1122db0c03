from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.models import Reading


@admin.register(Reading)
class ReadingAdmin(ReadOnly, PlainTitles):
    """The register of values of indicators. It only looks them up; pages of their own change them,
    for a correction is public."""

    list_display = ["day", "value", "source", "plan", "channel", "recorded_at"]
    list_filter = [("plan", admin.RelatedOnlyFieldListFilter), "channel"]
    list_select_related = ["plan"]
    search_fields = ["source", "note", "indicator_key", "item_key"]
    date_hierarchy = "day"
    fields = ["plan", "day", "value", "source", "document", "note", "method_change"]
    fields += ["channel", "recorded_at", "deeds"]
    ordering = ["-day", "-pk"]

    @admin.display(description=_("correction"))
    def deeds(self, reading: Reading) -> str:
        address = reverse("strategy:reading_change", args=[reading.pk])
        return format_html('<a href="{}">{}</a>', address, _("Correct the value"))
