from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategic plans")

    def ready(self) -> None:
        # Deeds ask for models.
        from strategy import organisations
        from strategy.changes import own, sources
        from strategy.handing_over import kinds, measures
        from strategy.measures import naming

        sources.SOURCES.extend([own.EDITIONS, own.PROGRESS])
        kinds.KINDS.extend([measures.LED, measures.HELPED, measures.DESKS])
        organisations.plans_naming.append(naming.plans_naming)
