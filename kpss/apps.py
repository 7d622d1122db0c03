from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpssConfig(AppConfig):
    """Community planning: bodies, meetings, minutes, tasks. Its models come with its own issue."""

    name = "kpss"
    verbose_name = _("Community planning")
