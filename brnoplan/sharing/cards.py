"""A card of an item for other sites: a page to put in a frame, and how oEmbed asks for it."""

import re
from collections.abc import Mapping
from uuid import UUID

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from brnoplan.opendata.answering import AskedWrongly, as_json, open_data
from brnoplan.sharing import pictures
from strategy import languages, naming, reading
from strategy.days import next_midnight
from strategy.models import Item
from strategy.pages import storable, valid_until
from strategy.progress.shown import progress

WIDTH, HEIGHT = 480, 300
# A side that a site may ask for; outside of it our own stays.
SIDE = re.compile(r"[1-9][0-9]{1,4}")


@require_safe
@xframe_options_exempt
def card(request: HttpRequest, key: UUID) -> HttpResponse:
    """An item as a card that any site may frame: without forms, scripts and cookies.

    Four queries; five where somebody has told how the measure stands.
    """
    item, is_current = reading.placed(key)
    plan = item.edition.plan
    told = progress(plan.pk, key, plan.card_fields, most=1, even_left=False)
    valid_until(request, next_midnight())
    context = {
        "item": item,
        "tier": reading.neighbours(item).item.tier_name if item.tier_id else "",
        "plan_title": item.edition.title,
        "address": page_of(item, is_current=is_current),
        "signals": told.signals,
    }
    response = render(request, "sharing/card.html", context)
    response.headers[HEADER] = build_policy(replace={"frame-ancestors": ["*"]})
    return storable(response, plan.pk)


@open_data
def oembed(request: HttpRequest) -> HttpResponse:
    """The frame of an item by the address of its page, after oEmbed 1.0, as JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    item = asked_for(request.GET.get("url", ""))
    width = _side(request.GET.get("maxwidth", ""), WIDTH)
    height = _side(request.GET.get("maxheight", ""), HEIGHT)
    content = {
        "version": "1.0",
        "type": "rich",
        "provider_name": settings.SITE_NAME,
        "provider_url": naming.absolute("/"),
        "title": title(item),
        "html": frame(item, width, height),
        "width": width,
        "height": height,
    }
    return as_json(request, content | _thumbnail(request.GET, item))


def _thumbnail(asked: Mapping[str, str], item: Item) -> dict[str, object]:
    """The picture of an item; none where a smaller one was asked for, as oEmbed wants it."""
    wide, high = pictures.SIZE
    if not (_fits(asked, "maxwidth", wide) and _fits(asked, "maxheight", high)):
        return {}
    picture = naming.absolute(reverse("sharing:item_picture", args=[item.key]))
    return {"thumbnail_url": picture, "thumbnail_width": wide, "thumbnail_height": high}


def _fits(asked: Mapping[str, str], name: str, side: int) -> bool:
    given = asked.get(name, "")
    return not SIDE.fullmatch(given) or int(given) >= side


def asked_for(url: str) -> Item:
    """The item whose page has that address. Raises AskedWrongly and Http404."""
    own = naming.absolute("/")
    if not url.startswith(own):
        raise AskedWrongly(_("Give the address of an item of this portal as “url”."))
    try:
        # A card is in the portal's own language.
        match = resolve(languages.bare(url[len(own) - 1 :].partition("#")[0].partition("?")[0]))
    except Resolver404:
        raise Http404(_("There is no such page.")) from None
    if match.url_name in {"item_permanent", "card"}:
        return reading.placed(match.kwargs["key"])[0]
    if match.url_name not in {"item_detail", "edition_item_detail"}:
        raise Http404(_("This page has no card; items of plans have."))
    item = reading.read(**match.kwargs).item
    if item is None or item.is_root_node():
        raise Http404(_("There is no such page."))
    return item


def frame(item: Item, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The text that puts the card of an item into another page."""
    context = {
        "address": naming.absolute(reverse("sharing:card", args=[item.key])),
        "title": title(item),
        "width": width,
        "height": height,
    }
    return render_to_string("sharing/_frame.html", context).strip()


def title(item: Item) -> str:
    """How an item is called elsewhere."""
    return f"{item.code} {item.text}".strip()


def page_of(item: Item, *, is_current: bool) -> str:
    """The whole address of an item's page where it is read now."""
    page = naming.absolute(reading.address(item.edition, current=is_current))
    return page if item.is_root_node() else f"{page}{item.handle}/"


def _side(given: str, own: int) -> int:
    """The length of a side, at most what was asked for."""
    return min(int(given), own) if SIDE.fullmatch(given) else own
