"""What has changed since somebody was here last: by a link with a day, so without an account."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from strategy import reading as plans
from strategy.changes import reading
from strategy.changes.feeds import ChangeFeed
from strategy.days import NoSuchDay
from strategy.pages import WHOLE_PORTAL, storable, valid_until
from strategy.paging import page_number
from strategy.reading import Reading


@require_safe
def change_list(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """Of all plans and of community planning, or of one plan; `?od=2026-11-01` is the day."""
    read = plans.read(slug) if slug else None
    given = request.GET.get("od", "")
    try:
        since = reading.day_of(given)
    except NoSuchDay:
        return _page(request, read, reading.day_of(""), refused=given)
    return _page(request, read, since)


@require_safe
def change_feed(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The newest of the same, for anyone's reader of feeds."""
    read = plans.read(slug) if slug else None
    # What was announced for an instant, such as a consultation, comes in with that instant.
    valid_until(request, reading.next_turn(read.plan.pk if read else None))
    return storable(ChangeFeed(read)(request), WHOLE_PORTAL)


def _page(
    request: HttpRequest, read: Reading | None, since: date, refused: str = ""
) -> HttpResponse:
    number = page_number(request)
    if number > reading.MOST_PAGES:
        raise Http404
    plan = read.plan.pk if read else None
    context = {
        "read": read,
        "address": address(read),
        "since": since,
        "today": timezone.localdate(),
        "page": reading.page(since, number, plan),
        "refused": refused,
    }
    # A plan's page tells of meetings, too, which belong to the whole portal.
    valid_until(request, reading.next_turn(plan))
    template = "strategy/changes/list.html"
    response = render(request, template, context, status=404 if refused else 200)
    return response if refused else storable(response, WHOLE_PORTAL)


def address(read: Reading | None) -> str:
    """Of the page itself, without a day."""
    if read is None:
        return reverse("strategy:change_list")
    return reverse("strategy:plan_changes", args=[read.plan.slug])
