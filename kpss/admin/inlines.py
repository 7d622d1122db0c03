"""Rows that are written together with the one they belong to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class WithItsParent(admin.options.InlineModelAdmin):
    """An inline that needs no rights of its own: whoever may write the row may write these.

    Stands before TabularInline or StackedInline among the bases.
    """

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._parent.has_view_or_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request, obj)

    def _writes(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return self._parent.has_add_permission(request)
        return self._parent.has_change_permission(request, obj)

    @property
    def _parent(self) -> admin.ModelAdmin:
        return self.admin_site._registry[self.parent_model]
