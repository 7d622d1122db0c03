"""Sessions that end: some time after they were last used, and some time after signing in.

Seen to when a session is read, which nobody does but who signed in: no query more for anyone.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.http import HttpRequest

BEGAN, USED = "began_at", "used_at"
# How often it is noted that a session is used.
NOTED_EVERY = 60


class SessionStore(db.SessionStore):
    """Django's own in the database, with an end."""

    def load(self) -> dict[str, Any]:
        found = super().load()
        now = int(time.time())
        if not found:
            return found
        if is_over(found, now):
            self.delete()
            self._session_key = None
            return {}
        if now - found.get(USED, 0) >= NOTED_EVERY:
            found[USED] = now
            self.modified = True
        return found

    def save(self, must_create: bool = False) -> None:
        now = int(time.time())
        session = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        session.setdefault(BEGAN, now)
        session.setdefault(USED, now)
        super().save(must_create)


def begin(sender: Any, request: HttpRequest, **_given: Any) -> None:
    """Count from signing in: a session may have waited long for a provider's answer."""
    request.session[BEGAN] = request.session[USED] = int(time.time())


def is_over(session: dict[str, Any], now: int) -> bool:
    idle, whole = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    return now - session.get(USED, now) > idle or now - session.get(BEGAN, now) > whole
