"""The PDF of minutes: typeset from the same record as their page."""

import logging
from datetime import UTC
from functools import lru_cache

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpss.minutes import showing
from kpss.minutes.views import published
from kpss.models import Minutes
from strategy import slots
from strategy.pages import WHOLE_PORTAL, storable
from strategy.pdf.rendering import RenderingFailed, render

logger = logging.getLogger(__name__)

SECONDS = 20
# After which a reader may ask again when the machine is busy.
RETRY_SECONDS = 5


@require_safe
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Published minutes as PDF, made when it is asked for; it is small."""
    minutes = published(pk)
    try:
        pdf = typeset(document(minutes))
    except Busy:
        return _later(request, minutes)
    except RenderingFailed:
        logger.exception("The minutes of meeting %s were not made.", pk)
        return _later(request, minutes)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"zapis-{minutes.meeting.body.slug}-{minutes.meeting.day.isoformat()}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    # Safari holds its own PDF viewer to the policy of the file and then shows nothing.
    csp_exempt()(lambda _request: response)(request)
    return storable(response, WHOLE_PORTAL)


def document(minutes: Minutes) -> str:
    """Published minutes as one HTML document; the same minutes give the same bytes."""
    written_at = minutes.published_at or minutes.history.latest("history_date").history_date
    context = {
        "minutes": minutes,
        "content": showing.public(minutes),
        "title": _("Minutes: %(meeting)s") % {"meeting": showing.public_meeting(minutes.meeting)},
        "city_name": settings.CITY_NAME,
        "site_name": settings.SITE_NAME,
        "written_at": written_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("kpss/minutes/pdf/minutes.html", context)


class Busy(Exception):
    """The machine is at work on other documents."""


@lru_cache(maxsize=8)
def typeset(html: str) -> bytes:
    """The PDF, kept as long as it reads the same. Raises Busy and RenderingFailed."""
    with slots.any_held() as slot:
        if slot is None:
            raise Busy
        return render(html, seconds=SECONDS)


def _later(request: HttpRequest, minutes: Minutes) -> HttpResponse:
    """The way to the page that prints the same, while there is no PDF."""
    context = {"minutes": minutes, "meeting": showing.public_meeting(minutes.meeting)}
    response = render_page(request, "kpss/minutes/minutes_later.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
