from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.admin.rights import ReadOnly
from strategy.models import AuditEntry

READING = "read "
WORDS = {
    "sign_in": _("signed in"),
    "sign_out": _("signed out"),
    "sign_in_failed": _("wrong password or code"),
    "groups_by_provider": _("groups set by the city’s provider of accounts"),
}
# What the administration calls its pages at the end of their names.
PAGES = {
    "add": pgettext_lazy("audit log", "add"),
    "change": pgettext_lazy("audit log", "change"),
    "changelist": pgettext_lazy("audit log", "list"),
    "delete": pgettext_lazy("audit log", "delete"),
    "restore": _("put an earlier wording back"),
}
KINDS = {
    "deed": pgettext_lazy("audit log", "deeds"),
    "read": pgettext_lazy("audit log", "opened"),
    "sign": pgettext_lazy("audit log", "signing in"),
}


class KindFilter(admin.SimpleListFilter):
    """Openings of pages with contacts are many; deeds are found without them."""

    title = _("kind")
    parameter_name = "druh"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        beginnings = {"read": READING, "sign": "sign_"}
        if self.value() in beginnings:
            return queryset.filter(deed__startswith=beginnings[str(self.value())])
        if self.value() == "deed":
            for beginning in beginnings.values():
                queryset = queryset.exclude(deed__startswith=beginning)
        return queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """What staff did; to be read only, by who may see the log."""

    list_display = ["at", "who", "called", "what", "place"]
    list_filter = ["at", KindFilter]
    search_fields = ["deed", "row"]
    fields = ["at", "who", "called", "what", "deed", "place", "former", "digest"]
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

    @admin.display(description=_("what was done"), ordering="deed")
    def called(self, entry: AuditEntry) -> str:
        name = entry.deed.removeprefix(READING)
        said = _called(name)
        if entry.deed.startswith(READING):
            return _("opened: %(page)s") % {"page": said}
        return said if said == name else capfirst(said)

    @admin.display(description=_("of what"))
    def what(self, entry: AuditEntry) -> str:
        """The row, and what the address and the button said."""
        told = [f"{name}: {value}" for name, value in entry.about.items()]
        model = _model(entry.model.replace(".", "_").lower())
        row = [f"{model._meta.verbose_name} {entry.row}"] if model else []
        return ", ".join(row + told) or "–"

    @admin.display(description=_("SHA-256 of the entry before it"))
    def former(self, entry: AuditEntry) -> str:
        return entry.before or "–"


def _called(name: str) -> str:
    """“Membership: list”; of pages outside the administration the name that the code has."""
    if name in WORDS:
        return str(WORDS[name])
    of_model, _separator, page = name.removeprefix("admin:").rpartition("_")
    model = _model(of_model) if name.startswith("admin:") else None
    if model is None or page not in PAGES:
        return name
    return f"{model._meta.verbose_name}: {PAGES[page]}"


def _model(name: str) -> Any:
    """`kpss_membership`; None where there is no such model, or none any more."""
    app, _separator, model = name.partition("_")
    try:
        return apps.get_model(app, model)
    except LookupError:
        return None
