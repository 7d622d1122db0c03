"""The map of the portal for search engines: every public page once, with the day of its change."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from brnoplan.opendata.current import current_editions
from comments.models import Comment, Consultation
from kpss.models import Body, Concern, Document, Meeting, Minutes, News, Project, TargetGroup
from strategy.models import Edition, Item
from strategy.naming import absolute
from strategy.pages import WHOLE_PORTAL, storable

# The most that one map may hold, as the protocol says.
MOST = 50_000
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Pages that always are, by their names.
STANDING = (
    "strategy:front",
    "strategy:plan_list",
    "strategy:change_list",
    "strategy:dashboard_all",
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
    "accessibility",
    "cookies",
)


class Place(NamedTuple):
    """A page; `changed` is None where no moment is kept."""

    path: str
    changed: datetime | None


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The map; of a larger portal the list of its parts."""
    found = list(places())
    if len(found) <= MOST:
        return _answer("urlset", "url", found)
    numbers = range(1, (len(found) - 1) // MOST + 2)
    parts = [Place(reverse("opendata:sitemap_part", args=[number]), None) for number in numbers]
    return _answer("sitemapindex", "sitemap", parts)


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the map, counted from 1."""
    start = (number - 1) * MOST
    found = list(islice(places(), start, start + MOST)) if number else []
    if not found:
        raise Http404
    return _answer("urlset", "url", found)


def places() -> Iterator[Place]:
    """Every page that anyone may read, but drafts and lists that only turn pages. 15 queries."""
    for name in STANDING:
        yield Place(reverse(name), None)
    yield from _plans()
    yield from _comments()
    yield from _planning()


def _plans() -> Iterator[Place]:
    """Plans with the items of what is read now, and all editions under their own numbers."""
    said = dict(Comment.objects.published().order_by().values_list("plan").annotate(_last()))
    current = current_editions()
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
        yield Place(edition.get_absolute_url(), edition.published_at)


def _last() -> Max:
    return Max("published_at")


def _comments() -> Iterator[Place]:
    for consultation in Consultation.objects.select_related("edition__plan").order_by("pk"):
        if not consultation.edition.is_draft:
            yield Place(consultation.get_absolute_url(), None)
    found = Comment.objects.published().order_by("plan", "number")
    columns = ("plan__slug", "number", "published_at")
    for slug, number, published_at in found.values_list(*columns).iterator():
        yield Place(f"/{slug}/pripominky/{number}/", published_at)


def _planning() -> Iterator[Place]:
    """The pages of community planning."""
    for body in Body.objects.order_by("pk"):
        yield Place(body.get_absolute_url(), None)
    for meeting in Meeting.objects.order_by("pk").iterator():
        yield Place(meeting.get_absolute_url(), meeting.changed_at)
    for minutes in Minutes.objects.filter(state=Minutes.State.PUBLISHED).order_by("pk"):
        yield Place(minutes.get_absolute_url(), minutes.published_at)
    for group in TargetGroup.objects.prefetch_related("names"):
        if group.names.all():
            yield Place(group.get_absolute_url(), None)
    for concern in Concern.objects.order_by("pk"):
        yield Place(concern.get_absolute_url(), None)
    for project in Project.objects.order_by("pk"):
        yield Place(project.get_absolute_url(), None)
    for document in Document.objects.filter(is_public=True).order_by("pk"):
        yield Place(document.get_absolute_url(), document.added_at)
    for news in News.objects.published().order_by("pk"):
        yield Place(news.get_absolute_url(), news.published_at)


def _answer(whole: str, one: str, found: list[Place]) -> HttpResponse:
    lines = "".join(f"<{one}><loc>{_escaped(place.path)}</loc>{_changed(place)}</{one}>\n"
                    for place in found)  # fmt: skip
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{SPACE}">\n{lines}</{whole}>\n'
    )
    return storable(HttpResponse(content, content_type="application/xml"), WHOLE_PORTAL)


def _escaped(path: str) -> str:
    return escape(absolute(path))


def _changed(place: Place) -> str:
    if place.changed is None:
        return ""
    return f"<lastmod>{localtime(place.changed).isoformat(timespec='seconds')}</lastmod>"
