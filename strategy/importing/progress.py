"""How far a running import is, told past the transaction that it writes in.

A file beside the uploads: nothing of a transaction is seen before its end, and SQLite lets
nobody else write meanwhile.
"""

from pathlib import Path

from django.conf import settings

from strategy.importing.content import Tell
from strategy.models import Job


def telling(job: Job) -> Tell:
    """What writes down the per cents of that job."""
    path = _path(job)

    def tell(percent: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(percent))

    return tell


def told(job: Job) -> int:
    """In per cent; 0 before the work began."""
    try:
        return min(int(_path(job).read_text()), 100)
    except (OSError, ValueError):
        return 0


def forget(job: Job) -> None:
    _path(job).unlink(missing_ok=True)


def _path(job: Job) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{job.pk}.percent"
