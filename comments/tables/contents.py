"""A settlement table as a whole, the same for every file that is made of it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.table import COLUMNS, Line, record, without_name
from comments.tables import selection as selections
from comments.tables.selection import Numbers, Selection
from strategy import naming
from strategy.models import Edition


class Table(NamedTuple):
    """What a file says: of which plan (in `edition`, its current one), what was chosen, the lines.

    `is_nameless` says that no person's name is in it.
    """

    edition: Edition
    chosen: str
    is_nameless: bool
    numbers: Numbers
    lines: list[Line]

    @property
    def title(self) -> str:
        return _("Settlement of comments: %(plan)s") % {"plan": self.edition.cover.title}

    @property
    def said(self) -> list[str]:
        """What stands above the table: what was chosen, how much that is, its address."""
        nameless = (
            _("Without signatures; what is written in the texts stays.") if self.is_nameless else ""
        )
        path = reverse("comments:settlement_table", args=[self.edition.plan.slug])
        said = [self.chosen, in_words(self.numbers), nameless, naming.absolute(path)]
        return [line for line in said if line]

    @property
    def columns(self) -> list[str]:
        return [str(column.title) for column in COLUMNS]

    @property
    def records(self) -> list[list[str]]:
        return [record(line) for line in self.lines]


def table_of(selection: Selection, *, nameless: bool = False) -> Table:
    """Five queries at most."""
    lines = selections.whole(selection)
    if nameless:
        lines = [without_name(line) for line in lines]
    return Table(
        edition=selection.current,
        chosen=selection.in_words,
        is_nameless=nameless,
        numbers=selections.numbers(selection),
        lines=lines,
    )


def in_words(numbers: Numbers) -> str:
    """“3 comments: accepted 1, noted 1, waiting for settlement 1.” Points where they differ."""
    if not numbers.comments:
        return _("No comments.")
    comments = ngettext("%(count)d comment", "%(count)d comments", numbers.comments)
    said = comments % {"count": numbers.comments}
    if numbers.points > numbers.comments:
        points = ngettext("%(count)d point", "%(count)d points", numbers.points)
        said = _("%(comments)s, in them %(points)s") % {
            "comments": said,
            "points": points % {"count": numbers.points},
        }
    return f"{said}: {', '.join(f'{name} {number}' for name, number in numbers.outcomes)}."
