from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst


class PlainTitles(admin.ModelAdmin):
    """Pages headed by what they show; the stock sentences do not decline in Czech."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        context = {"title": capfirst(self.opts.verbose_name)} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)
