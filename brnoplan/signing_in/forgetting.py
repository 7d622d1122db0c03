"""What signing in leaves behind: sessions that are over, and attempts with address and browser."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils import timezone

# Long enough to find out who tried whose password.
ATTEMPTS = timedelta(days=30)
BATCH = 500
LOGS: tuple[type[Model], ...] = (AccessAttempt, AccessFailureLog, AccessLog)


def expire() -> bool:
    """Delete sessions that are over and attempts from long ago; whether there were any.

    A chore of the worker.
    """
    now = timezone.now()
    gone = _delete(Session, "expire_date", now)
    return sum([gone, *(_delete(log, "attempt_time", now - ATTEMPTS) for log in LOGS)]) > 0


def _delete(model: type[Model], column: str, until: datetime) -> int:
    over = model._default_manager.filter(**{f"{column}__lte": until})
    keys = list(over.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return model._default_manager.filter(pk__in=keys).delete()[0] if keys else 0
