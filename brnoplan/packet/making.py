"""Making the packet outside of a request, and knowing whether it still tells how things are."""

from datetime import datetime

from django.conf import settings
from django.db.models import Max

from brnoplan.packet import document
from comments.models import Comment, Settlement
from kpss.models import Minutes
from strategy.models import Edition, Item, Job, Resolution
from strategy.pdf.rendering import render
from strategy.writing import write_whole

FOLDER = "packets"
# A file's whole name has room for 100.
SLUG_CHARACTERS = 40


def make(job: Job) -> None:
    """The deed of a job of kind PACKET: typeset the packet and name the job's file after it.

    The variant is the orientation of the table. Raises RenderingFailed with its kinds.
    """
    edition = Edition.objects.select_related("plan").get(jobs=job)
    pdf = render(document.html(edition, job.variant))
    stem = f"{edition.plan.slug[:SLUG_CHARACTERS]}-{edition.number}-{job.variant}-{job.pk}"
    name = f"{FOLDER}/{stem}.pdf"
    write_whole(settings.MEDIA_ROOT / name, pdf)
    job.file = name


def last_change(edition: Edition) -> datetime | None:
    """When something that the packet shows was last changed, if ever. Seven queries."""
    plan = edition.plan_id
    histories = (
        Item.history.filter(edition=edition.pk),
        edition.plan.history.all(),
        Resolution.history.filter(edition=edition.pk),
        Comment.history.filter(plan=plan),
        Settlement.history.filter(point__comment__plan=plan),
        Minutes.history.filter(plan=plan),
    )
    editions = Edition.objects.filter(plan=plan)
    moments = [history.aggregate(last=Max("history_date"))["last"] for history in histories]
    moments += editions.aggregate(a=Max("published_at"), b=Max("withdrawn_at")).values()
    return max((moment for moment in moments if moment), default=None)
