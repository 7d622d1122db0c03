"""Making the packet outside of a request, and knowing whether it still tells how things are."""

import hashlib
from datetime import datetime

from django.db.models import Max

from brnoplan.packet import contents, document
from comments.models import Comment, Consultation, Contact, Reaction, Settlement
from kpss.minutes import showing
from kpss.models import Minutes
from strategy import jobs, naming
from strategy.models import Edition, Item, Job, Resolution, Tier
from strategy.pdf import library
from strategy.pdf.rendering import render

FOLDER = "packets"


def make(job: Job) -> None:
    """The deed of a job of kind PACKET: typeset the packet and name the job's file after it.

    The variant is the orientation of the table, the result what is `unrecorded`.
    Raises RenderingFailed with its kinds.
    """
    edition = jobs.edition_of(job)

    def packet() -> bytes:
        # Before the packet: a change meanwhile makes it outdated, never falsely up to date.
        job.result = unrecorded(edition)
        return typeset(edition, job.variant)

    stem = f"{naming.stored_slug(edition)}-{edition.number}-{job.variant}-{job.pk}"
    library.keep_for(job, f"{FOLDER}/{stem}.pdf", packet)


def typeset(edition: Edition, orientation: str) -> bytes:
    """The packet as a PDF, by whoever holds a slot. Raises RenderingFailed with its kinds."""
    return render(document.html(edition, orientation))


def last_change(edition: Edition) -> datetime | None:
    """When something that the packet shows was last changed, if ever. Eight queries.

    Of what has a history; the rest is `unrecorded`.
    """
    plan = edition.plan_id
    histories = (
        Item.history.filter(edition=edition.pk),
        edition.plan.history.all(),
        Resolution.history.filter(edition=edition.pk),
        Comment.history.filter(plan=plan),
        Settlement.history.filter(point__comment__plan=plan),
        Consultation.history.filter(edition__plan=plan),
        Minutes.history.filter(plan=plan),
    )
    editions = Edition.objects.filter(plan=plan)
    moments = [history.aggregate(last=Max("history_date"))["last"] for history in histories]
    moments += editions.aggregate(a=Max("published_at"), b=Max("withdrawn_at")).values()
    return max((moment for moment in moments if moment), default=None)


def unrecorded(edition: Edition) -> str:
    """SHA-256 over what the packet shows and no history tells of. Eight queries at most.

    That is the names of tiers and of those who comment under theirs, what commenters say to
    answers, which consultations the clock has not closed, and all that minutes say, with the
    names in them; the page revision stands for other editions with their comments.
    """
    plan = edition.plan_id
    tiers = Tier.objects.filter(plan=plan).values_list("position", "name", "name_plural")
    named = Contact.objects.filter(comment__plan=plan, comment__name_public=True)
    names = named.order_by("pk").values_list("pk", "name")
    reactions = Reaction.objects.filter(settlement__point__comment__plan=plan).order_by("pk")
    said = reactions.values_list("pk", "satisfied", "words_public", "words_checked_at", "words")
    unclosed = contents.unclosed(edition).values_list("pk", flat=True)
    minutes = [content.as_json() for _minutes, content in showing.for_packet(plan)]
    shown = [library.page_revision(edition), *map(list, (tiers, names, said, unclosed, minutes))]
    return hashlib.sha256(repr(shown).encode()).hexdigest()
