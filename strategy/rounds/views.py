"""What everyone reads of the rounds of a plan: which there were, and what each has shown."""

import logging
from http import HTTPStatus

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from strategy import jobs
from strategy.models import Job, Plan, Round
from strategy.pages import storable
from strategy.paging import page_number, pages_around
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import INSTALL_COMMAND, RenderingFailed
from strategy.rounds import evaluation, files, making, periods
from strategy.rounds.evaluation import Choice, Evaluation
from strategy.rounds.making import Form, Wanted

logger = logging.getLogger(__name__)

ON_PAGE = 100
_CONTENT_TYPES = {Form.PDF: "application/pdf", Form.XLSX: files.CONTENT_TYPE}


@require_safe
def round_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of a plan that are closed, the newest first, and the one that is open."""
    plan = get_object_or_404(Plan.objects.published(), slug=slug)
    rounds = list(plan.rounds.order_by("-closed_at"))
    context = {
        "plan": plan,
        "closed": [(one, periods.of(one)) for one in rounds if one.closed_at],
        "open": [(one, periods.of(one)) for one in rounds if one.closed_at is None],
    }
    return storable(render(request, "strategy/rounds/round_list.html", context), plan.pk)


@require_safe
def round_detail(request: HttpRequest, slug: str, year: int, period: str) -> HttpResponse:
    """What a closed round has shown, and each of its measures; a page of those chosen."""
    found = evaluation.of(_closed(slug, year, period))
    choice, number = _choice(request), page_number(request)
    chosen = found.chosen(choice)
    start = (number - 1) * ON_PAGE
    if number > 1 and start >= len(chosen):
        raise Http404
    context = {
        "found": found,
        "plan": found.round.plan,
        "following": _named(evaluation.after(found.round)),
        "former": _named(found.former),
        "choice": choice,
        "choices": [(one, len(found.chosen(one))) for one in Choice],
        "rows": chosen[start : start + ON_PAGE],
        "count": len(chosen),
        "pages": pages_around(
            number,
            more=len(chosen) > start + ON_PAGE,
            query="" if choice == Choice.ALL else f"jen={choice.value}",
        ),
        "address": round_path(found.round),
        "files": [(form, round_path(found.round, form)) for form in Form],
    }
    return storable(
        render(request, "strategy/rounds/round_detail.html", context), found.round.plan_id
    )


@require_safe
def round_file(request: HttpRequest, slug: str, year: int, period: str, form: str) -> HttpResponse:
    """The evaluation of a closed round as PDF or as a table; or how far it is."""
    if form not in Form.values:
        raise Http404
    found = evaluation.of(_closed(slug, year, period))
    wanted = Wanted(found, Form(form))
    try:
        content = making.file_of(wanted)
    except Preparing:
        return _ordered(request, wanted)
    except RenderingFailed as failure:
        logger.exception("The evaluation of round %s was not made.", found.round.pk)
        return _failed(request, found, str(failure))
    return _file(request, wanted, content)


def round_path(found: Round, form: str = "") -> str:
    """The address of a closed round's page, or of a file of it."""
    period = periods.of(found)
    arguments: list[object] = [found.plan.slug, period.year, period.segment]
    if form:
        return reverse("strategy:round_file", args=[*arguments, form])
    return reverse("strategy:round_detail", args=arguments)


def _closed(slug: str, year: int, segment: str) -> Round:
    period = periods.read(year, segment)
    if period is None:
        raise Http404
    rounds = Round.objects.select_related("plan").filter(
        plan__in=Plan.objects.published().filter(slug=slug), closed_at__isnull=False
    )
    return get_object_or_404(rounds, kind=period.kind, year=period.year, number=period.number)


def _choice(request: HttpRequest) -> Choice:
    given = request.GET.get("jen", Choice.ALL)
    if given not in Choice.values:
        raise Http404
    return Choice(given)


def _named(found: Round | None) -> tuple[str, str] | None:
    """(address, name) of another round of the plan."""
    return (round_path(found), periods.of(found).name) if found else None


def _file(request: HttpRequest, wanted: Wanted, content: bytes) -> HttpResponse:
    found, form = wanted.evaluation.round, wanted.form
    period = periods.of(found)
    name = f"{found.plan.slug}-{period.year}-{period.segment}.{form}"
    response = HttpResponse(content, content_type=_CONTENT_TYPES[form])
    shown = content_disposition_header(form == Form.XLSX, name)
    response.headers["Content-Disposition"] = shown or "inline"
    if form == Form.PDF:
        # Safari holds its own PDF viewer to the policy of the file and then shows nothing.
        csp_exempt()(lambda _request: response)(request)
    return storable(response, found.plan_id)


def _ordered(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    """How far the file is, on a page that asks again by itself until it gets it."""
    job = making.ask(wanted)
    if job.state == Job.State.FAILED:
        return _failed(request, wanted.evaluation, job.error)
    said = {"job": job, "ahead": jobs.ahead(job)}
    response = _waiting(request, wanted.evaluation, HTTPStatus.ACCEPTED, **said)
    response.headers["Refresh"] = str(jobs.REFRESH_SECONDS)
    return response


def _failed(request: HttpRequest, found: Evaluation, error: str) -> HttpResponse:
    command = INSTALL_COMMAND if INSTALL_COMMAND in error else ""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return _waiting(request, found, status, has_failed=True, command=command)


def _waiting(request: HttpRequest, found: Evaluation, status: int, **said: object) -> HttpResponse:
    context = {"found": found, "plan": found.round.plan, "address": round_path(found.round)}
    page = render(request, "strategy/rounds/file_waiting.html", context | said, status=status)
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page
