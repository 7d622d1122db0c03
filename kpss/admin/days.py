"""Days as precise as their source, in words where the administration only shows them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from kpss import when
from kpss.models.fields import When

Column = str | Callable[[Any], Any]


class DaysMixin(admin.ModelAdmin):
    """Shows the columns of days in words: in the list, and to who may only look at a row."""

    def get_list_display(self, request: HttpRequest) -> Any:
        return shown(self.model, super().get_list_display(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": shown(self.model, options["fields"])})
            for title, options in fieldsets
        ]


def shown(model: type[Model], columns: Sequence[Any]) -> list[Any]:
    """The same columns, also those that stand side by side, with days in words."""
    return [
        shown(model, one) if isinstance(one, list | tuple) else _shown(model, one)
        for one in columns
    ]


def _shown(model: type[Model], column: Column) -> Column:
    days = {field.name: field for field in model._meta.get_fields() if isinstance(field, When)}
    if not isinstance(column, str) or column not in days:
        return column

    @admin.display(description=days[column].verbose_name, ordering=column)
    def in_words(row: Any) -> str | None:
        return when.in_words(getattr(row, column)) or None

    # The class of the column in the list.
    in_words.__name__ = column
    return in_words
