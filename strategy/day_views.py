"""A plan as it stood on a day."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from strategy import days, reading
from strategy.days import NoSuchDay
from strategy.pages import storable
from strategy.reading import Reading
from strategy.views import outline_page


@require_safe
def plan_on_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The edition in force on that day, as its own page shows it."""
    asked = None
    try:
        asked = days.parsed(day)
        return outline_page(request, reading.read_on(slug, asked), asked)
    except NoSuchDay as refusal:
        return _form(request, reading.read(slug), asked, str(refusal), status=404)


@require_safe
def day_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a day; `?den=2018-06-28` leads to the plan as it stood then."""
    given, asked = request.GET.get("den"), None
    if given is None:
        read = reading.read(slug)
        return storable(_form(request, read), read.plan.pk)
    try:
        asked = days.parsed(given.strip())
        reading.read_on(slug, asked)
    except NoSuchDay as refusal:
        return _form(request, reading.read(slug), asked, str(refusal))
    return HttpResponseRedirect(reverse("strategy:plan_on_day", args=[slug, asked.isoformat()]))


def _form(
    request: HttpRequest,
    read: Reading,
    asked: date | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """With the list of editions, which says what days there are to ask for."""
    editions = sorted(read.editions, key=lambda edition: edition.number, reverse=True)
    # A control for dates takes nothing that is not in the calendar.
    day = asked.isoformat() if asked else ""
    context = {"read": read, "editions": editions, "day": day, "refusal": refusal}
    return render(request, "strategy/day_choice.html", context, status=status)
