"""What changes for everyone in consultations: their opening, what was said, what was answered."""

from datetime import datetime
from typing import cast

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Consultation, Settlement
from strategy.changes.sources import Asked, Change, Source
from strategy.models import Edition, Item


def consultations(asked: Asked) -> list[Change]:
    """Those that opened, of texts that everyone may read."""
    found = Consultation.objects.filter(opens_at__gte=asked.since, opens_at__lt=asked.until)
    found = found.exclude(edition__state=Edition.State.DRAFT)
    if asked.plan is not None:
        found = found.filter(edition__plan=asked.plan)
    rows = found.select_related("edition__plan").order_by("-opens_at", "-pk")[: asked.most]
    return [_of_consultation(one) for one in rows]


def _of_consultation(one: Consultation) -> Change:
    until = _("until %(day)s") % {"day": date_format(one.last_day, "DATE_FORMAT")}
    return Change(
        at=one.opens_at,
        key=f"rizeni-{one.pk}",
        title=_("Comments are taken on edition %(number)s") % {"number": one.edition.number},
        note=until,
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


CONSULTATIONS = Source("rizeni", gettext_lazy("Consultations"), consultations)
COMMENTS = Source("pripominky", gettext_lazy("Comments"), comments)
ANSWERS = Source("odpovedi", gettext_lazy("Answers"), answers)
