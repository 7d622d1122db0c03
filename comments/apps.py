from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        # Deeds ask for models.
        from comments import consultation, indexing, letters
        from comments.following import changes
        from comments.privacy import replaying as erasing
        from comments.privacy import scrubbing
        from comments.settling import assigning, handover
        from strategy import beside, editions, organisations
        from strategy.changes import sources
        from strategy.handing_over import kinds
        from strategy.ledger import replaying
        from strategy.letters import outbox
        from strategy.progress import hiding
        from strategy.searching import documents

        sources.SOURCES.extend([changes.CONSULTATIONS, changes.COMMENTS, changes.ANSWERS])
        editions.objections.append(consultation.why_not_publish)
        organisations.plans_naming.append(assigning.plans_naming)
        kinds.KINDS.append(handover.POINTS)
        beside.of_edition.append("consultation")
        hiding.cleaning.append(scrubbing.after_commit)
        replaying.DEEDS.update(erasing.DEEDS)
        documents.register(indexing.SOURCE, indexing.KINDS)
        outbox.WRITERS[letters.RECEIPT] = letters.put_receipt_into_words
