"""Triggers that keep a person from sitting in one body twice at one time, whoever writes.

On PostgreSQL two transactions do not see one another's rows: the deeds lock the body first.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers

NAME = "once"
MESSAGE = "a person is a member of a body once at a time"

_OVERLAPS = (
    "EXISTS (SELECT 1 FROM kpss_membership other"
    " WHERE other.body_id = NEW.body_id AND other.person_id = NEW.person_id"
    " AND other.id <> NEW.id"
    " AND other.term_from <= COALESCE(NEW.term_to, '9999-12-31')"
    " AND NEW.term_from <= COALESCE(other.term_to, '9999-12-31'))"
)
RULES: list[triggers.Rule] = [
    ("kpss_membership", "INSERT", _OVERLAPS),
    ("kpss_membership", "UPDATE", _OVERLAPS),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations and for tests that commit."""
    triggers.uninstall(connection, NAME, RULES)
