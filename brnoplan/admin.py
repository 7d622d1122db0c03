from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from brnoplan.groups import APPS


class BrnoplanAdminSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = _("Plans, comments and groups")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """With the way to the pages of the office."""
        # It asks for models, which are not there yet when the settings name this site.
        from brnoplan import office

        context = {"office": office.pages(request.user), **(extra_context or {})}
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What staff come for stands before accounts and groups."""
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: app["app_label"] not in APPS)
