from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from strategy import organisations
from strategy.admin.history import HistoryMixin
from strategy.admin.refusals import RefusableForm, RefusalsMixin
from strategy.admin.titles import PlainTitles
from strategy.models import Organisation


class OrganisationForm(RefusableForm):
    wording = organisations.WORDING

    class Meta:
        model = Organisation
        fields = (*organisations.WORDING, "members")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = organisations.version(self.instance)

    def version_of(self, row: Organisation) -> int:
        return organisations.version(row)


@admin.register(Organisation)
class OrganisationAdmin(RefusalsMixin, HistoryMixin, PlainTitles):
    """Departments, districts, working groups and organisations, with the office's e-mail."""

    form = OrganisationForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["name", "abbreviation", "kind", "email", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "abbreviation", "email"]
    filter_horizontal = ["members"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "abbreviation", "email"]}),
        (None, {"fields": ["members"]}),
        (None, {"fields": [("valid_from", "valid_to")]}),
    ]
    wording = organisations.WORDING
    history_fields = organisations.WORDING

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = {"title": _("Add a body")} | (extra_context or {})
        return super().add_view(request, form_url, context)

    def save_model(
        self, request: HttpRequest, obj: Organisation, form: OrganisationForm, change: bool
    ) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        members = form.cleaned_data.get("members")
        read = form.cleaned_data["version"] or 0
        organisations.change(obj, read, request.user, members=members, **form.changes())

    def version_of(self, row: Organisation) -> int:
        return organisations.version(row)

    def restore(
        self, row: Organisation, version: int, request: HttpRequest, **wording: Any
    ) -> None:
        organisations.change(row, version, request.user, **wording)
