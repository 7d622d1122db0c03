"""What is written in the files of public documents, read once for searching.

A file is read by a process of its own (`extracting`), outside of any transaction; what came of it
is kept beside the document as long as that is public and has this very file.
"""

import logging
import signal
import subprocess  # noqa: TID251  (our own reader, of a file that was checked when it came)
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kpss.documents import extracting, files, formats
from kpss.models import Document, DocumentText
from strategy.characters import plain

logger = logging.getLogger(__name__)

State = DocumentText.State
SCRIPT = Path(extracting.__file__)
# By the clock; of the processor the script bounds itself.
SECONDS = 120
# By the types of their files, how each is read.
READ = {
    formats.FORMATS[ending].mime: kind
    for ending, kind in {
        "pdf": "pdf",
        "docx": "docx",
        "odt": "odt",
        "txt": "txt",
        "csv": "txt",
    }.items()
}
# Of the letters; more that nobody can tell make a text unreadable.
MOST_UNKNOWN = 0.1
UNKNOWN = "\ufffd"
# By how the reading ended; of what took too long there is what was read until then.
_STATES = {
    extracting.WHOLE: State.WHOLE,
    extracting.BEGINNING: State.BEGINNING,
    -signal.SIGXCPU: State.BEGINNING,
}
# Letters of a piece that is found by itself, and shown by a passage of it.
PIECE = 1_500


class Extracted(NamedTuple):
    state: DocumentText.State
    text: str = ""


def read_next() -> bool:
    """Read the file of one public document, or forget what is public no more. A chore."""
    if forget():
        return True
    document = _waiting().first()
    if document is None:
        return False
    try:
        extracted = extract(files.path_of(document.sha256), READ[document.file_type])
    except OSError:
        logger.exception("The text of document %s could not be read now.", document.pk)
        return False
    _keep(document, extracted)
    return True


def forget() -> int:
    """Delete the texts of what is no longer public, or has another file; returns how many."""
    documents = Document.objects.filter(
        is_public=True, pk=OuterRef("pk"), sha256=OuterRef("sha256")
    )
    return DocumentText.objects.exclude(Exists(documents)).delete()[0]


def extract(path: Path, kind: str) -> Extracted:
    """The text of a file, kind as in READ. Raises OSError where no process can be started."""
    command = [sys.executable, "-I", str(SCRIPT), kind, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS)  # noqa: S603
        code, said = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        code, said = -signal.SIGXCPU, late.stdout or b""
    if code == -signal.SIGTERM:
        # Who ends the worker ends its children.
        raise InterruptedError
    text = plain(said.decode(errors="replace")).strip()
    return _judged(_STATES.get(code, State.UNREADABLE), text)


def pieces(text: str) -> Iterator[str]:
    """A text by its lines in pieces of about PIECE letters, none much longer."""
    piece = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        for part in _parts(line):
            if piece and len(piece) + len(part) > PIECE:
                yield piece
                piece = ""
            piece += f"\n{part}" if piece else part
    if piece:
        yield piece


def told(document: Document) -> str:
    """In words whether a document is found by the text of its file. At most one query."""
    if document.file_type not in READ:
        return _("The text of such files is not searched.")
    if not document.is_public:
        return _("Only the texts of public documents are searched.")
    kept = DocumentText.objects.filter(document=document, sha256=document.sha256).first()
    return str(State(kept.state).label) if kept else _("The text is waiting to be read.")


def _waiting() -> "QuerySet[Document]":
    kept = DocumentText.objects.filter(document=OuterRef("pk"), sha256=OuterRef("sha256"))
    public = Document.objects.filter(is_public=True, file_type__in=list(READ))
    return public.exclude(Exists(kept)).order_by("pk")


def _keep(document: Document, extracted: Extracted) -> None:
    """Unless the document was hidden meanwhile, or has got another file."""
    with transaction.atomic():
        same = Document.objects.filter(pk=document.pk, sha256=document.sha256, is_public=True)
        if same.select_for_update().exists():
            said = {"sha256": document.sha256, **extracted._asdict()}
            DocumentText.objects.update_or_create(document=document, defaults=said)


def _judged(state: DocumentText.State, text: str) -> Extracted:
    if state == State.UNREADABLE or text.count(UNKNOWN) > MOST_UNKNOWN * len(text):
        return Extracted(State.UNREADABLE)
    if text:
        return Extracted(state, text)
    # Of a file that was not read to its end nobody knows whether it has any.
    return Extracted(State.EMPTY if state == State.WHOLE else State.UNREADABLE)


def _parts(line: str) -> Iterator[str]:
    """A long line cut at spaces."""
    while len(line) > PIECE:
        at = line.rfind(" ", 1, PIECE)
        at = at if at > 0 else PIECE
        yield line[:at]
        line = line[at:].lstrip()
    if line:
        yield line
