"""Triggers that keep minutes as they were sent and approved, whoever writes.

Refused is any delete of a version, any update of it but that its author's account is gone, and one
more version of minutes that are approved. Words in it are replaced by the erasing of a person
alone, which says so by a row of `Erasing` as long as it is at work.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from kpss.models import Erasing
from strategy import triggers

NAME = "unrewritten"
MESSAGE = "minutes stay as they were sent"

_REWRITTEN = (
    "NEW.id <> OLD.id OR NEW.minutes_id <> OLD.minutes_id OR NEW.number <> OLD.number"
    " OR NEW.made_at <> OLD.made_at"
    " OR (NEW.made_by_id IS NOT NULL AND NEW.made_by_id IS DISTINCT FROM OLD.made_by_id)"
    " OR (NEW.content <> OLD.content AND NOT EXISTS (SELECT 1 FROM kpss_erasing))"
)
_OF_APPROVED = (
    "EXISTS (SELECT 1 FROM kpss_minutes"
    " WHERE kpss_minutes.id = NEW.minutes_id AND kpss_minutes.state IN ('approved', 'published'))"
)
RULES: list[triggers.Rule] = [
    ("kpss_minutesversion", "INSERT", _OF_APPROVED),
    ("kpss_minutesversion", "UPDATE", _REWRITTEN),
    ("kpss_minutesversion", "DELETE", "1 = 1"),
]


@contextmanager
def erasing() -> Iterator[None]:
    """Let words in kept minutes be replaced, in this transaction alone: no other sees its row."""
    with transaction.atomic():
        at_work = Erasing.objects.create()
        yield
        at_work.delete()


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations and for tests that commit."""
    triggers.uninstall(connection, NAME, RULES)
