from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy import editing, editions
from strategy.admin.changing import ChangingMixin
from strategy.admin.forms import PlanForm
from strategy.admin.rights import NeverDeleted
from strategy.admin.titles import PlainTitles
from strategy.models import Plan, Tier


class TierInline(admin.StackedInline):
    """The plan's own levels. What a published edition uses is kept as it is."""

    model = Tier
    extra = 0
    fieldsets = [(None, {"fields": [("position", "name", "name_plural", "is_measure")]})]


@admin.register(Plan)
class PlanAdmin(NeverDeleted, ChangingMixin, PlainTitles):
    """Plans and their levels. A new plan gets its working draft at once; none is deleted."""

    form = PlanForm
    change_form_template = "admin/strategy/plan/change_form.html"
    inlines = [TierInline]
    list_display = ["title", "period", "slug", "editions_of"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", ("period_from", "period_to")]}),
        (_("What its measures have"), {"fields": ["card_fields", "asks_for_lead", "asks_for_due"]}),
    ]
    wording = editing.PLAN_WORDING
    history_fields = editing.PLAN_WORDING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).prefetch_related("editions")

    @admin.display(description=_("period"), ordering="period_from")
    def period(self, plan: Plan) -> str:
        return "–".join(str(year) for year in (plan.period_from, plan.period_to) if year)

    @admin.display(description=_("editions"))
    def editions_of(self, plan: Plan) -> SafeString:
        changelist = reverse("admin:strategy_item_changelist")
        links = (
            (changelist, edition.pk, edition.number, edition.get_state_display())
            for edition in plan.editions.all()
        )
        return format_html_join(", ", '<a href="{}?edition={}">{}: {}</a>', links)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = {"title": gettext("Add a plan")} | (extra_context or {})
        return super().add_view(request, form_url, context)

    def view_on_site(self, plan: Plan) -> str | None:
        return plan.get_absolute_url() if editions.current(plan) else None

    def save_model(self, request: HttpRequest, obj: Any, form: PlanForm, change: bool) -> None:  # type: ignore[override]
        super().save_model(request, obj, form, change)
        if not change:
            editions.begin(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        editing.refuse_upturned_tiers(form.instance)

    def change_row(self, request: HttpRequest, row: Plan, read: int, **values: Any) -> None:
        editing.change_plan(row, read, request.user, **values)

    def restore(self, row: Plan, version: int, request: HttpRequest, **wording: Any) -> None:
        if editing.has_fixed_address(row):
            del wording["slug"]
        super().restore(row, version, request, **wording)
