"""What the council's packet of an edition is made of, each part from where it is kept."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from comments.models import Comment, Consultation
from comments.models.comments import CommentQuerySet
from strategy.compare import base_of
from strategy.models import Edition, Resolution, ResolutionPart


class Verb(NamedTuple):
    """Parts of a resolution that follow one verb, as they were written."""

    name: str
    parts: list[ResolutionPart]


class Voice(NamedTuple):
    """A resolution with its parts by verb, in their order."""

    resolution: Resolution
    verbs: list[Verb]

    @property
    def approves(self) -> bool:
        return any(part.approves for verb in self.verbs for part in verb.parts)


def approved_before(edition: Edition) -> Edition | None:
    """The last edition that was published as approved before this one. At most one query."""
    base = base_of(edition)
    return base if base and base.stamp == Edition.State.APPROVED else None


def comments_since(approved: Edition | None, edition: Edition) -> CommentQuerySet:
    """Comments that the last approval could not answer.

    Made on the approved edition or later; of the earlier ones those that still wait for
    something, and those settled since, for they too can have changed the text.
    """
    comments = Comment.objects.up_to(edition)
    return comments.unfinished_at(approved) if approved else comments


def unclosed(edition: Edition) -> "QuerySet[Consultation]":
    """Consultations on the edition, or on one before it that still stands, yet to open or close."""
    on = {"edition__plan": edition.plan_id, "edition__number__lte": edition.number}
    standing = Consultation.objects.filter(edition__state__in=Edition.STAMPS, **on)
    return standing.filter(closes_at__gt=timezone.now()).order_by("closes_at")


def voices(edition: Edition) -> list[Voice]:
    """The resolutions of an edition, the oldest first. Two queries."""
    resolutions = edition.resolutions.order_by("date", "pk").prefetch_related("parts")
    return [Voice(resolution, _verbs(resolution)) for resolution in resolutions]


def about(found: list[Voice]) -> Voice | None:
    """The resolution that the packet is about: the council's, else a body's proposal.

    Of several the one not adopted yet, and of those the newest; the packet of what stands
    approved is about what the council has adopted.
    """
    council = [voice for voice in found if _is_councils(voice)]
    candidates = council or [voice for voice in found if not voice.resolution.adopted]
    return max(candidates, key=_newest_proposal, default=None)


def said_so_far(found: list[Voice]) -> list[Voice]:
    """What bodies have adopted, but for the resolution that the packet is about."""
    main = about(found)
    return [voice for voice in found if voice.resolution.adopted and voice is not main]


def _verbs(resolution: Resolution) -> list[Verb]:
    parts = sorted(resolution.parts.all(), key=lambda part: part.position)
    by_verb = groupby(parts, key=lambda part: part.verb)
    return [Verb(str(ResolutionPart.Verb(verb).label), list(of)) for verb, of in by_verb]


def _is_councils(voice: Voice) -> bool:
    return voice.resolution.body == Resolution.Body.CITY_COUNCIL


def _newest_proposal(voice: Voice) -> tuple[bool, int]:
    return not voice.resolution.adopted, voice.resolution.pk
