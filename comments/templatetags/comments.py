"""Tags by which pages of a plan show its comments, without knowing anything of them."""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from comments import causes as changing
from comments import reading
from comments.models import Consultation
from comments.reading import PublicComment
from comments.writing.submission import Submission
from strategy.compare import Comparison
from strategy.models import Edition, Item

register = template.Library()


@register.inclusion_tag("comments/_item_comments.html", takes_context=True)
def item_comments(context: Context, item: Item) -> dict[str, Any]:
    """A page of the published comments on an item, with their answers. One query.

    The page is the one that `?pripominky=NUMBER` begins, by default the first. Needs
    `item.edition.plan` at hand.
    """
    request = context.get("request")
    start = reading.start_of(request.GET.get("pripominky", "") if request else "")
    return {"item": item, "page": reading.page(item, start), "start": start}


@register.simple_tag
def annex(edition: Edition) -> list[PublicComment]:
    """Published comments made on an edition, for a document that sets them in its own way.

    With their answers, in one query.
    """
    return reading.annex(edition)


@register.inclusion_tag("comments/_comment_form.html")
def comment_form(item: Item, consultation: Consultation | None) -> dict[str, Any]:
    """An empty form for a comment on an item while its edition is consulted, or why there is none.

    No token and no session: the check page has them. Takes what the tag `consultations` found.
    """
    if consultation is None or not consultation.is_open():
        return {"item": item, "consultation": consultation}
    return {"submission": Submission.empty(item), "item": item, "consultation": consultation}


@register.simple_tag
def causes(comparison: Comparison) -> dict[UUID, list[int]]:
    """Numbers of the comments that changed an item, by the item's key. One query."""
    return changing.causes(comparison.older, comparison.newer)


@register.filter
def of_item(found: dict[UUID, list[int]], key: UUID) -> list[int]:
    """Those of one item, out of what the tag `causes` found."""
    return found.get(key, [])
