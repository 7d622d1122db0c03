from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kpss.admin.days import DaysMixin, shown
from kpss.admin.inlines import WithItsParent
from kpss.admin.revision import RaisingMixin
from kpss.models import Cycle, Phase
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

CYCLE = ("follows", "carries_out", "about", "source")
PHASE = ("begins", "ends", "note", "source")


class CycleForm(RefusableForm):
    wording = CYCLE

    class Meta:
        model = Cycle
        fields = ("plan", *CYCLE)


class PhaseForm(RefusableForm):
    wording = PHASE

    class Meta:
        model = Phase
        fields = ("cycle", "kind", *PHASE, "documents")

    def changes(self) -> dict[str, Any]:
        return super().changes() | {"documents": self.cleaned_data["documents"]}


class PhaseInline(WithItsParent, admin.TabularInline):
    """The phases, to be opened; each is written on a page of its own."""

    model = Phase
    fields = readonly_fields = shown(Phase, ["kind", "begins", "ends"])
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Cycle)
class CycleAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """What came before a plan, and whose yearly plan it is. The plan itself stays."""

    form = CycleForm
    change_form_template = "admin/strategy/change_form.html"
    inlines = [PhaseInline]
    list_display = ["plan", "follows", "carries_out"]
    list_select_related = ["plan", "follows__plan", "carries_out__plan"]
    search_fields = ["plan__title"]
    wording = history_fields = CYCLE

    def plans_of(self, row: Cycle) -> Collection[int]:
        return [row.plan_id]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["plan"] if obj else []


@admin.register(Phase)
class PhaseAdmin(DaysMixin, RaisingMixin, ChangingMixin, PlainTitles):
    """When a phase of a plan was, what happened, and the documents it left behind."""

    form = PhaseForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["cycle", "kind", "begins", "ends"]
    list_filter = ["kind"]
    list_select_related = ["cycle__plan"]
    search_fields = ["cycle__plan__title", "note"]
    filter_horizontal = ["documents"]
    wording = history_fields = PHASE

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["cycle", "kind"] if obj else []
