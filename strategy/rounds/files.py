"""The evaluation of a round as a table of Excel and as HTML that is ready to be typeset."""

from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from openpyxl.packaging.core import DocumentProperties

from strategy.formats.workbook import Sheet, workbook_of
from strategy.naming import absolute
from strategy.rounds.evaluation import Evaluation, Row

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Column(NamedTuple):
    title: "StrPromise"
    width: int
    value: Callable[[Row], str | int]


COLUMNS = [
    Column(_("Code"), 10, lambda row: row.item.code),
    Column(_("Measure"), 60, lambda row: row.item.text),
    Column(_("Who was asked"), 30, lambda row: row.asked),
    Column(_("Deadline"), 18, lambda row: row.item.due),
    Column(_("Answer in the round"), 12, lambda row: _yes_or_no(row)),
    Column(_("What its lead says"), 28, lambda row: row.said._replace(share=None).words),
    Column(_("Done, in per cent"), 10, lambda row: _or_empty(row.said.share)),
    Column(_("Commentary"), 60, lambda row: row.report.commentary if row.report else ""),
    Column(_("Evidence"), 40, lambda row: row.evidence),
    Column(_("Said on"), 14, lambda row: _said_on(row)),
    Column(_("Days before closing"), 10, lambda row: _or_empty(row.signals.age)),
    Column(_("What is missing"), 28, lambda row: row.missing),
    Column(_("Days past the deadline"), 10, lambda row: row.signals.late or ""),
    Column(_("In the round before"), 28, lambda row: row.before.words if row.before else ""),
    Column(_("Address"), 50, lambda row: absolute(row.item.get_permanent_url())),
]


def workbook(found: Evaluation) -> bytes:
    """All measures of the round, a row each; every text is a text. The same round, same bytes."""
    at = found.round.closed_at
    sheet = Sheet(
        name=pgettext("sheet", "Round"),
        said=found.title,
        columns=[str(column.title) for column in COLUMNS],
        widths=[column.width for column in COLUMNS],
        records=[[_cell(column.value(row)) for column in COLUMNS] for row in found.rows],
    )
    properties = DocumentProperties(
        title=found.title, creator=settings.CITY_NAME, language="cs-CZ", created=at, modified=at
    )
    return workbook_of(sheet, properties)


def html(found: Evaluation) -> str:
    """The whole document; the same round gives the same bytes."""
    closed_at = found.round.closed_at
    context = {
        "found": found,
        "rows": found.rows,
        "city_name": settings.CITY_NAME,
        "site_name": settings.SITE_NAME,
        "written_at": closed_at and closed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return render_to_string("strategy/rounds/pdf.html", context)


def _yes_or_no(row: Row) -> str:
    return str(_("yes") if row.is_answered else _("no"))


def _said_on(row: Row) -> str:
    if row.report is None:
        return ""
    day = localtime(row.report.said_at)
    return f"{day.day}. {day.month}. {day.year}"


def _or_empty(number: int | None) -> str | int:
    return "" if number is None else number


def _cell(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)
