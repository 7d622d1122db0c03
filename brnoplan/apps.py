from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class ProjectConfig(AppConfig):
    """The project itself: commands and pages that join several apps; no models."""

    name = "brnoplan"
    default = True

    def ready(self) -> None:
        # The first registers with the admin, which asks for models.
        from django.contrib.auth.signals import user_logged_in

        from brnoplan import accounts, checks, indexing, starting  # noqa: F401
        from brnoplan.signing_in import sessions
        from strategy.searching import documents

        accounts.register()
        user_logged_in.connect(sessions.begin, dispatch_uid="brnoplan.signing_in")
        documents.register(indexing.SOURCE, indexing.KINDS)


class AdminConfig(DjangoAdminConfig):
    default_site = "brnoplan.admin.BrnoplanAdminSite"
    default = False
