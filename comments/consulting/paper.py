"""The form for who comments by hand: a page that prints clean, and the same as PDF."""

import logging
from datetime import UTC
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.consulting import standing
from comments.consulting.views import found
from comments.models import Comment, Consultation
from strategy import naming, reading, slots
from strategy.pages import storable
from strategy.pdf import code
from strategy.pdf.rendering import RenderingFailed, render
from strategy.reading import Reading

logger = logging.getLogger(__name__)

SECONDS = 10
# After which a reader may ask again when the machine is busy.
RETRY_SECONDS = 5


class Field(NamedTuple):
    """What is written by hand, with so many lines for it."""

    label: str
    help: str
    lines: range


class Choice(NamedTuple):
    """What is answered by a cross in one of several boxes."""

    label: str
    help: str
    boxes: list[str]


def choices() -> list[Choice]:
    """As the web form asks; “no comments” is an answer, too, and needs nothing else."""
    kinds = [str(kind.label) for kind in Comment.Kind]
    speakers = [str(speaker.label) for speaker in Comment.Speaker]
    return [
        Choice(_("I speak"), "", speakers),
        Choice(_("Kind of comment"), _("With “no comments” leave out what follows."), kinds),
    ]


def fields() -> list[Field]:
    return [
        Field(_("What it is about"), _("Its code in the plan, or “the whole plan”."), range(1)),
        Field(
            _("Your comment"), _("What would you change? We publish it as you write it."), range(7)
        ),
        Field(_("What you propose instead"), "", range(3)),
        Field(_("Why"), "", range(2)),
        Field(_("Your name"), _("We publish it only if you agree below."), range(1)),
        Field(_("Organisation"), _("If you write for one. We publish it."), range(1)),
        Field(_("Your e-mail or address"), _("For our answer; never published."), range(1)),
    ]


@require_safe
def consultation_form(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form as a page to print."""
    read = reading.read(slug, number)
    consultation = found(read)
    standing.true_until(request, [consultation])
    response = render_page(request, "comments/consultation_form.html", _context(read, consultation))
    return storable(response, read.plan.pk)


@require_safe
def consultation_form_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form as PDF, made when it is asked for; it is small."""
    read = reading.read(slug, number)
    try:
        pdf = typeset(document(read, found(read)))
    except Busy:
        return _later(request, read)
    except RenderingFailed:
        logger.exception("The form of %s was not made.", read.edition)
        return _later(request, read)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = naming.file_name(read.edition, "-pripominka.pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return storable(response, read.plan.pk)


def document(read: Reading, consultation: Consultation) -> str:
    """The form as one HTML document, ready to be typeset."""
    changed = consultation.history.latest("history_date").history_date
    context = _context(read, consultation) | {
        "city_name": settings.CITY_NAME,
        "site_name": settings.SITE_NAME,
        "written_at": changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("comments/pdf/consultation_form.html", context)


class Busy(Exception):
    """The machine is at work on other documents."""


@lru_cache(maxsize=8)
def typeset(html: str) -> bytes:
    """The PDF of a form, kept as long as it reads the same. Raises Busy and RenderingFailed."""
    with slots.any_held() as slot:
        if slot is None:
            raise Busy
        return render(html, seconds=SECONDS)


def _context(read: Reading, consultation: Consultation) -> dict[str, Any]:
    return {
        "read": read,
        "consultation": consultation,
        "code": code.of_page(consultation.get_absolute_url()),
        "choices": choices(),
        "fields": fields(),
    }


def _later(request: HttpRequest, read: Reading) -> HttpResponse:
    """The way to the page that prints the same, while there is no PDF."""
    context = {"read": read}
    response = render_page(request, "comments/consultation_form_later.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response
