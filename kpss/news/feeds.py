"""The feed of news of community planning, for anyone's reader."""

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpss.models import Body, News
from kpss.news.asking import asked_body, query_of
from strategy.feeds import StableFeed
from strategy.pages import WHOLE_PORTAL, storable
from strategy.prose import prose

MOST = 50
# Of a feed without an entry yet: a day that stays the same however often it is asked for.
BEGUN_AT = datetime(2026, 1, 1, tzinfo=UTC)


class NewsFeed(Feed):
    """Of all that was published, or of one body, the newest first. One query, two of a body."""

    feed_type = StableFeed

    def get_object(self, request: HttpRequest) -> Body | None:
        return asked_body(request)

    def title(self, body: Body | None) -> str:
        title = _("Community planning of social services: news")
        return f"{title} – {body.cited}" if body else title

    def link(self, body: Body | None) -> str:
        return reverse("kpss:news_list") + query_of(body)

    def feed_url(self, body: Body | None) -> str:
        return reverse("kpss:news_feed") + query_of(body)

    def feed_extra_kwargs(self, _subject: object) -> dict[str, datetime]:
        return {"begun_at": BEGUN_AT}

    def feed_guid(self, body: Body | None) -> str:
        return _tag(f"kpss/aktuality/skupina/{body.pk}" if body else "kpss/aktuality")

    def author_name(self) -> str:
        return settings.CITY_NAME

    def items(self, body: Body | None) -> list[News]:
        records = News.history.filter(id=OuterRef("pk")).order_by("-history_date")
        changed_at = Subquery(records.values("history_date")[:1])
        news = News.objects.published().annotate(changed_at=changed_at)
        if body is not None:
            news = news.filter(body=body)
        return list(news.order_by("-published_at", "-pk")[:MOST])

    def item_title(self, item: News) -> str:
        return item.title

    def item_description(self, item: News) -> str:
        return prose(item.text)

    def item_link(self, item: News) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: News) -> str:
        return _tag(f"kpss/aktuality/{item.pk}")

    def item_author_name(self, item: News) -> str:
        return settings.CITY_NAME

    def item_pubdate(self, item: News) -> datetime:
        return cast(datetime, item.published_at)

    def item_updateddate(self, item: Any) -> datetime:
        changed_at: datetime | None = item.changed_at
        return max(item.published_at, changed_at or item.published_at)


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """All news as Atom, or those of the group that `?skupina=` names."""
    return storable(NewsFeed()(request), WHOLE_PORTAL)


def _tag(name: str) -> str:
    """A name that stays the same, whatever address the page is given (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
