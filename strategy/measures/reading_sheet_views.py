"""Pages on which staff record values of many indicators from a workbook."""

from base64 import b64encode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl.packaging.core import DocumentProperties

from strategy.formats.workbook import Sheet, workbook_of
from strategy.measures import reading_sheet
from strategy.measures.reading_sheet import COLUMNS, MOST_ROWS, Import
from strategy.measures.readings import ReadingRefused
from strategy.models import Indicator, MeasureState, Plan
from strategy.paging import page_number
from strategy.progress import rights
from strategy.redirecting import see_other
from strategy.sheets import WorkbookRefused, sent_content
from strategy.staff import for_staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In characters, one for each of COLUMNS.
WIDTHS = (38, 12, 50, 14, 14, 14, 24, 14, 16, 40, 40, 40, 40)
# Of a dry run; the rest is counted.
SHOWN = 200


@for_staff(rights.DESK)
@require_safe
def measured_plans(request: HttpRequest) -> HttpResponse:
    """Plans in force whose indicators one may record values of, and how many lack any."""
    states = MeasureState.objects.filter(indicators__gt=0)
    if not request.user.has_perm(rights.MEASURE_ALL):
        states = states.filter(item_key__in=rights.led_by(request.user).values("item_key"))
    counted: dict[int, list[int]] = {}
    for plan, indicators, measured in states.values_list("plan", "indicators", "measured"):
        found = counted.setdefault(plan, [0, 0])
        found[0], found[1] = found[0] + indicators, found[1] + indicators - measured
    plans = Plan.objects.filter(pk__in=counted).order_by("title")
    rows = [(plan, *counted[plan.pk]) for plan in plans]
    return render(request, "strategy/measures/measured_plans.html", {"rows": rows})


@for_staff(rights.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_sheet_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a workbook, show what importing it would do, and do it when that is confirmed."""
    plan, indicators = _indicators(request, slug)
    if request.method != "POST":
        return _page(request, plan, indicators)
    try:
        content = sent_content(request)
        if "confirm" in request.POST:
            return _recorded(request, reading_sheet.import_all(indicators, content, request.user))
        found = reading_sheet.plan_import(indicators, content)
    except (WorkbookRefused, ReadingRefused) as refusal:
        return _page(request, plan, indicators, refusal=str(refusal))
    again = b64encode(content).decode()
    return _page(request, plan, indicators, found=found, again=again)


@for_staff(rights.DESK)
@require_safe
def reading_template(request: HttpRequest, slug: str) -> HttpResponse:
    """A workbook with the plan's indicators, to be filled in; MOST_ROWS of them on a page."""
    plan, indicators = _indicators(request, slug)
    start = (page_number(request) - 1) * MOST_ROWS
    rows = reading_sheet.template_rows(indicators[start : start + MOST_ROWS])
    if not rows:
        raise Http404
    said = _(
        "%(plan)s. Fill in the last six columns; leave a row empty where there is nothing new. "
        "For a further day copy the row. Leave this row, the heads and the keys as they are."
    )
    columns = [str(label) for label in COLUMNS.values()]
    name = pgettext("sheet", "Values")
    sheet = Sheet(name, said % {"plan": plan.title}, columns, WIDTHS, rows)
    properties = DocumentProperties(creator=settings.CITY_NAME, language="cs-CZ")
    response = HttpResponse(workbook_of(sheet, properties), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{plan.slug}-hodnoty.xlsx"'
    return response


def _indicators(request: HttpRequest, slug: str) -> tuple[Plan, list[Indicator]]:
    """The plan with those of its indicators that the reader may record values of.

    Raises PermissionDenied where there is none, but for who may record all.
    """
    plan = get_object_or_404(Plan, slug=slug)
    if request.user.has_perm(rights.MEASURE_ALL):
        return plan, reading_sheet.of_plan(plan, None)
    led = rights.led_by(request.user).filter(plan=plan)
    keys: set[UUID] = set(led.values_list("item_key", flat=True))
    if not keys:
        raise PermissionDenied
    return plan, reading_sheet.of_plan(plan, keys)


def _recorded(request: HttpRequest, recorded: list[reading_sheet.Planned]) -> HttpResponse:
    count = len(recorded)
    told = ngettext("%(count)d value recorded.", "%(count)d values recorded.", count)
    messages.success(request, told % {"count": count})
    return see_other(request.path)


def _page(
    request: HttpRequest,
    plan: Plan,
    indicators: list[Indicator],
    *,
    refusal: str = "",
    found: Import | None = None,
    again: str = "",
) -> HttpResponse:
    context = {
        "plan": plan,
        "count": len(indicators),
        "templates": range(1, -(-len(indicators) // MOST_ROWS) + 1),
        "refusal": refusal,
        "found": found,
        "shown": found.planned[:SHOWN] if found else [],
        "not_shown": max(len(found.planned) - SHOWN, 0) if found else 0,
        "again": again,
        "most_rows": number_format(MOST_ROWS, force_grouping=True),
    }
    return render(request, "strategy/measures/reading_sheet.html", context)
