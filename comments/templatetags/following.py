"""Tags by which a page of a plan leads to what follows: the register, feeds, news by mail."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.following import latest
from comments.following.latest import Latest
from comments.subscribing.feeds import feed_address
from comments.subscribing.forms import SubscriptionForm
from strategy.models import Item, Plan

register = template.Library()


@register.simple_tag
def comment_feeds(plan: Plan, item: Item | str = "") -> SafeString:
    """Where a reader of feeds finds those of a plan, and of an item where one is given."""
    links = _link(reverse("comments:plan_feed", args=[plan.slug]), _("Comments on the plan"))
    if isinstance(item, Item) and item.parent_id is not None:
        links += _link(feed_address(plan, item), _("Comments on this item"))
    return links


@register.simple_tag
def comments_of(plan: Plan, page: str) -> str:
    """Address of the page of a plan's comments that is called so in `comments.urls`."""
    return reverse(f"comments:{page}", args=[plan.slug])


@register.simple_tag
def latest_answers() -> list[Latest]:
    """What the city answered lately, of whatever plan. One query."""
    return latest.answers()


@register.inclusion_tag("comments/_follow.html")
def follow(item: Item) -> dict[str, Any]:
    """How to follow an item, or the plan of a root. Needs `item.edition.plan` at hand."""
    plan = item.edition.plan
    return {
        "form": SubscriptionForm.empty(item),
        "of_plan": item.parent_id is None,
        "register_url": reverse("comments:comment_list", args=[plan.slug]),
        "table_url": reverse("comments:settlement_table", args=[plan.slug]),
        "feed_url": feed_address(plan, item),
        "changes_url": reverse("strategy:plan_changes", args=[plan.slug]),
    }


def _link(address: str, title: str) -> SafeString:
    return format_html(
        '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">', title, address
    )
