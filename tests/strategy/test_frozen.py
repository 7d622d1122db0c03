"""Each condition of `strategy.frozen` by itself, past all doors: updates and plain SQL."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from strategy import tree
from strategy.models import Edition, Item, Plan, Resolution, Seal, Tier
from tests.factories import (
    draft_of,
    item_of,
    make_plan,
    make_resolution,
    publish,
    put_out_of_force,
    root_of,
)

State = Edition.State


def refused(deed: object) -> bool:
    """Whether the triggers, and not some constraint, refuse a deed; otherwise it is done."""
    try:
        with transaction.atomic():
            deed()  # type: ignore[operator]
    except IntegrityError as refusal:
        assert "published edition is frozen" in str(refusal)  # noqa: PT017
        return True
    return False


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_nothing_is_moved_into_a_published_edition(published: Edition) -> None:
    item = Item.objects.filter(pk=item_of(draft_of(published.plan), "A1.3").pk)
    place = {"edition": published, "tree_id": published.pk, "parent": item_of(published, "A1")}
    new = {"code": "A1.9", "handle": "A1.9", "key": uuid4()}
    assert refused(lambda: item.update(**place, **new))


@pytest.mark.parametrize(
    "field", ["id", "plan_id", "number", "published_at", "published_in_words", "stamp"]
)
def test_a_published_edition_keeps_its_identity_and_date(published: Edition, field: str) -> None:
    other = Plan.objects.create(slug="jiny", title="Jiný")
    value = {
        "id": published.pk + 1000,
        "plan_id": other.pk,
        "number": 9,
        "stamp": State.APPROVED,
        "published_at": published.published_at + timedelta(days=1),
        "published_in_words": "října",
    }[field]
    editions = Edition.objects.filter(pk=published.pk)
    assert refused(lambda: editions.update(**{field: value}))
    assert editions.get() == published


def test_a_published_edition_never_loses_its_date(published: Edition) -> None:
    assert refused(lambda: Edition.objects.filter(pk=published.pk).update(published_at=None))


def test_a_published_edition_is_not_deleted_by_sql(published: Edition) -> None:
    assert refused(lambda: sql("DELETE FROM strategy_edition WHERE id = %s", published.pk))


def test_a_seal_stays_as_it_was_written(published: Edition) -> None:
    seals = Seal.objects.filter(edition=published)
    for change in ({"document": "{}"}, {"sha256": "0"}, {"rows_sha256": "0"}):
        assert refused(lambda change=change: seals.update(**change))
    assert refused(seals.delete)
    assert seals.count() == 1


def test_the_resolution_that_approved_is_neither_deleted_nor_replaced(plan: Plan) -> None:
    approved = publish(plan, State.APPROVED)
    by, other = approved.approved_by_id, make_resolution(approved)
    assert refused(lambda: sql("DELETE FROM strategy_resolution WHERE id = %s", by))
    assert refused(lambda: Edition.objects.filter(pk=approved.pk).update(approved_by=other))
    assert not refused(lambda: Resolution.objects.filter(pk=other.pk).update(session="Z9/1"))


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawal_reason": "Jinak."},
        {"withdrawal_sha256": "0"},
        {"withdrawal_sha256": ""},
        {"withdrawn_at": datetime(2018, 9, 4, tzinfo=UTC)},
        {"withdrawn_at": None},
    ],
)
def test_once_withdrawn_an_edition_keeps_when_and_why(
    published: Edition, change: dict[str, object]
) -> None:
    editions = Edition.objects.filter(pk=published.pk)
    # Until then nothing has been said of it.
    assert not refused(lambda: editions.update(withdrawal_reason="Omyl."))
    put_out_of_force(published, State.WITHDRAWN)
    assert refused(lambda: editions.update(**change))


def edition_in(state: str, at: datetime) -> Edition:
    plan = make_plan(slug=f"plan-{state}", title=state)
    if state in {State.CONSULTATION, State.APPROVED}:
        return publish(plan, state, at=at)
    edition = publish(plan, at=at)
    return put_out_of_force(edition, state)


def test_a_published_edition_goes_only_out_of_force(db: None) -> None:
    at = timezone.now()
    published = [state for state in State if state != State.DRAFT]
    editions = {state: Edition.objects.filter(pk=edition_in(state, at).pk) for state in published}
    possible = set()
    for before, edition in editions.items():
        for after in State:
            with transaction.atomic():
                date = {"published_at": None} if after == State.DRAFT else {}
                date |= {"withdrawn_at": at} if after == State.WITHDRAWN else {}
                if before != after and not refused(
                    lambda edition=edition, after=after, date=date: edition.update(
                        state=after, **date
                    )
                ):
                    possible.add((str(before), str(after)))
                transaction.set_rollback(True)
    assert possible == {
        ("consultation", "superseded"),
        ("consultation", "withdrawn"),
        ("approved", "superseded"),
        ("approved", "withdrawn"),
        ("superseded", "withdrawn"),
    }


CHANGES = {
    "name": "Jinak",
    "name_plural": "Jinak",
    "position": 9,
    "is_measure": True,
    "plan_id": None,
}


@pytest.mark.parametrize("field", CHANGES)
def test_of_a_level_in_use_nothing_changes_and_of_an_unused_one_all(plan: Plan, field: str) -> None:
    other = Plan.objects.create(slug="jiny", title="Jiný")
    unused = Tier.objects.create(plan=plan, position=8, name="Volná", name_plural="Volné")
    change = {field: CHANGES[field] or other.pk}
    used = plan.tiers.filter(name="Priorita")
    publish(plan)
    assert refused(lambda: used.update(**change))
    assert not refused(lambda: Tier.objects.filter(pk=unused.pk).update(**change))


def test_a_level_that_only_the_draft_uses_may_change(published: Edition) -> None:
    draft = draft_of(published.plan)
    new = Tier.objects.create(
        plan=published.plan, position=5, name="Aktivita", name_plural="Aktivity"
    )
    tree.create_item(root_of(draft), new, text="Nová")
    assert not refused(lambda: Tier.objects.filter(pk=new.pk).update(name="Úkol"))


needs_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no TRUNCATE"
)


@needs_postgres
@pytest.mark.parametrize("table", ["strategy_item", "strategy_edition", "strategy_tier"])
def test_nothing_is_truncated_while_anything_is_published(plan: Plan, table: str) -> None:
    def truncate() -> None:
        connection.check_constraints()  # none may be pending
        sql(f"TRUNCATE {table} CASCADE")

    publish(plan)
    assert refused(truncate)
    assert Item.objects.count() == 14


@needs_postgres
def test_what_is_only_drafted_may_be_truncated(plan: Plan) -> None:
    connection.check_constraints()
    assert not refused(lambda: sql("TRUNCATE strategy_item CASCADE"))
