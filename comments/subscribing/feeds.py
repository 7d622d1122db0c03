"""Feeds of what was said and answered, of a plan or of one item, for anyone's reader."""

from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import reading
from comments.models import Comment, Point, Settlement
from comments.models.comments import CommentQuerySet
from comments.reading import PublicComment
from strategy.feeds import StableFeed, tag
from strategy.models import Edition, Item, Plan
from strategy.pages import storable
from strategy.reading import placed, read

MOST = 50


class Entry(NamedTuple):
    """A comment or an answer; `key` never changes.

    `at` is the aware instant of its publication, `updated` of its newest wording.
    """

    key: str
    at: datetime
    updated: datetime
    title: str
    text: str
    url: str
    author: str


class Subject(NamedTuple):
    """What a feed is of: an item, or the root of its plan for all of it."""

    plan: Plan
    item: Item

    @property
    def is_plan(self) -> bool:
        return self.item.parent_id is None

    @property
    def address(self) -> str:
        return feed_address(self.plan, self.item)

    @property
    def comments(self) -> CommentQuerySet:
        """The published comments that speak of it."""
        found = Comment.objects.published().filter(plan=self.plan)
        if self.is_plan:
            return found
        return found.filter(pk__in=Point.objects.filter(item_key=self.item.key).values("comment"))


def feed_address(plan: Plan, item: Item) -> str:
    if item.parent_id is None:
        return reverse("comments:plan_feed", args=[plan.slug])
    return reverse("comments:item_feed", args=[item.key])


@require_safe
def plan_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Of all that was said of a plan."""
    found = read(slug)
    if found.item is None:
        raise Http404
    return _feed(request, Subject(found.plan, found.item))


@require_safe
def item_feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Of what was said of one item, in whichever edition."""
    item, _is_current = placed(key)
    return _feed(request, Subject(item.edition.plan, item))


def entries(subject: Subject) -> list[Entry]:
    """The newest comments and answers, the newest first. Three queries."""
    found = [*_comments(subject), *_answers(subject)]
    return sorted(found, key=lambda entry: (entry.at, entry.key), reverse=True)[:MOST]


def _comments(subject: Subject) -> list[Entry]:
    first_parts = subject.comments.filter(versions__number=F("version"), versions__part=1)
    newest = first_parts.order_by("-published_at", "-pk")[:MOST]
    rows = newest.values_list("number", "published_at", "versions__written_at")
    times = {str(number): (at, max(at, written)) for number, at, written in rows if at and written}
    of_plan = Comment.objects.filter(plan=subject.plan, number__in=times)
    return [_of_comment(one, *times[one.number]) for one in reading.of_comments(of_plan)]


def _of_comment(comment: PublicComment, at: datetime, updated: datetime) -> Entry:
    return Entry(
        key=f"pripominka-{comment.number}",
        at=at,
        updated=updated,
        title=_("Comment no. %(number)s") % {"number": comment.number},
        text="\n\n".join(part.text for part in comment.parts),
        url=comment.url,
        author=comment.author,
    )


def _answers(subject: Subject) -> list[Entry]:
    """Published answers; that “no comments” was noted by itself is no news."""
    # Joined, not looked up among the comments: so the newest are found by their day alone.
    answers = Settlement.objects.published().filter(
        point__comment__plan=subject.plan, point__comment__state=Comment.State.PUBLISHED
    )
    shown = answers.exclude(point__comment__item__edition__state=Edition.State.DRAFT)
    if not subject.is_plan:
        shown = shown.filter(point__item_key=subject.item.key)
    asked = shown.exclude(point__comment__kind=Comment.Kind.NONE)
    newest = asked.select_related("point__comment").order_by("-published_at", "-pk")[:MOST]
    return [_of_answer(answer, subject.plan.slug) for answer in newest]


def _of_answer(answer: Settlement, slug: str) -> Entry:
    number = answer.point.comment.number
    title = _("Answer to comment no. %(number)s: %(outcome)s")
    at = cast(datetime, answer.published_at)
    return Entry(
        key=f"pripominka-{number}-odpoved-{answer.pk}",
        at=at,
        updated=at,
        title=title % {"number": number, "outcome": answer.get_outcome_display()},
        text=answer.reasoning,
        url=reverse("comments:comment_detail", args=[slug, number]),
        author=answer.settled_by or settings.CITY_NAME,
    )


class CommentFeed(Feed):
    """The feed of one subject, made anew for each request."""

    feed_type = StableFeed

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject = subject

    def get_object(self, request: HttpRequest) -> Subject:
        return self.subject

    def title(self, subject: Subject) -> str:
        if subject.is_plan:
            return _("Comments and answers: %(plan)s") % {"plan": subject.plan.title}
        named = {"item": subject.item.code or subject.item.text, "plan": subject.plan.title}
        return _("Comments and answers on %(item)s: %(plan)s") % named

    def link(self, subject: Subject) -> str:
        if subject.is_plan:
            return subject.plan.get_absolute_url()
        return subject.item.get_permanent_url()

    def feed_url(self, subject: Subject) -> str:
        return subject.address

    def feed_extra_kwargs(self, subject: Subject) -> dict[str, datetime | None]:
        return {"begun_at": subject.item.edition.published_at}

    def feed_guid(self, subject: Subject) -> str:
        return tag(f"plan-{subject.plan.pk}" if subject.is_plan else str(subject.item.key))

    def author_name(self, _subject: Subject) -> str:
        return settings.CITY_NAME

    def items(self, subject: Subject) -> list[Entry]:
        return entries(subject)

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return linebreaks(item.text, autoescape=True)

    def item_link(self, item: Entry) -> str:
        return item.url

    def item_guid(self, item: Entry) -> str:
        return tag(f"plan-{self.subject.plan.pk}/{item.key}")

    def item_author_name(self, item: Entry) -> str:
        return item.author

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.updated


def _feed(request: HttpRequest, subject: Subject) -> HttpResponse:
    return storable(CommentFeed(subject)(request), subject.plan.pk)
