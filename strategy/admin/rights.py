"""What nobody may do in the administration, whatever their rights."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class NeverDeleted(admin.ModelAdmin):
    """Rows that stay."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NeverChanged(NeverDeleted):
    """Rows that stay as they are."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NeverChanged):
    """Rows that deeds write and people only read here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
