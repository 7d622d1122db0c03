"""The settlement table for anyone: a page to choose in, and the same as files."""

import logging
from http import HTTPStatus
from typing import Any, NamedTuple

from csp.decorators import csp_exempt
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import reading as comments_reading
from comments.table import GROUPS
from comments.tables import making
from comments.tables import selection as selections
from comments.tables.contents import in_words
from comments.tables.document import Orientation
from comments.tables.files import FORMATS, Format
from comments.tables.making import Busy, TooLarge, Wanted
from comments.tables.selection import ADDRESSES, Selection, outcome_name, selected
from strategy import jobs, reading
from strategy.models import Job
from strategy.naming import EndingConverter
from strategy.outline import Row, outline
from strategy.pages import storable
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import INSTALL_COMMAND, RenderingFailed
from strategy.reading import Reading

logger = logging.getLogger(__name__)

# As many items of the plan are offered to choose from, by whole levels.
MOST_ITEMS = 200
# In the query of a file's address.
NAMELESS, ACROSS = "bez-jmen", "na-sirku"


class FormatConverter(EndingConverter[Format]):
    """The ending of a table's name in an address, as its format."""

    formats = FORMATS


class Choice(NamedTuple):
    """One of what a form offers: its value in an address, its name."""

    value: str
    name: str


@require_safe
def settlement_table(request: HttpRequest, slug: str) -> HttpResponse:
    """What was said of a plan and what came of it, a page of it, chosen by what the form says."""
    read = reading.read(slug)
    selection = selected(read, request.GET.dict())
    start = comments_reading.start_of(request.GET.get("od", ""))
    numbers = selections.numbers(selection)
    context = {
        "read": read,
        "selection": selection,
        "numbers": numbers,
        "start": start,
        "page": selections.page(selection, start),
        "said": in_words(numbers),
        "groups": GROUPS,
        **_choices(read, selection),
        "files": _files(selection),
    }
    return storable(render(request, "comments/settlement_table.html", context), read.plan.pk)


@require_safe
def settlement_file(request: HttpRequest, slug: str, kind: Format) -> HttpResponse:
    """The same table as a file, with the names of persons or without; or how far it is."""
    read = reading.read(slug)
    nameless = NAMELESS in request.GET
    wanted = Wanted(selected(read, request.GET.dict()), kind.extension, nameless)
    try:
        content = making.file_of(wanted)
    except Preparing:
        return _ordered(request, read, wanted)
    response = HttpResponse(content, content_type=kind.content_type)
    name = _file_name(slug, kind.extension, nameless=nameless)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return storable(response, read.plan.pk)


@require_safe
def settlement_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table as a PDF, its pages upright or across; or how far it is."""
    read = reading.read(slug)
    wanted = Wanted(
        selected(read, request.GET.dict()),
        Orientation.LANDSCAPE if ACROSS in request.GET else Orientation.PORTRAIT,
        NAMELESS in request.GET,
    )
    try:
        content = making.pdf_of(wanted)
    except Preparing:
        return _ordered(request, read, wanted)
    except RenderingFailed as failure:
        logger.exception("The settlement table of %s was not made.", read.edition)
        return _failed(request, read, str(failure))
    name = _file_name(slug, "pdf", nameless=wanted.nameless)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    # Safari holds its own PDF viewer to the policy of the file and then shows nothing.
    csp_exempt()(lambda _request: response)(request)
    return storable(response, read.plan.pk)


def _ordered(request: HttpRequest, read: Reading, wanted: Wanted) -> HttpResponse:
    """How far the file is, on a page that asks again by itself until it gets it."""
    try:
        job = making.ask(wanted)
    except TooLarge:
        return _waiting(request, read, HTTPStatus.UNPROCESSABLE_ENTITY, is_too_large=True)
    except Busy:
        return _waiting(request, read, HTTPStatus.SERVICE_UNAVAILABLE, is_busy=True)
    if job.state == Job.State.FAILED:
        return _failed(request, read, job.error)
    ahead = jobs.ahead(job)
    response = _waiting(request, read, HTTPStatus.ACCEPTED, job=job, ahead=ahead)
    response.headers["Refresh"] = str(jobs.REFRESH_SECONDS)
    return response


def _failed(request: HttpRequest, read: Reading, error: str) -> HttpResponse:
    command = INSTALL_COMMAND if INSTALL_COMMAND in error else ""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _waiting(request, read, status, has_failed=True, command=command)


def _waiting(request: HttpRequest, read: Reading, status: int, **said: Any) -> HttpResponse:
    context = {"read": read, **said}
    page = render(request, "comments/settlement_table_waiting.html", context, status=status)
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page


def _choices(read: Reading, selection: Selection) -> dict[str, list[Choice]]:
    """What the form offers. One query."""
    items = [_item_choice(row) for row in outline(read.edition, most=MOST_ITEMS).rows]
    chosen = selection.item
    if chosen and chosen.handle not in {choice.value for choice in items}:
        items.append(Choice(chosen.handle, f"{chosen.code} {chosen.text}".strip()))
    numbers = sorted((edition.number for edition in read.editions), reverse=True)
    return {
        "items": items,
        "outcomes": [Choice(ADDRESSES[name], outcome_name(name)) for name in ADDRESSES],
        "editions": [
            Choice(str(number), _("edition %(number)s") % {"number": number}) for number in numbers
        ],
    }


def _item_choice(row: Row) -> Choice:
    # Depth by dashes, for an option can hold no markup.
    return Choice(row.handle, f"{'– ' * (row.level - 1)}{row.code} {row.text}".strip())


def _files(selection: Selection) -> list[tuple[str, str, str]]:
    """(name, address with names, address without) of each file of the selection."""
    slug = selection.current.plan.slug
    pdf = reverse("comments:settlement_pdf", args=[slug])
    formats = [
        (str(kind.name), reverse("comments:settlement_file", args=[slug, kind]), "")
        for kind in FORMATS.values()
    ]
    formats += [(_("PDF, upright"), pdf, ""), (_("PDF, across"), pdf, f"{ACROSS}=1")]
    return [
        (
            name,
            _address(path, selection.query, across),
            _address(path, selection.query, across, f"{NAMELESS}=1"),
        )
        for name, path, across in formats
    ]


def _address(path: str, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    return f"{path}{'?' if query else ''}{query}"


def _file_name(slug: str, extension: str, *, nameless: bool) -> str:
    return f"{slug}-vyporadani{'-bez-jmen' if nameless else ''}.{extension}"
