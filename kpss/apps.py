from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KpssConfig(AppConfig):
    """Community planning: bodies, meetings, minutes, tasks, the cycle and what belongs to it."""

    name = "kpss"
    verbose_name = _("Community planning")

    def ready(self) -> None:
        # Deeds ask for models.
        from comments.privacy import scrubbing
        from kpss import changes, of_items, plans
        from kpss import replaying as erasing
        from kpss.indexing import meetings, others, texts
        from kpss.minutes import handover
        from kpss.models import PlanningRevision
        from kpss.organisations import reading as organisation_pages
        from strategy import beside, organisations
        from strategy.changes import sources
        from strategy.handing_over import kinds
        from strategy.ledger import replaying
        from strategy.searching import documents

        # Before the plans' own, as everywhere.
        organisations.renamed.insert(0, lambda _organisation: PlanningRevision.raise_it())
        organisations.pages.append(organisation_pages.addresses)
        sources.SOURCES.extend([changes.MINUTES, changes.MEETINGS, changes.NEWS, changes.DOCUMENTS])
        kinds.KINDS.append(handover.TASKS)
        scrubbing.APPS.append(self.label)
        replaying.DEEDS.update(erasing.DEEDS)
        beside.plan_facts["is_planned"] = plans.is_planned("edition__plan")
        beside.item_facts.update(of_items.facts())
        documents.register(meetings.SOURCE, meetings.KINDS)
        for source in others.SOURCES:
            documents.register(source, others.KINDS)
        documents.register(texts.SOURCE, others.KINDS)
