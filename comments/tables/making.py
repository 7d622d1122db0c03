"""The settlement table as a file: a small one in the request, any other by the worker."""

from pathlib import Path
from typing import NamedTuple

from comments.tables import document
from comments.tables.contents import table_of
from comments.tables.document import Orientation
from comments.tables.files import FORMATS, Format
from comments.tables.selection import Selection, places_of
from strategy import jobs, naming, slots
from strategy.models import Edition, Item, Job
from strategy.pdf import library
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import TooSlow, render

FOLDER = "tables"
# Points whose table the press may set within the few seconds that a request has.
MOST_IN_REQUEST = 150
# And those of which another file is made within two seconds.
MOST_WRITTEN = 5_000
# Of files that readers have ordered as many stay, and as many orders may wait.
MOST_KEPT = 20
MOST_WAITING = 8


class Busy(Exception):
    """So many tables are ordered that no other can be for now."""


class TooLarge(Exception):
    """It would have to be ordered, but a search for words is not written down in an order."""


class Wanted(NamedTuple):
    """A selection as somebody wants it: `form` is how a PDF lies, or another file's extension."""

    selection: Selection
    form: str = Orientation.PORTRAIT
    nameless: bool = False

    @property
    def format(self) -> Format | None:
        """None of a PDF."""
        return FORMATS.get(self.form)

    @property
    def variant(self) -> str:
        """What tells its job from others', at most 40 characters: “l.n.12.accepted.1”."""
        selection = self.selection
        chosen = [
            self.form if self.format else self.form[0],
            "n" if self.nameless else "",
            str(selection.item.pk) if selection.item else "",
            selection.outcome,
            str(selection.edition.pk) if selection.edition else "",
        ]
        return ".".join(chosen)


def wanted_by(job: Job) -> Wanted:
    """What a job of kind SETTLEMENT_TABLE is to make."""
    form, nameless, item_pk, outcome, edition_pk = job.variant.split(".")
    item = Item.objects.get(pk=item_pk) if item_pk else None
    selection = Selection(
        jobs.edition_of(job),
        item=item,
        outcome=outcome,
        edition=Edition.objects.get(pk=edition_pk) if edition_pk else None,
        places=places_of(Item.objects.published().filter(key=item.key)) if item else (),
    )
    lies = {str(one)[0]: str(one) for one in Orientation}
    return Wanted(selection, lies.get(form, form), bool(nameless))


def file_of(wanted: Wanted) -> bytes:
    """Another file than a PDF as the table reads now, for a request.

    Raises Preparing where it has to be ordered. What was looked for by words never is: it could
    not be written down in an order.
    """
    if wanted.selection.text or wanted.selection.points().count() <= MOST_WRITTEN:
        return _made(wanted)
    if kept := _kept(wanted):
        return kept
    raise Preparing


def pdf_of(wanted: Wanted) -> bytes:
    """The PDF as the table reads now, for a request.

    Raises Preparing where it has to be ordered, and RenderingFailed with its kinds.
    """
    if kept := _kept(wanted):
        return kept
    if wanted.selection.points().count() > MOST_IN_REQUEST:
        raise Preparing
    with slots.any_held() as slot:
        if slot is None:
            raise Preparing
        try:
            return _made(wanted, seconds=library.SECONDS_IN_REQUEST)
        except TooSlow:
            raise Preparing from None


def ask(wanted: Wanted) -> Job:
    """The job that makes it, ordered if need be. Raises TooLarge and Busy."""
    if wanted.selection.text:
        raise TooLarge
    edition, kind = wanted.selection.current, Job.Kind.SETTLEMENT_TABLE
    of_kind = jobs.under_way().filter(kind=kind)
    is_ordered = of_kind.filter(edition=edition, variant=wanted.variant).exists()
    if not is_ordered and of_kind.count() >= MOST_WAITING:
        raise Busy
    return jobs.ask(kind, edition, wanted.variant)


def make_ordered(job: Job) -> None:
    """Deed of a job SETTLEMENT_TABLE; its result is the page revision that the table is of."""
    wanted = wanted_by(job)
    edition = wanted.selection.current

    def table() -> bytes:
        job.result = str(library.page_revision(edition))
        return _made(wanted)

    extension = wanted.format.extension if wanted.format else "pdf"
    library.keep_for(job, f"{FOLDER}/{naming.stored_slug(edition)}-{job.pk}.{extension}", table)
    _drop_oldest()


def _made(wanted: Wanted, *, seconds: int | None = None) -> bytes:
    table = table_of(wanted.selection, nameless=wanted.nameless)
    if wanted.format:
        return wanted.format.content(table)
    return render(document.html(table, wanted.form), seconds=seconds)


def _kept(wanted: Wanted) -> bytes | None:
    """What was ordered and made of the pages as they are now."""
    edition = wanted.selection.current
    done = Job.objects.filter(
        kind=Job.Kind.SETTLEMENT_TABLE,
        edition=edition,
        variant=wanted.variant,
        state=Job.State.DONE,
        result=str(library.page_revision(edition)),
    ).exclude(file="")
    job = done.last()
    try:
        return Path(job.file.path).read_bytes() if job else None
    except FileNotFoundError:
        return None


def _drop_oldest() -> None:
    """Keep the newest files alone, for readers can choose in very many ways."""
    done = Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE, state=Job.State.DONE)
    for job in done.exclude(file="").order_by("-pk")[MOST_KEPT:]:
        job.delete()
        Path(job.file.path).unlink(missing_ok=True)
