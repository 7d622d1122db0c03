"""Files on their way into a plan: kept, understood, mended by hand, and written when confirmed.

Nothing of a plan changes before that. `brnoplan.importing` does the writing, for the comments
that a text may bring belong to another app.
"""

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from strategy import jobs
from strategy.editing import Author
from strategy.importing import exact
from strategy.importing.as_data import as_data
from strategy.importing.bodies import Bodies
from strategy.importing.content import Content, of_document
from strategy.importing.corrections import Correction, numbered
from strategy.importing.document import Document, Node
from strategy.importing.faults import Exact
from strategy.importing.matching import Difference, compare
from strategy.importing.refusal import ImportRefused
from strategy.importing.understanding import understand
from strategy.measures.directory import Directory
from strategy.models import Edition, Job, Plan, PlanImport
from strategy.writing import write_whole


class Understood(NamedTuple):
    """A file as it is now understood. `numbers` are those of its items in corrections.

    `faults` are of a file that has to be exact; a text has none, but doubts.
    """

    exact: Exact
    numbers: Mapping[Node, int]
    is_text: bool

    @property
    def content(self) -> Content:
        return self.exact.content

    @property
    def document(self) -> Document:
        return self.exact.content.document


def begin(
    name: str, data: bytes, by: Author, *, plan: Plan | None = None, slug: str = "", title: str = ""
) -> PlanImport:
    """Keep a file and what it says. Raises ImportRefused where that is no plan."""
    if plan is None:
        _refuse_plan(slug, title)
    read = _read(name, data, plan)
    author = by if by is not None and by.is_authenticated else None
    made = PlanImport(plan=plan, slug=slug, title=title, name=name[:200], by=author, read=read)
    ending = name.rpartition(".")[2].lower()[:10]
    made.file.name = f"imports/{uuid.uuid4().hex}.{get_valid_filename(ending)}"
    write_whole(Path(made.file.path), data)
    try:
        with transaction.atomic():
            made.save()
    except BaseException:
        Path(made.file.path).unlink(missing_ok=True)
        raise
    # Of a long file it is much to hold: it is read from the database where it is needed.
    del made.read
    return made


def understood(found: PlanImport) -> Understood:
    """What will be written as it stands, with all corrections so far. Raises ImportRefused."""
    read = _read_of(found)
    if "nodes" not in read:
        with found.file.open("rb") as file:
            whole = exact.read(found.name, file.read(), draft_of(found.plan))
        if whole is None:
            raise ImportRefused(_("The file cannot be read any more."))
        return Understood(whole, {}, False)
    document, numbers = numbered(read, found.corrections)
    del read
    return Understood(Exact(of_document(document), []), numbers, True)


def correct(found: PlanImport, version: int, correction: Correction) -> PlanImport:
    """Mend one thing. Raises ImportRefused where it cannot be, or somebody was quicker."""
    with transaction.atomic():
        current = _held(found, version)
        # Tried before it is kept.
        numbered(_read_of(current), [*current.corrections, correction])
        current.corrections.append(correction)
        return _saved(current)


def take_back(found: PlanImport, version: int) -> PlanImport:
    """Undo the last correction. Raises ImportRefused."""
    with transaction.atomic():
        current = _held(found, version)
        if not current.corrections:
            raise ImportRefused(_("Nothing has been corrected yet."))
        current.corrections.pop()
        return _saved(current)


def confirm(found: PlanImport, version: int, created: Mapping[str, str]) -> Job:
    """Order the writing; `created` are organisations for the directory, each with its kind.

    Raises ImportRefused.
    """
    with transaction.atomic():
        current = _held(found, version)
        now = understood(current)
        if now.exact.faults:
            raise ImportRefused(_("The file has to be mended first; nothing was written."))
        if not now.document.nodes:
            raise ImportRefused(_("There is nothing left to be written."))
        current.created = dict(created)
        _saved(current)
        return jobs.order(Job.Kind.PLAN_IMPORT, variant=str(current.pk))


def drop(found: PlanImport, version: int) -> None:
    """Forget a file that was not written. Raises ImportRefused."""
    with transaction.atomic():
        current = _held(found, version)
        file = current.file
        current.delete()
        transaction.on_commit(lambda: file.delete(save=False))


def difference(found: PlanImport, now: Understood) -> Difference | None:
    """What it would change in the draft; None for a plan that does not exist yet."""
    draft = draft_of(found.plan)
    return compare(now.content, draft, Bodies(Directory.read())) if draft else None


def draft_of(plan: Plan | None) -> Edition | None:
    if plan is None:
        return None
    drafts = Edition.objects.filter(plan=plan, state=Edition.State.DRAFT)
    return drafts.select_related("plan").first()


def job_of(found: PlanImport) -> Job | None:
    """The newest order to write it."""
    return Job.objects.filter(kind=Job.Kind.PLAN_IMPORT, variant=str(found.pk)).last()


def written(found: PlanImport, plan: Plan) -> None:
    """Say that it has been written, in the transaction that wrote it."""
    PlanImport.objects.filter(pk=found.pk).update(written_at=timezone.now(), plan=plan)


def _read(name: str, data: bytes, plan: Plan | None) -> dict[str, Any]:
    """A text as data; of what has to be exact nothing, for it is held against the draft anew."""
    if exact.read(name, data, draft_of(plan)) is not None:
        return {}
    return as_data(understand(name, data, draft_of(plan)))


def _read_of(found: PlanImport) -> dict[str, Any]:
    """What was understood of the file, not kept beside what is made of it."""
    return PlanImport.objects.values_list("read", flat=True).get(pk=found.pk)


def _refuse_plan(slug: str, title: str) -> None:
    plan = Plan(slug=slug, title=title)
    try:
        plan.full_clean()
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from error


def _held(found: PlanImport, version: int) -> PlanImport:
    rows = PlanImport.objects.select_for_update().defer("read")
    current = rows.filter(pk=found.pk).first()
    if current is None:
        raise ImportRefused(_("Someone has dropped this file in the meantime."))
    job = job_of(current)
    if current.written_at or (job and job.is_under_way):
        raise ImportRefused(_("This file is being written, or has been already."))
    if current.version != version:
        raise ImportRefused(
            _("Someone has corrected this in the meantime. Look at it and do it again.")
        )
    return current


def _saved(current: PlanImport) -> PlanImport:
    current.version += 1
    current.save()
    return current
