"""Sessions that end: some time after they were last used, and some time after signing in.

Seen to when a session is read, which nobody does but who signed in: no query more for anyone.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

BEGAN, USED = "began_at", "used_at"
# Whether more than a password was given: a code, or an account of the city's provider.
MORE = "more_than_a_password"
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


def is_over(session: dict[str, Any], now: int) -> bool:
    if settings.SECOND_FACTOR and SESSION_KEY in session and MORE not in session:
        # It began before that was asked of everybody.
        return True
    idle, whole = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    return now - session.get(USED, now) > idle or now - session.get(BEGAN, now) > whole


def end_others(request: HttpRequest, user: User) -> None:
    """End whatever else is signed in to an account, by whom a password was enough."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    for session in running.exclude(session_key=request.session.session_key):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def on_sign_in(sender: Any, request: HttpRequest, **_given: Any) -> None:
    """It begins now, however long somebody was on the way: at the provider, or with a code."""
    request.session[BEGAN] = request.session[USED] = int(time.time())


def connect() -> None:
    """Let a session begin with the signing in."""
    user_logged_in.connect(on_sign_in, dispatch_uid="brnoplan.signing_in.sessions")
