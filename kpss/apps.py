from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpssConfig(AppConfig):
    """Community planning: bodies, meetings, minutes, tasks, the cycle and what belongs to it."""

    name = "kpss"
    verbose_name = _("Community planning")

    def ready(self) -> None:
        # Deeds ask for models.
        from comments.privacy import scrubbing
        from kpss.models import PlanningRevision
        from kpss.organisations import reading
        from strategy import organisations

        # Before the plans' own, as everywhere.
        organisations.renamed.insert(0, lambda _organisation: PlanningRevision.raise_it())
        organisations.pages.append(reading.addresses)
        scrubbing.APPS.append(self.label)
