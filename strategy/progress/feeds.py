"""The feed of what is said of a plan's measures, for anyone's reader."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategy.feeds import StableFeed, tag
from strategy.models import Item, Plan, ProgressReport
from strategy.pages import storable
from strategy.progress import signals
from strategy.reading import read

MOST = 50


@require_safe
def progress_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Of all reports on the measures of a plan."""
    found = read(slug)
    if found.item is None:
        raise Http404
    return storable(ProgressFeed(found.item)(request), found.plan.pk)


class ProgressFeed(Feed):
    """The feed of one plan, by the root of its edition, made anew for each request."""

    feed_type = StableFeed

    def __init__(self, root: Item) -> None:
        super().__init__()
        self.plan: Plan = root.edition.plan
        self.begun_at = root.edition.published_at

    def title(self) -> str:
        return _("How the plan is carried out: %(plan)s") % {"plan": self.plan.title}

    def link(self) -> str:
        return self.plan.get_absolute_url()

    def feed_url(self) -> str:
        return reverse("strategy:progress_feed", args=[self.plan.slug])

    def feed_extra_kwargs(self, _obj: object) -> dict[str, datetime | None]:
        return {"begun_at": self.begun_at}

    def feed_guid(self) -> str:
        return tag(f"plan-{self.plan.pk}/plneni")

    def author_name(self) -> str:
        return settings.CITY_NAME

    def items(self) -> list[ProgressReport]:
        """One query."""
        found = ProgressReport.objects.filter(plan=self.plan)
        return list(found.select_related("item", "organisation")[:MOST])

    def item_title(self, item: ProgressReport) -> str:
        said = signals.said(item.status, item.outlook, is_proven=item.is_proven)
        return f"{item.item.code or item.item.text}: {said}"

    def item_description(self, item: ProgressReport) -> str:
        words = [item.item.text if item.item.code else "", item.commentary, item.evidence]
        return linebreaks("\n\n".join(filter(None, words)), autoescape=True)

    def item_link(self, item: ProgressReport) -> str:
        return f"{reverse('strategy:progress_course', args=[item.item_key])}#zprava-{item.pk}"

    def item_guid(self, item: ProgressReport) -> str:
        return tag(f"plan-{item.plan_id}/plneni-{item.pk}")

    def item_author_name(self, item: ProgressReport) -> str:
        return str(item.organisation or settings.CITY_NAME)

    def item_pubdate(self, item: ProgressReport) -> datetime:
        return item.said_at

    def item_updateddate(self, item: ProgressReport) -> datetime:
        return max(item.said_at, item.hidden_at or item.said_at)
