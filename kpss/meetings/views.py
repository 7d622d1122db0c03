"""Public pages of meetings: which are ahead, which were held by year, one of them; calendars."""

from datetime import MAXYEAR, date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kpss.meetings import calendars, reading, words
from kpss.meetings.lasting import until_one_is_over
from kpss.meetings.lines import MeetingLine
from kpss.meetings.presence import presence
from kpss.minutes import showing
from kpss.models import Body, Meeting
from kpss.pages import until_midnight
from strategy.pages import WHOLE_PORTAL, storable, valid_until
from strategy.paging import page_number


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """When they meet: what is ahead, and the years of what was."""
    page = reading.page(reading.of_body(None).upcoming(), page_number(request))
    ahead = reading.ahead()
    until_one_is_over(request, [*page.lines, *ahead.meetings])
    context: dict[str, object] = {
        "ahead": ahead,
        "page": page,
        "years": reading.years(),
    }
    return until_midnight(request, "kpss/meetings/meeting_list.html", context)


@require_safe
def meeting_year(request: HttpRequest, year: int) -> HttpResponse:
    """All meetings of a year, the newest first; where they fill pages, also by month."""
    months = _months_or_404(year)
    number = sum(months.values())
    context = {
        "year": year,
        "number": number,
        "page": reading.page(reading.of_year(year), page_number(request)),
        "years": reading.years(),
        "months": tuple(months.items()) if number > reading.PAGE_SIZE else (),
    }
    return until_midnight(request, "kpss/meetings/meeting_year.html", context)


@require_safe
def meeting_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """All meetings of a month, the newest first."""
    months = _months_or_404(year)
    begins = next((begins for begins in months if begins.month == month), None)
    if begins is None:
        raise Http404
    context = {
        "month": begins,
        "number": months[begins],
        "page": reading.page(reading.of_month(begins), page_number(request)),
        "months": tuple(months.items()),
    }
    return until_midnight(request, "kpss/meetings/meeting_month.html", context)


@require_safe
def body_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of one body: those ahead, and those that were, the newest first."""
    body = get_object_or_404(Body, slug=slug)
    meetings = reading.of_body(body)
    upcoming = MeetingLine.read(meetings.upcoming())
    until_one_is_over(request, upcoming)
    context = {
        "body": body,
        "ahead": reading.ahead(body),
        "upcoming": upcoming,
        "page": reading.page(meetings.past(), page_number(request)),
    }
    return until_midnight(request, "kpss/meetings/body_meetings.html", context)


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: when and where, what is on the agenda, who was there by side."""
    meeting = get_object_or_404(reading.of_body(None), pk=pk)
    context = {
        "meeting": showing.public_meeting(meeting),
        "agenda": showing.public_agenda(meeting),
        "presence": None if meeting.is_cancelled else presence(meeting),
    }
    if end := words.end(meeting):
        valid_until(request, end)
    return until_midnight(request, "kpss/meetings/meeting_detail.html", context)


@require_safe
def meeting_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting for a calendar."""
    meeting = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    return _calendar(calendars.of_one(meeting), f"jednani-{pk}.ics")


@require_safe
def body_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body for a calendar, to be asked again and again."""
    body = get_object_or_404(Body, slug=slug)
    return _calendar(calendars.of_body(body), f"jednani-{body.slug}.ics")


@require_safe
def meetings_ics(request: HttpRequest) -> HttpResponse:
    """The meetings of all bodies for a calendar."""
    return _calendar(calendars.of_all(), "jednani.ics")


def _months_or_404(year: int) -> dict[date, int]:
    """How many meetings there are in the months of a year; a year without any is not found."""
    months = dict(reading.months(year)) if 0 < year < MAXYEAR else {}
    if not months:
        raise Http404
    return months


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return storable(response, WHOLE_PORTAL)
