"""Short addresses: `/E3` leads to the item of that code, where one plan in force has it.

Where none has, to a draft that is out for comments: that is when posters are put up.
"""

import re

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from strategy import languages, reading
from strategy.models import Edition, Item, Plan
from strategy.models.plans import RESERVED_SLUGS
from strategy.redirecting import see_other

# One segment, written as codes are.
SHORT = re.compile(r"/(?P<code>\w+(?:[.\-]\w+){0,7})/?")
MOST_CHARACTERS = 30


def answer(request: HttpRequest) -> HttpResponse | None:
    """What is answered under an address where no page is; None where it is no short address.

    A plan's own address and the portal's go before it. One query, four where one item has the code.
    """
    match = SHORT.fullmatch(languages.bare(request.path_info))
    if request.method not in {"GET", "HEAD"} or match is None:
        return None
    code = match["code"]
    if len(code) > MOST_CHARACTERS or code.lower() in RESERVED_SLUGS:
        return None
    found = items(code)
    if not found or Plan.objects.published().filter(slug=code).exists():
        return None
    if len(found) == 1:
        return see_other(place(found[0]))
    places = [(item, place(item)) for item in found]
    return render(request, "sharing/short_choice.html", {"code": code, "places": places})


def items(code: str) -> list[Item]:
    """Those of the plans in force that have a code, whatever the case of its letters.

    Of none in force, those of the drafts for consultation. One query.
    """
    of_code = Q(code=code) | Q(code__iexact=code) | Q(code__in=[code.upper(), code.lower()])
    over = Q(edition__period_to__lt=localdate().year)
    live = Item.objects.filter(of_code, edition__state__in=Edition.STAMPS).exclude(over)
    found = list(live.select_related("edition__plan", "tier").order_by("edition__title", "pk"))
    in_force = [item for item in found if item.edition.state == Edition.State.APPROVED]
    return in_force or found


def place(item: Item) -> str:
    """Where an item is read now. Two queries."""
    placed, is_current = reading.placed(item.key)
    return f"{reading.address(placed.edition, current=is_current)}{placed.handle}/"
