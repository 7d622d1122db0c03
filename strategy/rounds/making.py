"""The evaluation of a round as a file: a small one in the request, any other by the worker."""

from pathlib import Path
from typing import NamedTuple

from django.db.models import TextChoices

from strategy import jobs, naming, slots
from strategy.models import Edition, Job, Round
from strategy.pdf import library
from strategy.pdf.library import Preparing
from strategy.pdf.rendering import TooSlow, render
from strategy.rounds import evaluation, files
from strategy.rounds.evaluation import Evaluation

FOLDER = "rounds"


class Form(TextChoices):
    """What file it is, by the ending of its name."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel (XLSX)"


# Measures of which the file is made within the few seconds that a request has.
MOST_IN_REQUEST = {Form.PDF: 60, Form.XLSX: 3_000}


class Wanted(NamedTuple):
    """A closed round as somebody wants it."""

    evaluation: Evaluation
    form: Form

    @property
    def edition(self) -> Edition:
        return self.evaluation.edition

    @property
    def variant(self) -> str:
        """What tells its job from others': “12.pdf”."""
        return f"{self.evaluation.round.pk}.{self.form}"


def file_of(wanted: Wanted) -> bytes:
    """The file as the round reads now, for a request.

    Raises Preparing where it has to be ordered, and RenderingFailed with its kinds.
    """
    if kept := _kept(wanted):
        return kept
    if len(wanted.evaluation.rows) > MOST_IN_REQUEST[wanted.form]:
        raise Preparing
    if wanted.form == Form.XLSX:
        return _made(wanted)
    with slots.any_held() as slot:
        if slot is None:
            raise Preparing
        try:
            return _made(wanted, seconds=library.SECONDS_IN_REQUEST)
        except TooSlow:
            raise Preparing from None


def ask(wanted: Wanted) -> Job:
    """The job that makes it, ordered if need be."""
    return jobs.ask(Job.Kind.ROUND_EVALUATION, wanted.edition, wanted.variant)


def make_ordered(job: Job) -> None:
    """Deed of a job ROUND_EVALUATION; its result is the page revision that the file is of."""
    number, _dot, form = job.variant.partition(".")
    found = Round.objects.select_related("plan").get(pk=number)
    edition = jobs.edition_of(job)

    def content() -> bytes:
        job.result = str(library.page_revision(edition))
        return _made(Wanted(evaluation.of(found), Form(form)))

    name = f"{FOLDER}/{naming.stored_slug(edition)}-{job.pk}.{form}"
    library.keep_for(job, name, content)


def _made(wanted: Wanted, *, seconds: int | None = None) -> bytes:
    if wanted.form == Form.XLSX:
        return files.workbook(wanted.evaluation)
    return render(files.html(wanted.evaluation), seconds=seconds)


def _kept(wanted: Wanted) -> bytes | None:
    """What was ordered and made of the pages as they are now."""
    done = Job.objects.filter(
        kind=Job.Kind.ROUND_EVALUATION,
        edition=wanted.edition,
        variant=wanted.variant,
        state=Job.State.DONE,
        result=str(library.page_revision(wanted.edition)),
    ).exclude(file="")
    job = done.last()
    try:
        return Path(job.file.path).read_bytes() if job else None
    except FileNotFoundError:
        return None
