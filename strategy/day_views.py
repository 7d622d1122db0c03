"""A plan as it stood on a day."""

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
    try:
        asked = days.parsed(day)
        return outline_page(request, reading.read_on(slug, asked), asked)
    except NoSuchDay as refusal:
        return _form(request, reading.read(slug), day, str(refusal), status=404)


@require_safe
def day_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a day; `?den=2018-06-28` leads to the plan as it stood then."""
    day = request.GET.get("den")
    if day is None:
        read = reading.read(slug)
        return storable(_form(request, read), read.plan.pk)
    try:
        reading.read_on(slug, days.parsed(day.strip()))
    except NoSuchDay as refusal:
        return _form(request, reading.read(slug), day, str(refusal))
    return HttpResponseRedirect(reverse("strategy:plan_on_day", args=[slug, day.strip()]))


def _form(
    request: HttpRequest, read: Reading, day: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    """With the list of editions, which says what days there are to ask for."""
    editions = sorted(read.editions, key=lambda edition: edition.number, reverse=True)
    context = {"read": read, "editions": editions, "day": day, "refusal": refusal}
    return render(request, "strategy/day_choice.html", context, status=status)
