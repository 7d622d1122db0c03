from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from brnoplan.groups import APPS

# Sentences of Django's that its Czech catalogue lacks or cannot decline: ours has them instead.
OURS_TO_TRANSLATE = [
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop("Delete selected %(verbose_name_plural)s"),
    gettext_noop("Select %s to change"),
]


class BrnoplanAdminSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = _("Plans, comments and groups")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What staff come for stands before accounts and groups."""
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: app["app_label"] not in APPS)
