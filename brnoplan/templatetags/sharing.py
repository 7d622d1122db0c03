"""What pages tell those who share them, frame them, print them, or search the web for them."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.text import Truncator

from brnoplan.sharing import cards, pictures, structured
from comments.models import Consultation
from kpss.models import Meeting
from strategy.models import Item
from strategy.naming import absolute
from strategy.reading import Neighbours, Reading

register = template.Library()

DESCRIPTION_CHARACTERS = 160


@register.inclusion_tag("sharing/_head.html", takes_context=True)
def sharing_head(
    context: dict[str, Any], read: Reading, item: Item | None = None
) -> dict[str, Any]:
    """The description of a plan's page, or of an item's, and what is shown where it is shared."""
    if item is None or item.is_root_node():
        title, told = read.edition.title, read.edition.summary or read.edition.title
        picture = reverse("sharing:plan_picture", args=[read.plan.slug])
        address, frame = read.address, ""
    else:
        title, told = cards.title(item), f"{item.text} {item.description}".strip()
        picture = reverse("sharing:item_picture", args=[item.key])
        address = f"{read.address}{item.handle}/"
        frame = f"{reverse('sharing:oembed')}?url={absolute(item.get_permanent_url())}"
    return {
        "title": Truncator(title).chars(DESCRIPTION_CHARACTERS),
        "description": Truncator(" ".join(told.split())).chars(DESCRIPTION_CHARACTERS),
        "address": absolute(address),
        "picture": absolute(picture),
        "width": pictures.WIDTH,
        "height": pictures.HEIGHT,
        "oembed": absolute(frame) if frame else "",
        "site_name": context["site_name"],
    }


@register.inclusion_tag("sharing/_share.html")
def share(item: Item, consultation: Consultation | None = None) -> dict[str, Any]:
    """What can be taken from an item's page elsewhere: a poster, a sheet, a frame. No query."""
    return {
        "item": item,
        "takes_comments": consultation is not None and consultation.is_open(),
        "frame": cards.frame(item),
    }


@register.inclusion_tag("sharing/_things.html")
def structured_plan(read: Reading) -> dict[str, Any]:
    """A plan for search engines."""
    return {"things": structured.of_plan(read)}


@register.inclusion_tag("sharing/_things.html")
def structured_item(read: Reading, neighbours: Neighbours) -> dict[str, Any]:
    """An item for search engines."""
    return {"things": structured.of_item(read, neighbours)}


@register.inclusion_tag("sharing/_things.html")
def structured_meeting(meeting: Meeting) -> dict[str, Any]:
    """A meeting for search engines."""
    return {"things": structured.of_meeting(meeting)}
