"""The numbers by which stored pages are known to be stale, raised by two for the first time."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier

import pytest
from django.db import transaction

from kpss.models import PlanningRevision
from strategy.models import PageRevision, PortalRevision
from tests.factories import make_plan
from tests.races import at_once, on_a_file


@pytest.fixture
def plan(committed: None, tmp_path: Path) -> Iterator[int]:
    made = make_plan()
    for revisions in (PortalRevision, PlanningRevision, PageRevision):
        revisions.objects.all().delete()
    with on_a_file(tmp_path / "portal.sqlite3"):
        yield made.pk


def test_two_who_raise_a_number_for_the_first_time_at_once_both_count(plan: int) -> None:
    begin = Barrier(2)

    def raised() -> None:
        begin.wait(timeout=10)
        with transaction.atomic():
            PlanningRevision.raise_it()
            PortalRevision.raise_it()
            PageRevision.raise_for(plan)

    at_once([raised, raised])
    revisions = (PlanningRevision, PortalRevision, PageRevision)
    assert [at_once([read.objects.get])[0].number for read in revisions] == [2, 2, 2]
