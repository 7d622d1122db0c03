"""The formats in which a published edition can be taken away, each made from its outline."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from strategy.formats import markdown, sealed, separated, word, workbook
from strategy.models import Edition

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Format(NamedTuple):
    """`content` makes the whole file of an edition that has its plan at hand.

    `name` and `purpose` are for the reader who chooses; `schema` says that one describes it.
    """

    extension: str
    name: "StrPromise"
    purpose: "StrPromise"
    content_type: str
    content: Callable[[Edition], bytes]
    schema: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    made.extension: made
    for made in (
        Format(
            "docx",
            _("Word (DOCX)"),
            _("When you take the text over into a report; headings stay headings."),
            f"{_OFFICE}.wordprocessingml.document",
            word.content,
        ),
        Format(
            "xlsx",
            _("Excel (XLSX)"),
            _("A table of all items to sort, filter and count."),
            f"{_OFFICE}.spreadsheetml.sheet",
            workbook.content,
        ),
        Format(
            "csv",
            _("Table as text (CSV)"),
            _(
                "The same table for other programs: semicolons, UTF-8. What might be taken for a "
                "formula has an apostrophe before it."
            ),
            "text/csv; charset=utf-8; header=present",
            separated.content,
        ),
        Format(
            "md",
            _("Plain text (Markdown)"),
            _("For notes and wikis; can be read in any editor."),
            "text/markdown; charset=utf-8; variant=CommonMark",
            markdown.content,
        ),
        Format(
            "json",
            _("Data (JSON)"),
            _("For programs: everything the edition says, with a hash that anyone can check."),
            "application/json",
            sealed.content,
            schema=True,
        ),
    )
}
