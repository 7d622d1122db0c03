"""What the portal says of itself, in the administration."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.rights import NeverDeleted
from strategy.admin.titles import PlainTitles
from strategy.models import AccessibilityStatement, PortalText
from strategy.statement import changing

COMPLIANCE = ("scope", "compliance", "faults", "burden", "outside", "instead")
METHOD = ("method", "method_details", "prepared_on", "reviewed_on")
CONTACT = ("unit", "email", "phone", "address", "enforcement")
STATEMENT = (*COMPLIANCE, *METHOD, *CONTACT)


class _Said(NeverDeleted, ChangingMixin, PlainTitles):
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            changing.add(obj, request.user)

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        changing.change(row, read, request.user, **values)


class StatementForm(RefusableForm):
    wording = STATEMENT

    class Meta:
        model = AccessibilityStatement
        fields: tuple[str, ...] = ()


@admin.register(AccessibilityStatement)
class AccessibilityStatementAdmin(_Said):
    """The one statement: its list leads right to it."""

    form = StatementForm
    fieldsets = [
        (_("What it covers and what does not comply"), {"fields": COMPLIANCE}),
        (_("How and when it was assessed"), {"fields": METHOD}),
        (_("Contact and enforcement"), {"fields": CONTACT}),
    ]
    wording = history_fields = STATEMENT

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """As every page of the administration asks for its menu: at no query."""
        may = super().has_add_permission(request)
        return {
            "add": may,
            "change": self.has_change_permission(request),
            "delete": self.has_delete_permission(request),
            "view": self.has_view_permission(request),
        }

    def has_add_permission(self, request: HttpRequest) -> bool:
        there_is_one = AccessibilityStatement.objects.exists()
        return super().has_add_permission(request) and not there_is_one

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        shown = super().changelist_view(request, extra_context)  # refuses who may not
        return _to_the_one(self.has_add_permission(request)) or shown

    def view_on_site(self, _statement: AccessibilityStatement) -> str:
        return reverse("accessibility")


class PortalTextForm(RefusableForm):
    wording = ("page", "text")

    class Meta:
        model = PortalText
        fields = ("page", "text")
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 12})}


@admin.register(PortalText)
class PortalTextAdmin(_Said):
    """What the city adds to pages of the portal."""

    form = PortalTextForm
    list_display = ["page", "text"]
    fields = ["page", "text"]
    wording = history_fields = ("page", "text")


def _to_the_one(may_be_added: bool) -> HttpResponse | None:
    names = "admin:strategy_accessibilitystatement"
    if AccessibilityStatement.objects.exists():
        return HttpResponseRedirect(reverse(f"{names}_change", args=[1]))
    return HttpResponseRedirect(reverse(f"{names}_add")) if may_be_added else None
