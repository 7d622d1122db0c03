"""Who changed what, when, from what to what; and putting an older wording back.

Only wording is ever put back, onto the row as it is now: a historic row knows nothing of
today's tree, and saving it as it stands would break the tree in silence.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from strategy import editing
from strategy.admin.refusals import explained
from strategy.admin.words import in_words
from strategy.editing import Outdated
from strategy.tree import TreeRefused
from strategy.wording import Segment, differences

# Of one record: {field: (what it is, how a reader sees it)}.
Values = dict[str, tuple[Any, str]]


@dataclass(frozen=True)
class Change:
    """What became of one field; without a record before it, what it then was."""

    label: str
    segments: list[Segment]


@dataclass(frozen=True)
class Entry:
    """One record of history in words."""

    record: Any
    deed: str
    changes: list[Change]
    restorable: bool


class HistoryMixin(admin.ModelAdmin):
    """History pages of a model kept by django-simple-history.

    The class that uses it says which fields a reader sees, and how an older wording is
    put back.
    """

    object_history_template = "admin/strategy/object_history.html"
    wording: tuple[str, ...] = ()
    history_fields: tuple[str, ...] = ()

    def records(self, row: Any) -> QuerySet:
        """The row's records, newest first."""
        return row.history.all()

    def values(self, records: list[Any]) -> list[Values]:
        return [
            {
                name: (
                    getattr(record, name),
                    in_words(self.model._meta.get_field(name), getattr(record, name)),
                )
                for name in self.history_fields
            }
            for record in records
        ]

    def readable(self, values: Values, *, may_change: bool) -> Values:
        """Those of a record that the reader sees, who may change the row or only view it."""
        return values

    def label_of(self, name: str) -> str:
        return str(self.model._meta.get_field(name).verbose_name)

    def version_of(self, row: Any) -> int:
        return editing.version_of(row)

    def restore(self, row: Any, version: int, request: HttpRequest, **wording: Any) -> None:
        raise NotImplementedError

    def wording_of(self, record: Any) -> dict[str, Any]:
        """What `restore` gets of a record."""
        return {name: getattr(record, name) for name in self.wording}

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [
            path("<path:object_id>/history/<int:history_id>/restore/", view, name=name),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self._row(request, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        may_change = self.has_change_permission(request, row)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(row),
            "object": row,
            "opts": self.opts,
            "entries": self.entries(row, may_change=may_change),
            "version": self.version_of(row),
            "restore_url": f"admin:{self.opts.app_label}_{self.opts.model_name}_restore",
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)

    def restore_view(self, request: HttpRequest, object_id: str, history_id: int) -> HttpResponse:
        row = self._row(request, object_id)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        record = self.records(row).filter(history_id=history_id).exclude(history_type="-").first()
        version = request.POST.get("version", "")
        if record is None or not version.isdecimal():
            raise Http404
        wording = self.wording_of(record)
        try:
            self.restore(row, int(version), request, **wording)
        except (Outdated, TreeRefused, ValidationError) as refusal:
            self.message_user(request, " ".join(explained(refusal).messages), messages.ERROR)
        else:
            self.log_change(request, row, _("An earlier wording was put back."))
            self.message_user(request, _("The earlier wording is back."), messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[object_id]))

    def entries(self, row: Any, *, may_change: bool) -> list[Entry]:
        """The history of a row in words, newest first."""
        records = list(self.records(row).select_related("history_user"))
        values = self.values(records)
        read = [self.readable(one, may_change=may_change) for one in values]
        current = {name: getattr(row, name) for name in self.wording}
        return [
            Entry(
                record=record,
                deed=_deed(record, after, before),
                changes=[] if record.history_type == "-" else self._changes(shown, shown_before),
                restorable=may_change
                and record.history_type != "-"
                and any(getattr(record, name) != value for name, value in current.items()),
            )
            for record, after, before, shown, shown_before in zip(
                records, values, [*values[1:], None], read, [*read[1:], None], strict=True
            )
        ]

    def _changes(self, after: Values, before: Values | None) -> list[Change]:
        changes = []
        for name, (identity, text) in after.items():
            label = self.label_of(name)
            if before is None:
                changes += [Change(label, [Segment("same", text)])] if text else []
            elif before[name][0] != identity:
                changes.append(Change(label, differences(before[name][1], text)))
        return changes

    def _row(self, request: HttpRequest, object_id: str) -> Any:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row


def _deed(record: Any, after: Values, before: Values | None) -> str:
    if record.history_type == "-":
        return _("deleted")
    if record.history_type == "+":
        return _("created")
    if before is None:
        return _("changed; what it was before is not on record")
    changed = {name for name in after if after[name][0] != before[name][0]}
    if not changed:
        return record.history_change_reason or _("moved among its neighbours")
    if changed == {"parent"}:
        return _("moved elsewhere")
    return _("changed")
