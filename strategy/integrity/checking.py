"""Whether everything published still reads as it did when it was published.

Each edition is held against its seal, its row, its tree and its files. What no seal holds is
left out: the counts beside items, and of a rendition, which is made anew when it is needed,
when it was made and for which revision of the page. The numbers that the database itself
gives to files' rows say nothing.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice, pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from strategy import jobs, tree
from strategy.auditing import chain
from strategy.integrity import canonical, sealing
from strategy.measures import cards
from strategy.models import ArchivedPdf, Edition, Item, Job, PageRevision, Plan, Rendition, Seal
from strategy.models.items import natural_sort

# An edition that is wrong throughout need not be told of item by item.
MOST_DIFFERENCES = 20
ATTEMPTS = 3


class Fault(NamedTuple):
    """What is not as it was published: in which table or file, and how."""

    plan: str
    edition: int | None
    place: str
    what: str

    def __str__(self) -> str:
        if self.edition is None:
            return f"{self.plan}, {self.place}: {self.what}"
        edition = _("edition %(number)d") % {"number": self.edition}
        return f"{self.plan}, {edition}, {self.place}: {self.what}"


def verify(plan: Plan | None = None) -> list[Fault]:
    """The faults of every published edition, of one plan or of all."""
    plans = Plan.objects.filter(pk=plan.pk) if plan else Plan.objects.order_by("slug")
    faults = [fault for found in plans for fault in _settled(found)]
    return faults if plan else faults + list(_stray_rows())


def work(job: Job) -> None:
    """The job of the worker: verify everything and keep what was found, a line for each fault."""
    faults: list[object] = [*verify()]
    if broken := chain.verify():
        faults.append(broken)
    job.result = "\n".join(" ".join(str(fault).split()) for fault in faults)


def last() -> Job | None:
    """The verification that ended last; `result` is empty where all is well."""
    ended = Job.objects.filter(kind=Job.Kind.VERIFICATION, finished_at__isnull=False)
    return ended.order_by("finished_at", "pk").last()


def _settled(plan: Plan) -> list[Fault]:
    """The faults of a plan that no deed has crossed while it was being read."""
    faults: list[Fault] = []
    for _attempt in range(ATTEMPTS):
        before = _revision(plan)
        faults = list(_plan_faults(plan))
        if not faults or before == _revision(plan):
            break
    return faults


def _revision(plan: Plan) -> int | None:
    return PageRevision.objects.filter(plan=plan).values_list("number", flat=True).first()


def _plan_faults(plan: Plan) -> Iterator[Fault]:
    try:
        editions = list(Edition.objects.filter(plan=plan).order_by("number"))
    except Exception as error:  # noqa: BLE001 - as below
        yield Fault(plan.title, None, "strategy_edition", _unreadable(error))
        return
    for edition in editions:
        edition.plan = plan
    yield from _row_of_editions(plan, editions)
    published = [edition for edition in editions if not edition.is_draft]
    seals = Seal.objects.filter(edition__in=published)
    hashes = dict(seals.values_list("edition_id", "sha256"))
    previous = ""
    for edition in published:
        newer = [other for other in published if other.number > edition.number]
        for place, what in _edition_faults(edition, newer, previous):
            yield Fault(plan.title, edition.number, place, what)
        previous = hashes.get(edition.pk, "")


def _row_of_editions(plan: Plan, editions: list[Edition]) -> Iterator[Fault]:
    """Editions are counted from 1 without a gap, and the last one is the draft."""
    numbers = [edition.number for edition in editions]
    for before, after in pairwise([0, *numbers]):
        if after != before + 1:
            yield Fault(plan.title, after, "strategy_edition", _("an edition before it is missing"))
    drafts = [edition.number for edition in editions if edition.is_draft]
    if editions and drafts != numbers[-1:]:
        yield Fault(plan.title, None, "strategy_edition", _("the last edition is not the draft"))


Found = Iterator[tuple[str, str]]


def _edition_faults(edition: Edition, newer: list[Edition], previous: str) -> Found:
    """(table or file, what is wrong) for one published edition."""
    checks: list[tuple[str, Callable[[], Found]]] = [
        ("strategy_edition", lambda: _state_faults(edition, newer)),
        ("strategy_seal", lambda: _seal_faults(edition, previous)),
        ("strategy_item", lambda: _tree_faults(edition)),
        ("strategy_archivedpdf", lambda: _archive_faults(edition)),
        ("strategy_rendition", lambda: _rendition_faults(edition)),
    ]
    for table, check in checks:
        try:
            yield from check()
        # A changed value may be none that its column can have; then reading it fails, somehow.
        except Exception as error:  # noqa: BLE001
            yield table, _unreadable(error)


def _unreadable(error: Exception) -> str:
    return _("cannot be read: %(reason)s") % {"reason": f"{type(error).__name__}: {error}"}


# The edition's own row.


def _state_faults(edition: Edition, newer: list[Edition]) -> Found:
    if edition.state != _expected_state(edition, newer):
        yield (
            "strategy_edition",
            _("it cannot be in the state “%(state)s”") % {"state": edition.state},
        )
    if edition.withdrawal_sha256 != sealing.withdrawal_sha256(edition):
        yield "strategy_edition", _("when or why it was withdrawn has been changed")
    was_withdrawn = edition.withdrawn_at or edition.withdrawal_reason
    if was_withdrawn and edition.state != Edition.State.WITHDRAWN:
        yield "strategy_edition", _("it tells why it was withdrawn, but it was not")


def _expected_state(edition: Edition, newer: list[Edition]) -> str:
    """What `editions.publish()` and `withdraw()` leave an edition in."""
    if edition.withdrawal_sha256:
        return Edition.State.WITHDRAWN
    replacing = {edition.stamp, Edition.State.APPROVED}
    if any(other.stamp in replacing for other in newer):
        return Edition.State.SUPERSEDED
    return edition.stamp


# The seal.


def _seal_faults(edition: Edition, previous: str) -> Found:
    seal = Seal.objects.filter(edition=edition).first()
    if seal is None:
        yield "strategy_seal", _("the edition has no seal")
        return
    if sealing.sha256(seal.document) != seal.sha256:
        yield "strategy_seal", _("the hash is not that of the JSON document")
    if seal.previous_sha256 != previous:
        yield "strategy_seal", _("the chain is broken: the hash before it is another")
    try:
        rows_sha256 = sealing.rows_sha256(edition, seal.rows_columns)
    except sealing.MissingColumn as missing:
        # Then the document cannot be made again either.
        yield "strategy_seal", str(missing)
        return
    if rows_sha256 != seal.rows_sha256:
        yield "strategy_edition … strategy_item", _("a row has been changed since it was sealed")
    yield from _document_faults(edition, seal)
    for rows in sealing.frozen_rows(edition):
        yield from _rewritten(rows)


def _document_faults(edition: Edition, seal: Seal) -> Found:
    """What the sealed document says otherwise than the rows do now."""
    try:
        sealed = json.loads(seal.document)
        version = sealed["format_version"]
        if version not in canonical.COLUMNS:
            unknown = _("the JSON document is of version %(version)s, which is not known here")
            yield "strategy_seal", unknown % {"version": version}
            return
        now = canonical.document(edition, seal.previous_sha256, version)
        if canonical.encode(now) == seal.document:
            return
        differences = list(islice(_differences(sealed, now), MOST_DIFFERENCES))
    except (ValueError, TypeError, KeyError):
        yield "strategy_seal", _("the JSON document is damaged")
        return
    yield "strategy_seal", _("the JSON document says otherwise than the rows")
    yield from differences


def _differences(sealed: dict[str, Any], now: dict[str, Any]) -> Found:
    tables = {"resolution": "strategy_resolution", "tiers": "strategy_tier"}
    for name in sorted((sealed.keys() | now.keys()) - {"items"}):
        if sealed.get(name) != now.get(name):
            yield tables.get(name, "strategy_edition"), _changed(name)
    before = {item["key"]: item for item in sealed["items"]}
    after = {item["key"]: item for item in now["items"]}
    for key in [*before, *(key for key in after if key not in before)]:
        if before.get(key) != after.get(key):
            yield "strategy_item", _changed(_label(before.get(key) or after[key]))
    if list(before) != list(after):
        yield "strategy_item", _("the order of the items has been changed")


def _changed(name: str) -> str:
    return _("has been changed: %(name)s") % {"name": name}


def _label(item: dict[str, Any]) -> str:
    return f"{item['code'] or item['handle']} ({item['key']})"


def _rewritten(rows: "QuerySet[Any]") -> Found:
    """Values that read the same, but are written otherwise than the portal writes them.

    SQLite keeps dates, keys and truths as it is given them, in more than one spelling.
    """
    if connection.vendor != "sqlite":
        return
    model: type[Model] = rows.model
    fields = model._meta.concrete_fields
    written = [Cast(field.attname, TextField()) for field in fields]
    for row in rows.values_list(*written, *(field.attname for field in fields)):
        spelling, values = row[: len(fields)], row[len(fields) :]
        if spelling != tuple(map(_spelled, fields, values)):
            number = {"number": values[0]}
            yield model._meta.db_table, _("row %(number)s is written otherwise") % number


def _spelled(field: "Field[Any, Any]", value: object) -> str | None:
    if isinstance(value, Decimal):
        # SQLite keeps it as a number, without zeros that say nothing.
        return cards.number(value)
    prepared = field.get_db_prep_save(value, connection)
    if isinstance(prepared, bool):
        prepared = int(prepared)
    return None if prepared is None else str(prepared)


# The tree.


def _tree_faults(edition: Edition) -> Found:
    items = Item.objects.filter(edition=edition)
    for fault in islice(tree.find_faults(edition), MOST_DIFFERENCES):
        number = {"number": fault.item_id}
        yield "strategy_item", _("row %(number)s does not stand where its parent says") % number
    for pk, code, code_sort in items.values_list("pk", "code", "code_sort"):
        if natural_sort(code) != code_sort:
            number = {"number": pk}
            yield "strategy_item", _("row %(number)s sorts otherwise than its code") % number


# The files.


def _archive_faults(edition: Edition) -> Found:
    pdfs = ArchivedPdf.objects.filter(edition=edition).order_by("pk")
    yield from _rewritten(pdfs)
    for pdf in pdfs:
        yield from _row_faults(pdf)
        yield from _file_faults(pdf)
    is_approved = edition.stamp == Edition.State.APPROVED
    has_original = any(pdf.kind == ArchivedPdf.Kind.ORIGINAL for pdf in pdfs)
    if is_approved and not has_original and not _is_being_made(edition):
        yield "strategy_archivedpdf", _("the approved PDF is not in the archive")


def _row_faults(pdf: ArchivedPdf) -> Found:
    row = f"strategy_archivedpdf {pdf.pk}"
    try:
        if sealing.row_sha256(pdf) != pdf.row_sha256:
            yield row, _("the row has been changed")
    except (sealing.MissingColumn, ValueError) as error:
        yield row, str(error)


def _is_being_made(edition: Edition) -> bool:
    """Also after it has failed, until it has failed for good."""
    return jobs.under_way().filter(edition=edition, kind=Job.Kind.ARCHIVED_PDF).exists()


def _rendition_faults(edition: Edition) -> Found:
    """Asked a second time, for a rendition may have been replaced by a newer one meanwhile."""
    for rendition in Rendition.objects.filter(edition=edition):
        faults = list(_file_faults(rendition))
        again = Rendition.objects.filter(pk=rendition.pk).first()
        if again and faults and again.sha256 != rendition.sha256:
            faults = list(_file_faults(again))
        yield from faults


def _file_faults(row: ArchivedPdf | Rendition) -> Found:
    """Whether the file is there, and is what its row says."""
    name = str(row.file)
    if f"-{row.edition.number}-" not in name:
        yield name, _("the file is of another edition")
    try:
        size, sha256 = _measured(row)
    except OSError:
        yield name, _("the file is missing or cannot be read")
        return
    if size != row.size:
        yield name, _("the file is not as long as it was")
    if sha256 != row.sha256:
        yield name, _("the file has been changed: its SHA-256 is another")


def _measured(row: ArchivedPdf | Rendition) -> tuple[int, str]:
    """(size in bytes, SHA-256) of the file as it is. Raises OSError."""
    with row.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


# What belongs to no published edition.


def _stray_rows() -> Iterator[Fault]:
    """Seals and files whose edition is no published one."""
    published = Edition.objects.published().values("pk")
    for model in (Seal, ArchivedPdf, Rendition):
        table = model._meta.db_table
        strays = model._default_manager.exclude(edition__in=published)
        for pk in strays.values_list("pk", flat=True):
            what = _("row %(number)s belongs to no published edition") % {"number": pk}
            yield Fault(_("All plans"), None, table, what)
