"""Rows that belong to one row and are written on its page, under its version and in its history."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from kpss import codes
from kpss.history import standing
from strategy import editing
from strategy.admin.changing import ChangingMixin
from strategy.admin.history import Values
from strategy.admin.words import in_words

# A model of such rows: the name of its key to the row, and the fields that a reader sees.
Children = dict[type[Model], tuple[str, tuple[str, ...]]]


class ChildrenMixin(ChangingMixin):
    """A change of the rows of an inline is a change of the row: refused where it is outdated.

    All of it is written under one moment, by which the history page puts it together. Each model
    of `children` has a history of its own.
    """

    children: Children = {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            type(obj)._base_manager.select_for_update().filter(pk=obj.pk).first()
            request.version_before = editing.version_of(obj)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if change and self.children_changed(form, formsets):
            self._note(request, form)
        request.moment = _newest(form.instance)  # type: ignore[attr-defined]
        super().save_related(request, form, formsets, change)
        self.save_children(request, form)

    def save_children(self, request: HttpRequest, form: Any) -> None:
        """Write what belongs to the row and stands in no inline, under `request.moment`."""

    def children_changed(self, form: Any, formsets: Any) -> bool:
        return any(formset.has_changed() for formset in formsets)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model not in self.children:
            super().save_formset(request, form, formset, change)
            return
        rows = formset.save(commit=False)
        for row in [*formset.deleted_objects, *rows]:
            row._history_date = request.moment  # type: ignore[attr-defined]
            editing.signed(row, request.user)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            row.save()

    def values(self, records: list[Any]) -> list[Values]:
        found = super().values(records)
        for model in self.children:
            by_record = self._texts(model, records)
            for values, text in zip(found, by_record, strict=True):
                values[model._meta.model_name or ""] = (text, text)
        return found

    def label_of(self, name: str) -> str:
        for model in self.children:
            if model._meta.model_name == name:
                return str(model._meta.verbose_name_plural)
        return super().label_of(name)

    def _note(self, request: HttpRequest, form: Any) -> None:
        """One record of the row's own for what changes around it. Raises Outdated."""
        row, before = form.instance, request.version_before  # type: ignore[attr-defined]
        if form.cleaned_data["version"] != before:
            raise editing.Outdated(row)
        if editing.version_of(row) == before:
            editing.signed(type(row)._base_manager.get(pk=row.pk), request.user).save()

    def _texts(self, model: type[Model], records: list[Any]) -> list[str]:
        """The rows as each record of their row found them, one to a line."""
        key, fields = self.children[model]
        history: Any = model.history  # type: ignore[attr-defined]
        rows = history.filter(**{f"{key}__in": {record.id for record in records}})
        ordered = list(rows.order_by("history_date", "history_id"))
        keys = {row.item_key for row in ordered} if "item_key" in fields else set()
        known = codes.codes(keys) if keys else {}

        def said(row: Any, name: str) -> str:
            if name == "item_key":
                return known.get(row.item_key, "–")
            return in_words(model._meta.get_field(name), getattr(row, name))

        return [
            _text([[said(row, name) for name in fields] for row in rows])
            for rows in (standing(ordered, record.history_date) for record in records)
        ]


def _text(rows: list[list[str]]) -> str:
    return "\n".join(" · ".join(filter(None, values)) for values in rows)


def _newest(row: Any) -> datetime:
    moment: datetime = row.history.latest().history_date
    return moment
