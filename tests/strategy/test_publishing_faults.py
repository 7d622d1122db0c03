"""Publishing that breaks off anywhere leaves the plan unpublished, or published whole."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from strategy import editions
from strategy.models import Edition, Item, Plan, Resolution
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    make_resolution,
    publish,
    settle,
)
from tests.files import write_database
from tests.rows import all_rows, spread
from tests.strategy.public_pages import reword
from tests.strategy.test_editions import rows

ROOT = Path(__file__).parents[2]
POINTS = 50


class CutOff(Exception):
    """Stands for whatever may happen between two statements."""


@pytest.fixture
def second(db: None, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A draft after a published edition, with comments, about to be approved in many batches."""
    monkeypatch.setattr(editions, "BATCH", 2)
    plan = make_plan(measures=90)
    first = publish(plan)
    for code in ("A1.1", "A1.2"):
        make_comment(item_of(first, code))
    make_resolution(draft_of(plan))
    return draft_of(plan)


def approve(draft: Edition) -> Edition:
    resolution = Resolution.objects.get(edition=draft)
    return editions.publish(draft, Edition.State.APPROVED, resolution=resolution)


def failing_at(number: int, after: bool) -> tuple[Callable[..., Any], list[str]]:
    """A wrapper that breaks off at the n-th statement, counted from 1; and what was run."""
    seen: list[str] = []

    def execute(run: Callable[..., Any], statement: str, *given: Any) -> Any:
        seen.append(statement)
        if len(seen) == number and not after:
            raise CutOff
        result = run(statement, *given)
        if len(seen) == number:
            raise CutOff
        return result

    return execute, seen


def count_statements(deed: Callable[[], object]) -> int:
    """How many statements a deed takes; it is taken back."""
    execute, seen = failing_at(0, after=True)
    with transaction.atomic():
        with connection.execute_wrapper(execute):
            deed()
        transaction.set_rollback(True)
    return len(seen)


@pytest.mark.parametrize("after", [False, True])
def test_an_error_at_any_of_fifty_statements_leaves_everything_as_it_was(
    second: Edition, after: bool
) -> None:
    before = all_rows()
    # The last statement gives the savepoint back and cannot fail half-way.
    for number in spread(count_statements(lambda: approve(second)) - 1, POINTS):
        execute, _seen = failing_at(number, after)
        with pytest.raises(CutOff), connection.execute_wrapper(execute):
            approve(second)
        assert all_rows() == before, f"statement {number}"
    approved = approve(second)
    assert rows(draft_of(approved.plan)) == rows(approved)


def environment(folder: Path) -> dict[str, str]:
    """For a child that works in the suite's PostgreSQL, or in an SQLite file of its own."""
    address = ""
    if connection.vendor == "postgresql":
        given = urlsplit(os.environ["DATABASE_URL"])
        address = given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    else:
        write_database(folder / "brnoplan.sqlite3")
    own = {"BRNOPLAN_DATA": str(folder), "DATABASE_URL": address}
    return os.environ | own


def test_a_process_killed_at_any_of_fifty_points_leaves_the_plan_unpublished_or_whole(
    committed: None, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.strategy.killed_publishing"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines() == ["untouched"] * (POINTS - 1) + ["whole"], done.stderr


# A statement takes at most 500 items; on SQLite 55, for it takes no more than 999 values.
@pytest.mark.parametrize(
    ("measures", "expected"),
    [(3, 34), (600, 35 if connection.vendor == "postgresql" else 43)],
)
def test_publishing_takes_statements_for_batches_never_for_items(
    db: None, measures: int, expected: int, django_assert_num_queries: Any
) -> None:
    draft = draft_of(grown(measures))
    with django_assert_num_queries(expected):
        editions.publish(draft)


def grown(measures: int) -> Plan:
    """A plan with many measures, written in bulk; the factory's way takes seconds."""
    plan = make_plan(measures=0)
    draft = draft_of(plan)
    above = list(Item.objects.filter(edition=draft).order_by("lft"))
    parent, tier = above[-1], plan.tiers.get(position=4)
    first = parent.rght
    for item in above:
        Item.objects.filter(pk=item.pk).update(rght=item.rght + 2 * measures)
    Item.objects.bulk_create(
        Item(
            edition=draft,
            tree_id=draft.pk,
            tier=tier,
            parent=parent,
            code=f"A1.{number}",
            handle=f"A1.{number}",
            text=f"Podporovat záměr {number}.",
            level=parent.level + 1,
            lft=first + 2 * number,
            rght=first + 2 * number + 1,
        )
        for number in range(measures)
    )
    return plan


def test_comments_and_answers_go_on_pointing_at_the_edition_they_were_made_on(
    published: Edition,
) -> None:
    plan, item = published.plan, item_of(published, "A1.1")
    comment = make_comment(item)
    point = comment.points.get()
    changed = reword(draft_of(plan), "A1.1", "Podporovat jinak.")
    answer = settle(point, outcome="accepted", reasoning="Doplněno.", changed_item=changed)
    publish(plan)
    publish(plan, Edition.State.APPROVED)
    for pointing in (comment, point, answer):
        pointing.refresh_from_db()
    assert [comment.item, point.item, answer.changed_item] == [item, item, changed]
    assert item.edition.number == 1
    assert Edition.objects.get(pk=item.edition_id).state == "superseded"
