"""Room on the disks that the portal writes on: data, files, ledger and database may lie apart."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def free() -> int:
    """Bytes left on the fullest of them. Raises OSError where one is away."""
    return min(shutil.disk_usage(folder).free for folder in _folders())


def _folders() -> Iterator[Path]:
    yield settings.DATA_DIR
    # Made when something is first kept there; any of them may be a disk of its own.
    later = [settings.LEDGER_FILE.parent, settings.MEDIA_ROOT, *settings.MEDIA_ROOT.glob("*")]
    yield from filter(Path.is_dir, later)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "brnoplan.sqlite":
        yield Path(database["NAME"]).parent
