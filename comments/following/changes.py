"""What changes for everyone in consultations: their opening, what was said, what was answered."""

from datetime import datetime
from typing import cast

from django.db.models import Case, F, Min, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Consultation, Settlement
from strategy.changes.sources import Asked, Change, Source
from strategy.models import Edition, Item


def consultations(asked: Asked) -> list[Change]:
    """Those that opened and those that closed, of texts that everyone may read; one may be both."""
    opened = Q(opens_at__gte=asked.since, opens_at__lt=asked.until)
    closed = Q(closes_at__gte=asked.since, closes_at__lt=asked.until)
    latest = Case(When(closes_at__lt=asked.until, then=F("closes_at")), default=F("opens_at"))
    found = _readable(asked.plan).filter(opened | closed)
    rows = found.select_related("edition__plan").order_by(latest.desc(), "-pk")[: asked.most]
    changes = [change for one in rows for change in _of_consultation(one, asked)]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def next_turn(plan: int | None) -> datetime | None:
    """When the next consultation opens or closes."""
    now = timezone.now()
    opens, closes = (
        Min(field, filter=Q(**{f"{field}__gt": now})) for field in ("opens_at", "closes_at")
    )
    coming = _readable(plan).aggregate(opens=opens, closes=closes)
    return min((instant for instant in coming.values() if instant), default=None)


def _readable(plan: int | None) -> QuerySet[Consultation]:
    found = Consultation.objects.exclude(edition__state=Edition.State.DRAFT)
    return found if plan is None else found.filter(edition__plan=plan)


def _of_consultation(one: Consultation, asked: Asked) -> list[Change]:
    """What was withdrawn before it opened or closed did neither; its edition tells of that."""
    told = []
    number = {"number": one.edition.number}
    if asked.since <= one.opens_at < asked.until and not one.never_opened:
        until = _("until %(day)s") % {"day": date_format(one.last_day, "DATE_FORMAT")}
        title = _("Comments are taken on edition %(number)s") % number
        told.append(_turn(one, one.opens_at, "rizeni", title, until))
    if asked.since <= one.closes_at < asked.until and one.cut_short_at is None:
        title = _("Comments on edition %(number)s are taken no more") % number
        told.append(_turn(one, one.closes_at, "rizeni-konec", title))
    return told


def _turn(one: Consultation, at: datetime, key: str, title: str, note: str = "") -> Change:
    return Change(
        at=at,
        key=f"{key}-{one.pk}",
        title=title,
        note=note,
        address=one.get_absolute_url(),
        plan=one.edition.title,
    )


def comments(asked: Asked) -> list[Change]:
    found = Comment.objects.published().filter(
        published_at__gte=asked.since, published_at__lt=asked.until
    )
    if asked.plan is not None:
        found = found.filter(plan=asked.plan)
    rows = found.select_related("plan", "item__edition").order_by("-published_at", "-pk")
    return [_of_comment(one) for one in rows[: asked.most]]


def _of_comment(one: Comment) -> Change:
    return Change(
        at=cast(datetime, one.published_at),
        key=f"pripominka-{one.plan_id}-{one.number}",
        title=_("Comment no. %(number)s") % {"number": one.number},
        note=_about(one.item),
        address=one.get_absolute_url(),
        plan=one.item.edition.title,
    )


def answers(asked: Asked) -> list[Change]:
    """What asks for nothing is noted by itself, and what is settled together is one answer."""
    found = (
        Settlement.objects.published()
        .filter(
            published_at__gte=asked.since,
            published_at__lt=asked.until,
            point__comment__state=Comment.State.PUBLISHED,
            point__together_with=None,
        )
        .exclude(point__comment__item__edition__state=Edition.State.DRAFT)
        .exclude(point__comment__kind=Comment.Kind.NONE)
    )
    if asked.plan is not None:
        found = found.filter(point__comment__plan=asked.plan)
    related = ("point__comment__plan", "point__item__edition")
    rows = found.select_related(*related).order_by("-published_at", "-pk")
    return [_of_answer(one) for one in rows[: asked.most]]


def _of_answer(one: Settlement) -> Change:
    comment = one.point.comment
    said = _("Answer to comment no. %(number)s: %(outcome)s")
    return Change(
        at=cast(datetime, one.published_at),
        key=f"odpoved-{one.pk}",
        title=said % {"number": comment.number, "outcome": one.get_outcome_display()},
        note=_about(one.point.item),
        address=reverse("comments:comment_detail", args=[comment.plan.slug, comment.number]),
        plan=one.point.item.edition.title,
    )


def _about(item: Item) -> str:
    """What a comment speaks of, by its code and wording; of the root nothing."""
    return "" if item.parent_id is None else f"{item.code} {item.text}".strip()


CONSULTATIONS = Source(gettext_lazy("Consultations"), consultations, next_turn)
COMMENTS = Source(gettext_lazy("Comments"), comments)
ANSWERS = Source(gettext_lazy("Answers"), answers)
