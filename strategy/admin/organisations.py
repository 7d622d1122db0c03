from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from strategy import organisations
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles
from strategy.models import Organisation

WORDING = ("kind", "name", "abbreviation", "email", "web", "valid_from", "valid_to")


class OrganisationForm(RefusableForm):
    wording = WORDING

    class Meta:
        model = Organisation
        # The administration names the fields, and how an address without “https://” is taken.
        fields: tuple[str, ...] = ()

    def changes(self) -> dict[str, Any]:
        return super().changes() | {"members": self.cleaned_data["members"]}


@admin.register(Organisation)
class OrganisationAdmin(ChangingMixin, PlainTitles):
    """Departments, districts, working groups and organisations, with the office's e-mail."""

    form = OrganisationForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["name", "abbreviation", "kind", "email", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "abbreviation", "email"]
    filter_horizontal = ["members"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["kind", "name", "abbreviation", "email", "web"]}),
        (None, {"fields": ["members"]}),
        (None, {"fields": [("valid_from", "valid_to")]}),
    ]
    wording = history_fields = WORDING

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        organisations.change(row, read, request.user, **values)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = {"title": _("Add a body")} | (extra_context or {})
        return super().add_view(request, form_url, context)
