"""What the docs say of keeping is what the worker does."""

from pathlib import Path

from brnoplan import working
from comments.privacy import expiring
from tests.privacy import columns, printing, retention

ENDS = ("for good", "as long as")


def test_the_worker_runs_each_chore_that_deletes() -> None:
    seldom = [one.chore for one in working.CHORES if isinstance(one, working.Seldom)]
    assert expiring.work in seldom
    done = {*seldom, *expiring.STEPS}
    assert [name for name, kept in retention.table().items() if kept.job not in done] == []


def test_each_time_that_is_named_is_one_of_the_table_and_is_tried() -> None:
    named = {said.kept for said in columns.table().values() if not said.kept.startswith(ENDS)}
    assert named == set(retention.table())
    root = printing.PAGE.parents[1]
    assert [
        kept.tried for kept in retention.table().values() if not Path(root, kept.tried).is_file()
    ] == []


def test_the_documentation_prints_the_tables() -> None:
    assert printing.PAGE.read_text() == printing.page()
