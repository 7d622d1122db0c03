from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpss.admin.children import ChildrenMixin
from kpss.admin.parts import PlanPartInline
from kpss.admin.revision import RaisingMixin
from kpss.models import Concern, ConcernPart
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("kind", "position", "name", "about")


class ConcernForm(RefusableForm):
    wording = WORDING

    class Meta:
        model = Concern
        fields = ("slug", *WORDING, "groups")


class PartInline(PlanPartInline):
    model = ConcernPart


@admin.register(Concern)
class ConcernAdmin(RaisingMixin, ChildrenMixin, PlainTitles):
    """Situations in life and topics of the city, each with its groups and parts of plans."""

    form = ConcernForm
    change_form_template = "admin/strategy/change_form.html"
    inlines = [PartInline]
    list_display = ["name", "kind", "position"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["groups"]
    fieldsets = [(None, {"fields": ["kind", "position", "name", "slug", "about", "groups"]})]
    wording = history_fields = WORDING

    def plans_of(self, row: Concern) -> Collection[int]:
        """None: no page of a plan names what concerns its readers."""
        return ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)
