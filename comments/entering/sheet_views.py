"""Many comments at once from a workbook: sent, seen what it would do, entered."""

from base64 import b64encode
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl.packaging.core import DocumentProperties

from comments.entering import importing
from comments.entering.entry import EntryRefused
from comments.entering.importing import COLUMNS, ImportRefused
from comments.entering.views import consultation_of
from comments.models import Comment, CommentVersion, Consultation
from comments.receiving import BY_STAFF, ReceivingRefused
from strategy.formats.workbook import Sheet, workbook_of
from strategy.sheets import MOST_ROWS, WorkbookRefused, sent_content
from strategy.staff import for_staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In characters, one for each of COLUMNS.
WIDTHS = (10, 16, 12, 16, 28, 24, 12, 24, 10, 70, 50, 50, 12)
_REFUSALS = (WorkbookRefused, ImportRefused, EntryRefused, ReceivingRefused)


@for_staff("comments.add_comment")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Take a workbook, show what importing it would do, and do it when that is confirmed."""
    consultation = consultation_of(consultation_id)
    if request.method != "POST":
        return _page(request, consultation)
    try:
        content = sent_content(request)
        if "confirm" in request.POST:
            return _entered(request, importing.enter_all(consultation, content))
        plan = importing.plan(consultation, content)
    except _REFUSALS as refusal:
        return _page(request, consultation, refusal=str(refusal))
    again = b64encode(content).decode()
    return _page(request, consultation, plan=plan, again=again)


@for_staff("comments.add_comment")
@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """An empty workbook with our columns."""
    columns = [str(label) for label in COLUMNS.values()]
    empty = Sheet(pgettext("sheet", "Comments"), _instructions(), columns, WIDTHS, [], _choices())
    properties = DocumentProperties(creator=settings.CITY_NAME, language="cs-CZ")
    response = HttpResponse(workbook_of(empty, properties), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="pripominky.xlsx"'
    return response


def _instructions() -> str:
    told = _(
        "One point on each row. Rows with the same submission are one comment. "
        "How it came: %(channels)s. Kind (may be empty): %(kinds)s. Place: its code, empty for "
        "the whole plan. Leave this row and the heads as they are."
    )
    channels = ", ".join(str(channel.label) for channel in BY_STAFF)
    kinds = ", ".join(str(label) for label in Comment.Kind.labels)
    return told % {"channels": channels, "kinds": kinds}


def _choices() -> dict[int, list[str]]:
    """What may be chosen, by the place of its column; with spaces as they are typed."""
    offered: dict[str, Iterable[object]] = {
        "channel": [channel.label for channel in BY_STAFF],
        "kind": Comment.Kind.labels,
        "name_public": [_("yes"), _("no")],
        "weight": CommentVersion.Weight.labels,
    }
    places = {field: number for number, field in enumerate(COLUMNS)}
    return {
        places[field]: [" ".join(str(label).split()) for label in labels]
        for field, labels in offered.items()
    }


def _entered(request: HttpRequest, entered: list[Comment]) -> HttpResponse:
    count = len(entered)
    told = ngettext("%(count)d comment entered.", "%(count)d comments entered.", count)
    messages.success(request, told % {"count": count})
    return redirect("comments:checking" if count else "comments:entering")


def _page(
    request: HttpRequest,
    consultation: Consultation,
    *,
    refusal: str = "",
    plan: importing.Plan | None = None,
    again: str = "",
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "refusal": refusal,
        "plan": plan,
        "again": again,
        "most_rows": number_format(MOST_ROWS, force_grouping=True),
    }
    return render(request, "comments/entering/sheet.html", context)
