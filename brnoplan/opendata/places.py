"""Every public page of the portal once, in its own language, with the day of its change."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max
from django.urls import reverse

from brnoplan.opendata.current import current_editions
from comments.models import Comment, Consultation
from kpss.minutes import decisions
from kpss.models import (
    Body,
    Concern,
    Cycle,
    Document,
    Meeting,
    Minutes,
    News,
    Project,
    SubsidyRules,
    TargetGroup,
)
from kpss.organisations import reading as organisations
from strategy.models import Edition, Indicator, Item, MeasureState, Round
from strategy.rounds.views import round_path

# Pages that always are, by their names.
STANDING = (
    "strategy:front",
    "strategy:search",
    "strategy:plan_list",
    "strategy:change_list",
    "strategy:verification",
    "strategy:dashboard_all",
    "strategy:measures_all",
    "strategy:links_map",
    "strategy:glossary",
    "kpss:planning",
    "kpss:concern_list",
    "kpss:body_list",
    "kpss:meeting_list",
    "kpss:decision_list",
    "kpss:task_list",
    "kpss:target_group_list",
    "kpss:cycle_list",
    "kpss:project_list",
    "kpss:organisation_list",
    "kpss:document_list",
    "kpss:news_list",
    "kpss:subsidy_list",
    "data",
    "about",
    "contact",
    "help",
    "help_comment",
    "help_plan",
    "help_follow",
    "help_office",
    "accessibility",
    "cookies",
)
# Pages that each plan has, each of its editions, and each body.
OF_PLAN = (
    "strategy:plan_changes",
    "strategy:day_choice",
    "strategy:dashboard",
    "strategy:measures",
    "strategy:round_list",
    "strategy:format_list",
    "comparison_choice",
    "comments:comment_list",
    "comments:settlement_table",
)
OF_EDITION = ("strategy:edition_format_list",)
OF_BODY = ("kpss:body_members", "kpss:body_rules", "kpss:body_meetings")


class Place(NamedTuple):
    """A page; `changed` is None where no moment is kept."""

    path: str
    changed: datetime | None = None


def places() -> Iterator[Place]:
    """Every page that anyone may read, but drafts and lists that only turn pages. 22 queries."""
    for name in STANDING:
        yield Place(reverse(name))
    yield from _plans()
    yield from _comments()
    yield from _planning()


def _plans() -> Iterator[Place]:
    """Plans with the items of what is read now, and older editions under their own numbers.

    What is read now is the same page under its number, which says so to search engines.
    """
    said = dict(Comment.objects.published().order_by().values_list("plan").annotate(_last()))
    current = current_editions()
    for edition in current:
        yield from (Place(reverse(name, args=[edition.plan.slug])) for name in OF_PLAN)
    pages = {edition.pk: edition.plan.get_absolute_url() for edition in current}
    for edition in current:
        changed = max(filter(None, [edition.published_at, said.get(edition.plan_id)]), default=None)
        yield Place(pages[edition.pk], changed)
    items = Item.objects.shown().filter(edition__in=list(pages)).order_by("edition", "lft")
    columns = ("edition", "handle", "edition__published_at")
    for pk, handle, published_at in items.values_list(*columns).iterator():
        yield Place(f"{pages[pk]}{handle}/", published_at)
    editions = Edition.objects.published().select_related("plan").order_by("plan", "number")
    for edition in editions:
        if edition.pk in pages:
            continue
        yield Place(edition.get_absolute_url(), edition.published_at)
        yield from (
            Place(reverse(name, args=[edition.plan.slug, edition.number])) for name in OF_EDITION
        )
    yield from _progress()


def _progress() -> Iterator[Place]:
    """Of measures how they went on, of indicators what was measured, of rounds what they found."""
    told = MeasureState.objects.exclude(said_at=None).order_by("plan", "item_key")
    for key, said_at in told.values_list("item_key", "said_at").iterator():
        yield Place(reverse("strategy:progress_course", args=[key]), said_at)
    indicators = Indicator.objects.exclude(item__edition__state=Edition.State.DRAFT)
    columns = ("item__edition__plan__slug", "key")
    for found in indicators.order_by(*columns).values_list(*columns).distinct().iterator():
        yield Place(reverse("strategy:indicator_detail", args=found))
    closed = Round.objects.exclude(closed_at=None).select_related("plan").order_by("pk")
    for one in closed:
        yield Place(round_path(one), one.closed_at)


def _last() -> Max:
    return Max("published_at")


def _comments() -> Iterator[Place]:
    for consultation in Consultation.objects.select_related("edition__plan").order_by("pk"):
        if not consultation.edition.is_draft:
            yield Place(consultation.get_absolute_url())
    found = Comment.objects.published().order_by("plan", "number")
    columns = ("plan__slug", "number", "published_at")
    for slug, number, published_at in found.values_list(*columns).iterator():
        yield Place(f"/{slug}/pripominky/{number}/", published_at)


def _planning() -> Iterator[Place]:
    """The pages of community planning."""
    yield from _bodies()
    yield from _meetings()
    for group in TargetGroup.objects.prefetch_related("names"):
        if group.names.all():
            yield Place(group.get_absolute_url())
    for project in Project.objects.order_by("pk"):
        yield Place(project.get_absolute_url())
    for document in Document.objects.filter(is_public=True).order_by("pk"):
        yield Place(document.get_absolute_url(), document.added_at)
    for news in News.objects.published().order_by("pk"):
        yield Place(news.get_absolute_url(), news.published_at)
    yield from map(Place, _by_their_keys())


def _bodies() -> Iterator[Place]:
    for body in Body.objects.order_by("pk"):
        yield Place(body.get_absolute_url())
        yield from (Place(reverse(name, args=[body.slug])) for name in OF_BODY)


def _meetings() -> Iterator[Place]:
    """Meetings with their years, published minutes, and the decisions in these."""
    for first in Meeting.objects.order_by().dates("day", "year"):
        yield Place(reverse("kpss:meeting_year", args=[first.year]))
    for meeting in Meeting.objects.order_by("pk").iterator():
        yield Place(meeting.get_absolute_url(), meeting.changed_at)
    for minutes in Minutes.objects.filter(state=Minutes.State.PUBLISHED).order_by("pk"):
        yield Place(minutes.get_absolute_url(), minutes.published_at)
    columns = ("meeting", "number", "meeting__minutes__published_at")
    decided = decisions.public().prefetch_related(None).order_by("pk").values_list(*columns)
    for meeting, number, published_at in decided.iterator():
        yield Place(reverse("kpss:decision_detail", args=[meeting, number]), published_at)


def _by_their_keys() -> Iterator[str]:
    """Of what keeps no moment of its change: organisations, situations, cycles, subsidies."""
    pages = {
        "kpss:organisation_detail": organisations.public().values_list("pk"),
        "kpss:concern_detail": Concern.objects.values_list("slug"),
        "kpss:cycle_detail": Cycle.objects.values_list("plan__slug"),
        "kpss:subsidy_year": SubsidyRules.objects.values_list("year").distinct(),
    }
    for name, keys in pages.items():
        for key in keys.order_by(*keys.query.values_select):
            yield reverse(name, args=key)
