from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ProjectConfig(AppConfig):
    """The project itself: commands and pages that join several apps; no models."""

    name = "brnoplan"
    default = True

    def ready(self) -> None:
        from brnoplan import accounts  # registers with the admin, which asks for models

        accounts.register()


class AdminConfig(DjangoAdminConfig):
    default_site = "brnoplan.admin.BrnoplanAdminSite"
    default = False
