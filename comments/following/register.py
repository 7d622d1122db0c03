"""The register: all published comments of a plan, the newest first."""

import re
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from comments import reading
from comments.models import Comment, Point
from comments.models.comments import CommentQuerySet
from comments.reading import PublicComment
from strategy.models import Edition, Item
from strategy.pages import storable
from strategy.reading import Reading, read

PAGE_SIZE = 20
# Beyond it matches are not counted: nobody reads that many, and the count would take too long.
COUNTED = 1000
NUMBER = re.compile(r"[1-9][0-9]{0,8}")

# What came of a comment, as an address says it.
WAITING, SETTLED = "cekaji", "vyporadane"
STATES = {WAITING: _("waits for an answer"), SETTLED: pgettext_lazy("comment", "settled")}


class Wanted(NamedTuple):
    """What the register is narrowed to; empty or None where it is not.

    `asked_item` is what was typed, `item` the item that has that code or address.
    """

    state: str
    edition: Edition | None
    asked_item: str
    item: Item | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.edition or self.asked_item)


class Page(NamedTuple):
    """Comments from the newest on; `following` is the number that the next page begins with."""

    comments: list[PublicComment]
    following: str


@require_safe
def comment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of the register, and how many comments there are."""
    found = read(slug)
    wanted = _wanted(request, found)
    begin, comments = _begin(request), narrowed(found, wanted)
    context = {
        "read": found,
        "wanted": wanted,
        "page": page(comments, begin),
        "states": STATES,
        "editions": sorted(found.editions, key=lambda edition: edition.number, reverse=True),
        "begin": begin,
        "count": counted(comments) if wanted.is_narrowed else None,
        "whole": None if wanted.is_narrowed or begin else numbers(found),
        "counted": COUNTED,
        "query": _query(request),
    }
    return storable(render(request, "comments/comment_list.html", context), found.plan.pk)


class Numbers(NamedTuple):
    """How many comments are published, and how many of them wait for an answer."""

    published: int
    waiting: int


def numbers(found: Reading) -> Numbers:
    """Of a whole plan. Three queries, of which none looks into the comments' items."""
    published = Comment.objects.filter(plan=found.plan, state=Comment.State.PUBLISHED)
    # Counted apart, for the index that counts the others knows no edition.
    of_draft = published.filter(item__edition__state=Edition.State.DRAFT)
    waiting = _waiting(Comment.objects.published().filter(plan=found.plan))
    return Numbers(published.count() - of_draft.count(), waiting.count())


def narrowed(found: Reading, wanted: Wanted) -> CommentQuerySet:
    """The published comments of a plan that are wanted."""
    comments = Comment.objects.published().filter(plan=found.plan)
    if wanted.asked_item and wanted.item is None:
        return comments.none()
    if wanted.item:
        about = Point.objects.filter(item_key=wanted.item.key)
        comments = comments.filter(pk__in=about.values("comment"))
    if wanted.edition:
        comments = comments.filter(item__edition=wanted.edition)
    if wanted.state:
        comments = _waiting(comments) if wanted.state == WAITING else _settled(comments)
    return comments


def page(comments: CommentQuerySet, begin: int | None) -> Page:
    """The comments from a number down, or from the newest. One query."""
    if begin is not None:
        comments = comments.filter(number__lte=begin)
    rows = reading.joined(comments.order_by("-number")[: PAGE_SIZE + 1])
    found = reading.put_together(reading.named(list(rows)))[::-1]
    following = found[PAGE_SIZE].number if len(found) > PAGE_SIZE else ""
    return Page(found[:PAGE_SIZE], following)


def counted(comments: CommentQuerySet) -> int:
    """How many there are, up to COUNTED + 1. One query."""
    return comments.order_by()[: COUNTED + 1].count()


def _waiting(comments: CommentQuerySet) -> CommentQuerySet:
    return comments.filter(_is_waiting())


def _settled(comments: CommentQuerySet) -> CommentQuerySet:
    return comments.exclude(_is_waiting())


def _is_waiting() -> Q:
    unanswered = Point.objects.unanswered().filter(comment=OuterRef("pk"))
    return Q(Exists(unanswered)) & ~Q(kind=Comment.Kind.NONE)


def _wanted(request: HttpRequest, found: Reading) -> Wanted:
    """From an address such as `?stav=cekaji&edice=2&polozka=E3`. Raises Http404."""
    state, number = (request.GET.get(name, "") for name in ("stav", "edice"))
    if state and state not in STATES:
        raise Http404
    edition = next((one for one in found.editions if str(one.number) == number), None)
    if number and edition is None:
        raise Http404
    asked = request.GET.get("polozka", "").strip()[:80]
    return Wanted(state, edition, asked, _item(found, asked) if asked else None)


def _item(found: Reading, asked: str) -> Item | None:
    """The item of that code or address in the newest edition that has it."""
    same = Q(handle=asked) | Q(handle=asked.upper()) | Q(handle=asked.lower())
    items = Item.objects.published().filter(same, edition__plan=found.plan)
    return items.select_related("edition__plan").order_by("-edition__number").first()


def _begin(request: HttpRequest) -> int | None:
    given = request.GET.get("od", "")
    return int(given) if NUMBER.fullmatch(given) else None


def _query(request: HttpRequest) -> str:
    """The filter as the beginning of an address, for the link to the next page."""
    kept = request.GET.copy()
    kept.pop("od", None)
    return f"{kept.urlencode()}&" if kept else ""
