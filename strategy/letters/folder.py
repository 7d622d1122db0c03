"""Mail into a folder where no server is set: each letter is a file that a mail program opens."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import mktime_tz, parsedate_tz
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.timezone import get_current_timezone


class EmailBackend(BaseEmailBackend):
    """Writes `MAIL_FOLDER/<date>-<letter>.eml`; a letter that is sent again is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder: Path = settings.MAIL_FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            made = message.message()
            _write(folder / _name(made["Date"], made["Message-ID"]), made.as_bytes())
        return len(email_messages)


def forget(message_ids: Iterable[str]) -> None:
    """Delete the files of letters, by their Message-IDs; whatever way mail goes out now."""
    marks = set(map(_mark, message_ids))
    for path in settings.MAIL_FOLDER.glob("*.eml") if marks else ():
        if path.stem.rpartition("-")[2] in marks:
            path.unlink(missing_ok=True)


def _name(date: str, number: str) -> str:
    moment = parsedate_tz(date)
    written = datetime.fromtimestamp(mktime_tz(moment) if moment else 0, get_current_timezone())
    return f"{written:%Y-%m-%d-%H%M%S}-{_mark(number)}.eml"


def _mark(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:16]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by its owner only."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(content)
            file.flush()
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
