"""Files of documents: checked before they are taken, kept under their hash in the data folder.

A file lies there once, whichever documents show it, and no longer than one does: what takes its
place, or deletes the document, removes it. Its name, size and hash stay in the history.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kpss.documents import file_names, formats, pictures
from kpss.models import Document, PlanningRevision
from strategy.uploading import MOST_BYTES
from strategy.writing import keep_name

# Of a file that was cut off while it was being written.
UNFINISHED_HOURS = 24
_HASH = re.compile("[0-9a-f]{64}")


class FileRefused(Exception):
    """Why a file is not taken; its text is for the reader."""


class Checked(NamedTuple):
    """A file that may be kept; all but `content` are the columns of a document."""

    file_name: str
    file_type: str
    file_size: int
    sha256: str
    content: "File[bytes]"

    @property
    def columns(self) -> dict[str, object]:
        return {name: value for name, value in self._asdict().items() if name in NO_FILE}


# The columns of a document that has no file.
NO_FILE: dict[str, object] = {"file_name": "", "file_type": "", "file_size": 0, "sha256": ""}


def check(upload: UploadedFile) -> Checked:
    """Look at a file's size, its name and what is in it. Raises FileRefused."""
    size = upload.size or 0
    if size > MOST_BYTES:
        raise FileRefused(
            _("The file is larger than %(most)d MB. Make it smaller, or divide it, and try again.")
            % {"most": MOST_BYTES // 1024**2}
        )
    if not size:
        raise FileRefused(_("The file is empty."))
    name = file_names.clean(upload.name or "")
    try:
        file_names.refuse_programmes(name)
        found = formats.check(upload, file_names.ending(name))
        content = _without_its_origin(upload, found.mime)
    except (file_names.NameRefused, formats.ContentRefused) as refusal:
        raise FileRefused(str(refusal)) from None
    return Checked(name, found.mime, content.size or 0, _hash(content), content)


def path_of(sha256: str) -> Path:
    """Where the file of that hash lies."""
    return folder() / sha256[:2] / sha256


def folder() -> Path:
    return Path(settings.DATA_DIR) / "documents"


def keep(checked: Checked) -> None:
    """Put a file in its place, in the transaction that names it and after the row itself.

    The revision of community planning is held until that is over, and whoever removes a file
    holds it too: so none is removed that somebody is just about to name.
    """
    target = path_of(checked.sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = _written(checked.content, target)
    try:
        PlanningRevision.raise_it()
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    keep_name(target.parent)


def remove_unnamed(hashes: Collection[str]) -> int:
    """Remove those of the files that no document names any more; returns how many."""
    with transaction.atomic():
        PlanningRevision.raise_it()
        named = Document.objects.filter(sha256__in=hashes).values_list("sha256", flat=True)
        paths = [path_of(sha256) for sha256 in set(hashes) - set(named)]
        found = [path for path in paths if path.exists()]
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)


def remove_later(hashes: Collection[str]) -> None:
    """Once the transaction is over, remove what it has left without a name."""
    if wanted := set(filter(None, hashes)):
        transaction.on_commit(lambda: remove_unnamed(wanted))


def sweep() -> bool:
    """Remove what a cut-off process has left behind; says whether there was any. A chore."""
    lying = {path.name: path for path in folder().glob("??/*")}
    named = set(Document.objects.exclude(sha256="").values_list("sha256", flat=True))
    stray = {name for name in lying.keys() - named if _HASH.fullmatch(name)}
    removed = remove_unnamed(stray) if stray else 0
    over = time.time() - UNFINISHED_HOURS * 3600
    for path in [lying[name] for name in lying if name.startswith(".")]:
        if path.stat().st_mtime < over:
            path.unlink(missing_ok=True)
            removed += 1
    return removed > 0


def _without_its_origin(upload: UploadedFile, mime: str) -> "File[bytes]":
    """A picture without what its camera wrote into it; other files as they came."""
    if not pictures.is_picture(mime):
        return upload
    upload.seek(0)
    try:
        return ContentFile(pictures.bare(upload.read(), mime))
    except ValueError:
        raise FileRefused(_("The file is damaged or not whole.")) from None


def _hash(content: "File[bytes]") -> str:
    digest = hashlib.sha256()
    content.seek(0)
    for piece in content.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _written(content: "File[bytes]", target: Path) -> Path:
    """The content in a file beside its place, on the disk for good."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            content.seek(0)
            for piece in content.chunks():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished
