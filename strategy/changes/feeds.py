"""The feed of all that changes, or of what changes in one plan."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from strategy import days
from strategy.changes import reading
from strategy.changes.reading import Named
from strategy.feeds import StableFeed, tag
from strategy.reading import Reading

MOST = 50


class ChangeFeed(Feed):
    """Made anew for each request."""

    feed_type = StableFeed

    def __init__(self, read: Reading | None) -> None:
        super().__init__()
        self.read = read

    def title(self) -> str:
        if self.read is None:
            return _("What has changed: %(site)s") % {"site": settings.SITE_NAME}
        return _("What has changed: %(site)s") % {"site": self.read.edition.cover.title}

    def link(self) -> str:
        if self.read is None:
            return reverse("strategy:change_list")
        return reverse("strategy:plan_changes", args=[self.read.plan.slug])

    def feed_url(self) -> str:
        if self.read is None:
            return reverse("strategy:change_feed")
        return reverse("strategy:plan_change_feed", args=[self.read.plan.slug])

    def feed_extra_kwargs(self, _obj: object) -> dict[str, datetime]:
        return {"begun_at": self._since()}

    def feed_guid(self) -> str:
        return tag(f"plan-{self.read.plan.pk}/zmeny" if self.read else "zmeny")

    def author_name(self) -> str:
        return settings.CITY_NAME

    def items(self) -> list[Named]:
        plan = self.read.plan.pk if self.read else None
        return reading.newest(self._since(), MOST, plan)

    @staticmethod
    def _since() -> datetime:
        """The beginning of last year, so that an empty feed stays the same for long."""
        return days.start_of(date(timezone.localdate().year - 1, 1, 1))

    def item_title(self, item: Named) -> str:
        said = f"{item.kind}: {item.change.title}"
        return f"{said} – {item.change.plan}" if item.change.plan else said

    def item_description(self, item: Named) -> str:
        # A feed's readers take it for HTML.
        return escape(item.change.note)

    def item_link(self, item: Named) -> str:
        return item.change.address

    def item_guid(self, item: Named) -> str:
        return tag(f"zmeny/{item.change.key}")

    def item_pubdate(self, item: Named) -> datetime:
        return item.change.at

    def item_updateddate(self, item: Named) -> datetime:
        return item.change.at
