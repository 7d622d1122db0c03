from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from strategy import organisations
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles
from strategy.handing_over import handing
from strategy.handing_over.kinds import Holder
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
    change_form_template = "admin/strategy/organisation/change_form.html"
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
        if values.get("valid_to") and handing.held(Holder(organisation=row)):
            sentence = _("%(name)s still answers for something. Hand it over in its object tools.")
            self.message_user(request, sentence % {"name": row}, messages.WARNING)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = {"title": _("Add a body")} | (extra_context or {})
        return super().add_view(request, form_url, context)
