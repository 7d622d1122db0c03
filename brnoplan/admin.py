from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class BrnoplanAdminSite(AdminSite):
    site_header = _("Brnoplan administration")
    site_title = _("Brnoplan administration")
    index_title = _("Plans, comments and groups")
