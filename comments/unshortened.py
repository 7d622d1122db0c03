"""Triggers that keep a consultation as long as it was announced, whoever writes.

Refused is any update by which it would open at another time, close earlier, promise its answers
for an earlier day or be about another edition; any delete of it but of one that was called off
before it opened, of which a `Cancellation` tells; and any change of an extension, which is shown as
long as its consultation is, or of a cancellation, which is shown for good.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers

NAME = "unshortened"
MESSAGE = "a consultation is never shortened"

_SHORTENED = (
    "NEW.edition_id <> OLD.edition_id OR NEW.opens_at <> OLD.opens_at"
    " OR NEW.closes_at < OLD.closes_at OR NEW.answers_promised_on < OLD.answers_promised_on"
)
_ALWAYS = "1 = 1"
_NOT_CANCELLED = (
    "NOT EXISTS (SELECT 1 FROM comments_cancellation"
    " WHERE comments_cancellation.consultation_key = OLD.{key})"
)
RULES: list[triggers.Rule] = [
    ("comments_consultation", "UPDATE", _SHORTENED),
    ("comments_consultation", "DELETE", _NOT_CANCELLED.format(key="id")),
    ("comments_extension", "UPDATE", _ALWAYS),
    ("comments_extension", "DELETE", _NOT_CANCELLED.format(key="consultation_id")),
    ("comments_cancellation", "UPDATE", _ALWAYS),
    ("comments_cancellation", "DELETE", _ALWAYS),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations and for tests that commit."""
    triggers.uninstall(connection, NAME, RULES)
