"""Signed notes that the check page carries instead of a session.

A ticket says: these very words were shown to their author on a check page, then, and are to be
taken in under this key. Whoever changes a letter, or waits too long, is shown the page again.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing

# A check page left open for longer is shown once more before it is sent.
VALID_SECONDS = 24 * 60 * 60
# Nobody reads a check page faster than this.
READING_SECONDS = 2

_CHECK = "comments.check"


@dataclass(frozen=True)
class Ticket:
    """`key` makes one comment of however many sendings; `made_at` is in seconds of the epoch.

    `marks` are codes of `checking.doubts` about the way here; who was `asked` to look once more
    is not asked again.
    """

    key: uuid.UUID
    made_at: float
    asked: bool
    marks: tuple[str, ...]

    @property
    def expired(self) -> bool:
        return time.time() - self.made_at > VALID_SECONDS

    @property
    def hasty(self) -> bool:
        return time.time() - self.made_at < READING_SECONDS


def issue(
    values: dict[str, Any],
    *,
    key: uuid.UUID | None = None,
    asked: bool = False,
    marks: Sequence[str] = (),
) -> str:
    """Sign a ticket for what the check page shows; `asked` where it came back from a sending."""
    made = [(key or uuid.uuid4()).hex, _digest(values), time.time(), asked, *marks]
    return signing.dumps(made, salt=_CHECK)


def read(signed: str, values: dict[str, Any]) -> Ticket | None:
    """The ticket, or None where it is not ours or speaks of other words."""
    try:
        key, digest, made_at, asked, *marks = signing.loads(signed, salt=_CHECK)
    except signing.BadSignature:
        return None
    if digest != _digest(values):
        return None
    return Ticket(uuid.UUID(key), made_at, asked, tuple(marks))


def _digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
