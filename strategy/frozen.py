"""Triggers that keep a published edition as it was read, whoever writes and by whatever way.

The same rules on both databases; installed by a migration, and taken off only by the test
suite between tests that commit. What is refused:

- any insert, update or delete of an item whose edition is published, or of its card;
- of a published edition itself: delete, and every update but of its state, which may go
  only to superseded or withdrawn, and of its withdrawal until it is withdrawn;
- renaming or reordering a tier that a published edition uses;
- any change of a resolution that approved an edition, or of its parts;
- any change of a seal or of an archived PDF;
- on PostgreSQL also TRUNCATE while anything is published.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from strategy import triggers

NAME = "frozen"
MESSAGE = "published edition is frozen"

_PUBLISHED = (
    "EXISTS (SELECT 1 FROM strategy_edition"
    " WHERE strategy_edition.id = {row}.edition_id AND strategy_edition.state <> 'draft')"
)
_PUBLISHED_CARD = (
    "EXISTS (SELECT 1 FROM strategy_item JOIN strategy_edition"
    " ON strategy_edition.id = strategy_item.edition_id"
    " WHERE strategy_item.id = {row}.item_id AND strategy_edition.state <> 'draft')"
)
# What hangs on an item and is published with it.
CARDS = (
    "strategy_card",
    "strategy_responsibility",
    "strategy_cost",
    "strategy_indicator",
)
_EDITION_CHANGED = (
    "OLD.state <> 'draft' AND (NEW.id <> OLD.id OR NEW.plan_id <> OLD.plan_id"
    " OR NEW.number <> OLD.number OR NEW.published_at <> OLD.published_at"
    " OR NEW.published_at IS NULL OR NEW.published_in_words <> OLD.published_in_words"
    " OR NEW.stamp <> OLD.stamp"
    " OR COALESCE(NEW.approved_by_id, 0) <> COALESCE(OLD.approved_by_id, 0)"
    " OR NEW.title <> OLD.title OR NEW.summary <> OLD.summary"
    " OR COALESCE(NEW.period_from, 0) <> COALESCE(OLD.period_from, 0)"
    " OR COALESCE(NEW.period_to, 0) <> COALESCE(OLD.period_to, 0)"
    " OR (OLD.withdrawal_sha256 <> '' AND (NEW.withdrawal_sha256 <> OLD.withdrawal_sha256"
    " OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at"
    " OR NEW.withdrawal_reason <> OLD.withdrawal_reason)) OR (NEW.state <> OLD.state"
    " AND NOT (NEW.state = 'withdrawn'"
    " OR (NEW.state = 'superseded' AND OLD.state IN ('consultation', 'approved')))))"
)
_TIER_USED = (
    "(NEW.name <> OLD.name OR NEW.name_plural <> OLD.name_plural"
    " OR NEW.position <> OLD.position OR NEW.is_measure <> OLD.is_measure"
    " OR NEW.plan_id <> OLD.plan_id)"
    " AND EXISTS (SELECT 1 FROM strategy_item JOIN strategy_edition"
    " ON strategy_edition.id = strategy_item.edition_id"
    " WHERE strategy_item.tier_id = OLD.id AND strategy_edition.state <> 'draft')"
)
_APPROVED_BY = (
    "EXISTS (SELECT 1 FROM strategy_edition"
    " WHERE strategy_edition.approved_by_id = {resolution} AND strategy_edition.state <> 'draft')"
)
_ALWAYS = "1 = 1"

RULES: list[triggers.Rule] = [
    ("strategy_item", "INSERT", _PUBLISHED.format(row="NEW")),
    (
        "strategy_item",
        "UPDATE",
        f"{_PUBLISHED.format(row='OLD')} OR {_PUBLISHED.format(row='NEW')}",
    ),
    ("strategy_item", "DELETE", _PUBLISHED.format(row="OLD")),
    *((table, "INSERT", _PUBLISHED_CARD.format(row="NEW")) for table in CARDS),
    *(
        (
            table,
            "UPDATE",
            f"{_PUBLISHED_CARD.format(row='OLD')} OR {_PUBLISHED_CARD.format(row='NEW')}",
        )
        for table in CARDS
    ),
    *((table, "DELETE", _PUBLISHED_CARD.format(row="OLD")) for table in CARDS),
    ("strategy_edition", "UPDATE", _EDITION_CHANGED),
    ("strategy_edition", "DELETE", "OLD.state <> 'draft'"),
    ("strategy_tier", "UPDATE", _TIER_USED),
    ("strategy_resolution", "UPDATE", _APPROVED_BY.format(resolution="OLD.id")),
    ("strategy_resolution", "DELETE", _APPROVED_BY.format(resolution="OLD.id")),
    ("strategy_resolutionpart", "INSERT", _APPROVED_BY.format(resolution="NEW.resolution_id")),
    (
        "strategy_resolutionpart",
        "UPDATE",
        f"{_APPROVED_BY.format(resolution='OLD.resolution_id')}"
        f" OR {_APPROVED_BY.format(resolution='NEW.resolution_id')}",
    ),
    ("strategy_resolutionpart", "DELETE", _APPROVED_BY.format(resolution="OLD.resolution_id")),
    ("strategy_seal", "UPDATE", _ALWAYS),
    ("strategy_seal", "DELETE", _ALWAYS),
    ("strategy_archivedpdf", "UPDATE", _ALWAYS),
    ("strategy_archivedpdf", "DELETE", _ALWAYS),
]
TRUNCATED = [
    "strategy_item",
    *CARDS,
    "strategy_edition",
    "strategy_tier",
    "strategy_resolution",
    "strategy_resolutionpart",
    "strategy_seal",
    "strategy_archivedpdf",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on, in place of any older ones."""
    triggers.install(connection, NAME, RULES, MESSAGE)
    if connection.vendor == "postgresql":
        triggers.execute(connection, _against_truncating())


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off."""
    triggers.uninstall(connection, NAME, RULES)
    if connection.vendor == "postgresql":
        triggers.execute(connection, ["DROP FUNCTION IF EXISTS frozen_truncate() CASCADE"])


def _against_truncating() -> list[str]:
    anything = "EXISTS (SELECT 1 FROM strategy_edition WHERE state <> 'draft')"
    return [
        "DROP FUNCTION IF EXISTS frozen_truncate() CASCADE",
        triggers.refusing_function("frozen_truncate", anything, MESSAGE, returned="NULL"),
        *(
            f"CREATE TRIGGER {table}_frozen_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION frozen_truncate()"
            for table in TRUNCATED
        ),
    ]
