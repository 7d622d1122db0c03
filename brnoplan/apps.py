from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ProjectConfig(AppConfig):
    """The project itself: commands and pages that join several apps; no models."""

    name = "brnoplan"
    default = True

    def ready(self) -> None:
        # The first registers with the admin, which asks for models.
        from brnoplan import accounts, checks, indexing, starting  # noqa: F401
        from brnoplan.signing_in import sessions
        from strategy.searching import documents

        accounts.register()
        sessions.connect()
        documents.register(indexing.SOURCE, indexing.KINDS)


class AdminConfig(DjangoAdminConfig):
    default_site = "brnoplan.admin.BrnoplanAdminSite"
    default = False
