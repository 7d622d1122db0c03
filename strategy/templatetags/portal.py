"""Tags of the frame of every page: the parts of the portal, and in which of them one is."""

import re
from typing import Any, NamedTuple

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Addresses of plans begin so, whatever language stands before them.
_OF_A_PLAN = re.compile(r"(?:[a-z]{2}/)?(?:<slug:slug>/|polozka/)")

PARTS: tuple[tuple[str, Promise], ...] = (
    ("strategy:plan_list", _("Plans")),
    ("kpss:concern_list", _("What concerns me")),
    ("strategy:dashboard_all", _("How plans are carried out")),
    ("kpss:planning", _("Community planning")),
    ("strategy:change_list", _("What has changed")),
)


class Part(NamedTuple):
    """A part of the portal; `current` is “page” on its own page, “true” further in, or empty."""

    address: str
    name: Promise
    current: str


@register.inclusion_tag("strategy/_parts.html", takes_context=True)
def parts_of_the_portal(context: Context) -> dict[str, Any]:
    """The navigation of every page; one that failed may have no request."""
    request = context.get("request")
    return {"parts": [_part(request, reverse(view), name) for view, name in PARTS]}


def _part(request: HttpRequest | None, address: str, name: Promise) -> Part:
    if request is None:
        return Part(address, name, "")
    if request.path == address:
        return Part(address, name, "page")
    inside = request.path.startswith(address) or (
        address == reverse("strategy:plan_list") and _is_of_a_plan(request)
    )
    return Part(address, name, "true" if inside else "")


def _is_of_a_plan(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and _OF_A_PLAN.match(match.route) is not None
