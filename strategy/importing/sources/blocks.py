"""What the reading of a file gives: lines and tables in reading order, and what was left out.

Numbers count what the file itself counts: lines of a text, a CSV or Markdown, rows of a sheet.
Elsewhere (DOCX, PDF) lines and rows of tables are counted together from 1. Pages count from 1,
sheets of a workbook as pages; 0 is a format without pages.
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from strategy.importing.layout import Line


class Why(TextChoices):
    """Why a piece of a file is no part of the text."""

    PAGE_NUMBER = "page_number", _("page number")
    CONTENTS = "contents", _("table of contents")
    RUNNING = "running", _("running head or foot")
    FOOTNOTE = "footnote", _("footnote")
    WEB = "web", _("not part of the document")
    HIDDEN = "hidden", _("hidden in the file")
    DELETED = "deleted", _("struck out by a tracked change")
    TURNED = "turned", _("text set across the page")
    PICTURE = "picture", _("page with a picture and no text")
    EMPTY_SHEET = "empty_sheet", _("sheet without content")


@dataclass(frozen=True)
class LeftOut:
    """A piece that was read and is not in the blocks; `number` is where it would have stood."""

    number: int
    page: int
    text: str
    why: Why


@dataclass(frozen=True)
class Table:
    """A grid of texts; every row is as long as the longest, a merged cell says the same in each.

    `number` is that of its first row, `row_numbers[i]` that of `rows[i]`. `name` is the sheet's,
    or the heading that the format itself gives the table; mostly empty. Which row is the head is
    not said. Cells keep their own line breaks as newlines. `bold[i]` says that all of `rows[i]`
    is bold, where the format knows.
    """

    number: int
    page: int
    rows: list[list[str]]
    row_numbers: list[int]
    name: str = ""
    bold: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """A file as read. `kind` is "text", "markdown", "docx", "xlsx", "csv" or "pdf"."""

    kind: str
    blocks: list[Line | Table]
    left_out: list[LeftOut]

    @property
    def lines(self) -> list[Line]:
        return [block for block in self.blocks if isinstance(block, Line)]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]
