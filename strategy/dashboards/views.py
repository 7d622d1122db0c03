"""How plans are carried out: the numbers, and the measures behind each of them.

The public pages are the same for everyone and true until midnight, for they count days.
"""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategy import organisations, reading
from strategy.dashboards import choosing, counting, files, tables
from strategy.dashboards.choosing import GOAL, LEAD, PLAN, Choice
from strategy.dashboards.counting import ALL, NO_GOAL, OVER, Summary
from strategy.dashboards.groups import DIMENSIONS
from strategy.dashboards.scope import Scope
from strategy.days import next_midnight
from strategy.pages import WHOLE_PORTAL, storable, valid_until
from strategy.paging import page_number, pages_around
from strategy.progress import rights
from strategy.staff import for_staff

# Tables that are shown whole by `?cele=`.
WHOLE = ("cile", "gestori")


class Field(NamedTuple):
    """One of the choices above a list: options are a word, its name, and whether it is chosen."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@require_safe
def dashboard(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """One plan, or all, in numbers."""
    scope = _public(slug)
    return _stored(request, _dashboard(request, scope), scope)


@require_safe
def measures(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The measures that a number counts, or those chosen."""
    scope = _public(slug)
    return _stored(request, _measures(request, scope), scope)


@require_safe
def counts_table(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The numbers as CSV."""
    scope = _public(slug)
    content = files.as_table(scope, _summary(scope))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8; header=present")
    return _stored(request, _named(response, scope, "csv"), scope)


@require_safe
def counts_data(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The numbers as JSON."""
    scope = _public(slug)
    data = files.as_data(scope, _summary(scope))
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    return _stored(request, _named(response, scope, "json"), scope)


@for_staff(rights.DESK)
@require_safe
def staff_dashboard(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The same for staff, with more columns."""
    return _dashboard(request, _of_office(slug))


@for_staff(rights.DESK)
@require_safe
def staff_measures(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The same for staff, with who said the last word and how it came."""
    return _measures(request, _of_office(slug))


def _public(slug: str | None) -> Scope:
    """Raises Http404 where the plan is not published."""
    if slug is None:
        return Scope()
    edition = reading.read(slug).edition
    return Scope(edition.plan, edition.cover.title, until=edition.cover.period_to)


def _of_office(slug: str | None) -> Scope:
    if slug is None:
        return Scope(is_staff=True)
    plan = get_object_or_404(counting.measured_plans(), slug=slug)
    return Scope(plan, plan.title, is_staff=True, until=plan.period_to)


def _summary(scope: Scope) -> Summary:
    return counting.summary(scope.plan, localdate())


def _stored(request: HttpRequest, response: HttpResponse, scope: Scope) -> HttpResponse:
    valid_until(request, next_midnight())
    return storable(response, scope.plan.pk if scope.plan else WHOLE_PORTAL)


def _named(response: HttpResponse, scope: Scope, ending: str) -> HttpResponse:
    name = f"{scope.plan.slug if scope.plan else 'plany'}-plneni.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _dashboard(request: HttpRequest, scope: Scope) -> HttpResponse:
    summary, whole = _summary(scope), request.GET.get("cele", "")
    if whole not in {"", *WHOLE}:
        raise Http404
    context = {"scope": scope, "summary": summary, "total": summary.whole[ALL]}
    context["over"] = summary.whole[OVER]
    if summary.whole[ALL]:
        context |= _numbers(scope, summary, whole)
    return render(request, "strategy/dashboards/dashboard.html", context)


def _numbers(scope: Scope, summary: Summary, whole: str) -> dict[str, Any]:
    pages = organisations.addresses([pk for pk in summary.leads if pk])
    named = choosing.named([*summary.late, *summary.undated], summary.day, pages)
    titles = files.titles()
    return {
        "figures": tables.figures(scope, summary),
        "groups": [
            (word, titles[word], tables.by_group(scope, summary, word))
            for word in DIMENSIONS
            if word != "vyhled"
        ],
        "goals": tables.by_goal(scope, summary, whole=whole == "cile") if scope.plan else None,
        "plans": None if scope.plan else tables.by_plan(scope, summary),
        "leads": tables.by_lead(scope, summary, pages, whole=whole == "gestori"),
        "late": tables.cell(scope, summary, tables.LATE),
        "late_rows": [row for row in named if row.state.pk in summary.late],
        "undated": tables.cell(scope, summary, tables.UNDATED),
        "undated_rows": [row for row in named if row.state.pk in summary.undated],
    }


def _measures(request: HttpRequest, scope: Scope) -> HttpResponse:
    summary, number = _summary(scope), page_number(request)
    choice = choosing.chosen(scope, summary, request.GET)
    rows, more = choosing.page(scope, choice, number, summary.day)
    if number > 1 and not rows:
        raise Http404
    context = {
        "scope": scope,
        "choice": choice,
        "count": choosing.measures(scope, choice).count(),
        "rows": rows,
        "fields": _fields(scope, summary, choice),
        "pages": pages_around(number, more=more, query=choice.query if choice.words else ""),
    }
    return render(request, "strategy/dashboards/measures.html", context)


def _fields(scope: Scope, summary: Summary, choice: Choice) -> list[Field]:
    """What a list may be chosen by, as it is chosen now. A query or two."""
    options = {
        word: [(group.value, capfirst(str(group.label))) for group in groups]
        for word, groups in DIMENSIONS.items()
    }
    options[LEAD] = tables.leads(summary)
    if scope.plan:
        options[GOAL] = [(goal.handle, _called(goal)) for goal, _tally in summary.goals]
    else:
        options[PLAN] = [(plan.slug, plan.title) for plan in counting.measured_plans()]
    words = choice.words
    titles = files.titles() | {GOAL: _("Goal"), PLAN: _("Plan"), LEAD: _("Lead")}
    return [
        Field(name, titles[name], [(*one, one[0] == words.get(name)) for one in options[name]])
        for name in choosing.parameters(scope)
    ]


def _called(goal: counting.Goal) -> str:
    if goal.handle == NO_GOAL:
        return _("Right under the plan")
    return f"{goal.code} {goal.text}".strip()
