"""Many comments from a workbook: first all that is wrong with it, then all of it or nothing."""

import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.entering import entry, places
from comments.entering.entry import Entry
from comments.entering.forms import implied, no_such_place
from comments.models import Comment, CommentVersion, Consultation
from comments.receiving import BY_STAFF
from comments.rows import Said
from comments.writing.forms import LONGEST
from strategy.characters import as_compared
from strategy.models import Item
from strategy.sheets import Fault, Faulty, Row, Value, day_of, faults_of_heads, named, rows_of

# Fields of an entry and of its parts, by the heads of their columns, in the order of our file.
COLUMNS = {
    "submission": gettext_lazy("Submission"),
    "channel": gettext_lazy("How it came"),
    "received_on": gettext_lazy("Day"),
    "kind": gettext_lazy("Kind"),
    "organisation": gettext_lazy("Organisation"),
    "name": gettext_lazy("Name"),
    "name_public": gettext_lazy("Name may be shown"),
    "email": gettext_lazy("E-mail"),
    "place": gettext_lazy("Place"),
    "text": gettext_lazy("Wording, verbatim"),
    "proposal": gettext_lazy("Proposed wording"),
    "rationale": gettext_lazy("Rationale"),
    "weight": gettext_lazy("Weight"),
}
# Of these a submission has one each; its further rows may leave them empty.
_SHARED = ("channel", "received_on", "kind", "organisation", "name", "name_public", "email")
_SHORT = ("submission", "organisation", "name", "email", "place")
_NAMESPACE = uuid.UUID("5f0a3f0e-6f5c-4a57-9f3e-2f6a8c1d7b90")


class Planned(NamedTuple):
    """A comment that the sheet holds; `known` is the one that it made before, if it did."""

    row: int
    entry: Entry
    key: uuid.UUID
    late: bool
    known: Comment | None


class Plan(NamedTuple):
    """What an import would do. With a fault it does nothing."""

    planned: list[Planned]
    faults: list[Fault]

    @property
    def new(self) -> list[Planned]:
        return [it for it in self.planned if it.known is None]


class ImportRefused(Exception):
    """Why nothing was imported; its text is for the reader."""


def plan(consultation: Consultation, content: bytes) -> Plan:
    """Read a workbook and say what importing it would do; changes nothing.

    Needs `consultation.edition` at hand. Raises workbook.WorkbookRefused.
    """
    heads, rows = rows_of(content, str(COLUMNS["text"]))
    faults = faults_of_heads(heads, COLUMNS, ["channel", "received_on"])
    if not rows:
        faults.append(Fault(0, "", _("There is no comment in the sheet.")))
    reading = _Reading(consultation, [named(row, COLUMNS) for row in rows])
    entries = reading.entries()
    faults += sorted(reading.faults, key=lambda fault: fault.row)
    return Plan(_planned(consultation, entries), faults)


def enter_all(consultation: Consultation, content: bytes) -> list[Comment]:
    """Enter what a workbook holds and was not entered before: all of it, or nothing.

    Raises workbook.WorkbookRefused, ImportRefused, EntryRefused and ReceivingRefused.
    """
    with transaction.atomic():
        found = plan(consultation, content)
        if found.faults:
            raise ImportRefused(_("The sheet has to be mended first; nothing was entered."))
        invitations = entry.invited_to(consultation)
        return [
            entry.enter(consultation, it.entry, key=it.key, invitations=invitations)
            for it in found.new
        ]


class _Reading:
    """Rows of one sheet on their way to entries; what is wrong gathers in `faults`."""

    def __init__(self, consultation: Consultation, rows: Sequence[Row]) -> None:
        self.consultation, self.rows = consultation, rows
        self.invitations = entry.invited_to(consultation)
        self.faults: list[Fault] = []
        wanted = {places.called(_text(row, "place")) for row in rows}
        self.places = places.named(consultation.edition, wanted)

    def entries(self) -> list[tuple[int, Entry]]:
        """(number of its first row, entry), without those that have a fault."""
        made = ((rows[0].number, self._entry(rows)) for rows in self._submissions())
        return [(number, found) for number, found in made if found is not None]

    def _submissions(self) -> list[list[Row]]:
        """Rows of one submission together; one that names none stands by itself."""
        found: dict[str | int, list[Row]] = {}
        for row in self.rows:
            found.setdefault(_text(row, "submission") or row.number, []).append(row)
        return list(found.values())

    def _entry(self, rows: list[Row]) -> Entry | None:
        before = len(self.faults)
        for row in rows:
            self._refuse_cells(row)
        given = self._shared(rows)
        parts = [self._part(row, given["kind"]) for row in rows]
        if len(self.faults) > before:
            return None
        made = Entry(parts=[part for part in parts if part], **given)
        for fault in entry.faults(self.consultation, made, self.invitations):
            self._fault(rows[0], fault.field, fault.message)
        return made if len(self.faults) == before else None

    def _refuse_cells(self, row: Row) -> None:
        for field, value in row.values.items():
            longest = 200 if field in _SHORT else LONGEST
            if isinstance(value, Faulty):
                self._fault(row, field, value.message)
            elif isinstance(value, str) and len(value) > longest:
                told = _("The text is longer than %(count)s characters.")
                count = number_format(longest, force_grouping=True)
                self._fault(row, field, told % {"count": count})

    def _shared(self, rows: list[Row]) -> dict[str, Any]:
        first, given = rows[0], {}
        for field in _SHARED:
            value = _value(first, field)
            for row in rows[1:]:
                if field in row.values and _value(row, field) != value:
                    self._fault(row, field, _("The first row of the submission says otherwise."))
            given[field] = getattr(self, f"_{field}", self._as_text)(first, field)
        return given

    def _as_text(self, row: Row, field: str) -> str:
        return " ".join(_text(row, field).split())

    def _channel(self, row: Row, field: str) -> str:
        return self._choice(row, field, {it.value: str(it.label) for it in BY_STAFF}, needed=True)

    def _kind(self, row: Row, field: str) -> str:
        return self._choice(row, field, dict(Comment.Kind.choices))

    def _received_on(self, row: Row, field: str) -> date:
        day = day_of(_value(row, field))
        if day is None:
            self._fault(row, field, _("Write the day as 26. 6. 2018."))
        return day or date.max

    def _name_public(self, row: Row, field: str) -> bool:
        value = _value(row, field)
        answers = {"": False, _("no"): False, _("yes"): True}
        if isinstance(value, bool):
            return value
        given = as_compared(str(value))
        if given not in answers:
            self._fault(row, field, _("Write yes or no."))
        return answers.get(given, False)

    def _email(self, row: Row, field: str) -> str:
        given = _text(row, field)
        try:
            if given:
                validate_email(given)
        except ValidationError:
            self._fault(row, field, _("Write the whole e-mail address, such as name@example.cz."))
        return given

    def _choice(
        self, row: Row, field: str, choices: Mapping[str, Any], *, needed: bool = False
    ) -> str:
        given = as_compared(_text(row, field))
        if not given and not needed:
            return ""
        for value, label in choices.items():
            if given in {value, as_compared(str(label))}:
                return value
        told = _("Write one of: %(choices)s.")
        labels = ", ".join(str(label) for label in choices.values())
        self._fault(row, field, told % {"choices": labels})
        return ""

    def _part(self, row: Row, kind: str) -> Said | None:
        place, proposal = _text(row, "place"), _text(row, "proposal")
        item: Item | None = self.places.get(places.called(place))
        text = _text(row, "text") or implied(kind, proposal)
        if item is None:
            self._fault(row, "place", no_such_place(place))
        if not text:
            self._fault(row, "text", _("Write what was said."))
        weight = self._choice(row, "weight", dict(CommentVersion.Weight.choices))
        return Said(item, text, proposal, _text(row, "rationale"), weight) if item else None

    def _fault(self, row: Row, field: str, message: str) -> None:
        column = str(COLUMNS[field])
        # One reason for each cell is enough.
        if not any((it.row, it.column) == (row.number, column) for it in self.faults):
            self.faults.append(Fault(row.number, column, message))


def _planned(consultation: Consultation, entries: Sequence[tuple[int, Entry]]) -> list[Planned]:
    keys = _keys(consultation, [made for _row, made in entries])
    found = Comment.objects.filter(submission_key__in=keys).select_related("plan")
    known = {comment.submission_key: comment for comment in found}
    return [
        Planned(number, made, key, made.received_on > consultation.last_day, known.get(key))
        for (number, made), key in zip(entries, keys, strict=True)
    ]


def _keys(consultation: Consultation, entries: Sequence[Entry]) -> list[uuid.UUID]:
    """The same for the same words from the same person; of equal ones by which it is of them."""
    seen: Counter[str] = Counter()
    keys = []
    for made in entries:
        parts = [[str(part.item.key), *part[1:]] for part in made.parts]
        whole = [consultation.pk, made._replace(parts=[]), parts]
        words = json.dumps(whole, default=str)
        seen[words] += 1
        keys.append(uuid.uuid5(_NAMESPACE, f"{words}{seen[words]}"))
    return keys


def _value(row: Row, field: str) -> Value:
    value = row.values.get(field, "")
    return "" if isinstance(value, Faulty) else value


def _text(row: Row, field: str) -> str:
    value = _value(row, field)
    return value if isinstance(value, str) else str(value)
