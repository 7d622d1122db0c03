"""Triggers that keep the log as it was written: an entry only ever gets its place, once."""

from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers

NAME = "audited"
MESSAGE = "the audit log is kept as it was written"

_SAID = ("id", "at", "deed", "model", "row", "about")
_ENTRY_CHANGED = " OR ".join(
    [
        "OLD.place IS NOT NULL",
        "NEW.place IS NULL",
        'COALESCE(NEW."by", 0) <> COALESCE(OLD."by", 0)',
        *(f'NEW."{name}" <> OLD."{name}"' for name in _SAID),
    ]
)
RULES: list[triggers.Rule] = [
    ("strategy_auditentry", "UPDATE", _ENTRY_CHANGED),
    ("strategy_auditentry", "DELETE", "1 = 1"),
    ("strategy_audithead", "UPDATE", "NEW.id <> OLD.id OR NEW.place <= OLD.place"),
    ("strategy_audithead", "DELETE", "1 = 1"),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations and for tests."""
    triggers.uninstall(connection, NAME, RULES)
