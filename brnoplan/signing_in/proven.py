"""Who has given the right password and not yet the second step: kept in the session for a while."""

import time
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

KEY = "password_given"
HOLDS = 600  # seconds
BACKEND = "django.contrib.auth.backends.ModelBackend"


def remember(request: HttpRequest, user: User, leads_to: str) -> None:
    request.session.cycle_key()
    # Whoever changes the password in the meantime has it asked again.
    mark = user.get_session_auth_hash()
    request.session[KEY] = {
        "user": user.pk, "mark": mark, "at": int(time.time()), "next": leads_to
    }  # fmt: skip


def who(request: HttpRequest) -> User | None:
    """An active member of staff, or nobody."""
    given: dict[str, Any] = request.session.get(KEY) or {}
    if not given or time.time() - given["at"] > HOLDS:
        return None
    user = User.objects.filter(pk=given["user"], is_active=True, is_staff=True).first()
    return user if user and user.get_session_auth_hash() == given["mark"] else None


def leads_to(request: HttpRequest) -> str:
    return str((request.session.get(KEY) or {}).get("next", ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
