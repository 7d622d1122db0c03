"""Files written so that nobody ever finds a part of one."""

import os
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _


def require_folder(file: Path) -> None:
    """Raise FileNotFoundError, in words, where the folder of a file that is asked for is none."""
    if not file.parent.is_dir():
        raise FileNotFoundError(_("there is no folder “%(folder)s”") % {"folder": file.parent})


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put a file in its place at once and for good, even if the power is cut right after."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(mode)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    keep_name(path.parent)


def keep_name(folder: Path) -> None:
    """Put the name of a new file on the disk: it is in its folder, which has a cache of its own."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
