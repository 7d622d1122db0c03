from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategic plans")

    def ready(self) -> None:
        # Deeds ask for models.
        from strategy import organisations
        from strategy.auditing import noting
        from strategy.changes import own, sources
        from strategy.handing_over import kinds, measures
        from strategy.ledger import own as erasing
        from strategy.ledger import replaying
        from strategy.measures import naming
        from strategy.searching import documents, explained, items, watching

        noting.connect()
        sources.SOURCES.extend([own.EDITIONS, own.PROGRESS])
        kinds.KINDS.extend([measures.LED, measures.HELPED, measures.DESKS])
        organisations.plans_naming.append(naming.plans_naming)
        replaying.DEEDS.update(erasing.DEEDS)
        documents.register(items.SOURCE, items.KINDS)
        for source in explained.SOURCES:
            documents.register(source, explained.KINDS)
        pre_migrate.connect(watching.before_migrations, sender=self)
        post_migrate.connect(watching.after_migrations, sender=self)
