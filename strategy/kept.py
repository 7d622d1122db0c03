"""Triggers that keep what was said of a measure, and a round of reporting once it is closed.

A report is never changed and never goes; only its words can be taken out, where they hold
somebody's personal data. The account behind it may be deleted.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers

NAME = "kept"
MESSAGE = "what was reported is kept as it was"

_REPORT_CHANGED = (
    "NEW.id <> OLD.id OR NEW.plan_id <> OLD.plan_id OR NEW.item_key <> OLD.item_key"
    " OR NEW.item_id <> OLD.item_id OR NEW.status <> OLD.status OR NEW.outlook <> OLD.outlook"
    " OR COALESCE(NEW.share, -1) <> COALESCE(OLD.share, -1)"
    " OR NEW.said_at <> OLD.said_at OR NEW.channel <> OLD.channel"
    " OR COALESCE(NEW.resolution_id, 0) <> COALESCE(OLD.resolution_id, 0)"
    " OR COALESCE(NEW.organisation_id, 0) <> COALESCE(OLD.organisation_id, 0)"
    # Nobody else's account, and nobody's after it was deleted.
    " OR (NEW.by_id IS NOT NULL AND NEW.by_id <> COALESCE(OLD.by_id, 0))"
    " OR (OLD.hidden_at IS NOT NULL AND NEW.hidden_at IS NULL)"
    + "".join(
        f" OR (NEW.{words} <> OLD.{words} AND (NEW.{words} <> '' OR NEW.hidden_at IS NULL))"
        for words in ("commentary", "evidence", "evidence_number", "evidence_link")
    )
)
_CLOSED = (
    "EXISTS (SELECT 1 FROM strategy_round"
    " WHERE strategy_round.id = {row}.round_id AND strategy_round.closed_at IS NOT NULL)"
)
_ROUND_CHANGED = (
    "OLD.closed_at IS NOT NULL AND (NEW.closed_at IS NULL OR NEW.closed_at <> OLD.closed_at"
    " OR NEW.plan_id <> OLD.plan_id OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year"
    " OR NEW.number <> OLD.number OR NEW.answers_by <> OLD.answers_by)"
)
RULES: list[triggers.Rule] = [
    ("strategy_progressreport", "UPDATE", _REPORT_CHANGED),
    ("strategy_progressreport", "DELETE", "1 = 1"),
    ("strategy_round", "UPDATE", _ROUND_CHANGED),
    ("strategy_round", "DELETE", "OLD.closed_at IS NOT NULL"),
    ("strategy_roundanswer", "INSERT", _CLOSED.format(row="NEW")),
    ("strategy_roundanswer", "UPDATE", _CLOSED.format(row="OLD")),
    ("strategy_roundanswer", "DELETE", _CLOSED.format(row="OLD")),
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off; for migrations and for tests that commit."""
    triggers.uninstall(connection, NAME, RULES)
