"""Mail into a folder where no server is set: each letter is a file that a mail program opens."""

import hashlib
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.timezone import localtime


class EmailBackend(BaseEmailBackend):
    """Writes `MAIL_FOLDER/<date>-<letter>.eml`; a letter that is sent again is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder: Path = settings.MAIL_FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(folder / _name(message.extra_headers), message.message().as_bytes())
        return len(email_messages)


def _name(headers: dict[str, Any]) -> str:
    written = localtime(parsedate_to_datetime(headers["Date"]))
    number = hashlib.sha256(headers["Message-ID"].encode()).hexdigest()[:8]
    return f"{written:%Y-%m-%d-%H%M%S}-{number}.eml"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and readable by its owner only."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
