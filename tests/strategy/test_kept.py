"""Triggers keep what was said of a measure, on both databases, whoever writes."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from strategy.models import Channel, Edition, Organisation, ProgressReport
from strategy.progress import reporting
from strategy.progress.reporting import Status
from tests.factories import item_of, make_resolution
from tests.strategy.progress import scene


@pytest.fixture
def department(db: None) -> Organisation:
    return scene.make_department()


@pytest.fixture
def edition(department: Organisation) -> Edition:
    return scene.in_force(department, measures=2)


@pytest.fixture
def report(edition: Edition, department: Organisation) -> ProgressReport:
    jana = User.objects.create_user("jana")
    said = {"commentary": "Paní Nová souhlasí.", "evidence": "Dopis", "share": 40, "by": jana}
    item = item_of(edition, "A1.1")
    return reporting.report(item, Status.UNDER_WAY, organisation=department, **said)


def is_refused(report: ProgressReport, **changes: object) -> bool:
    rows = ProgressReport.objects.filter(pk=report.pk)
    try:
        with transaction.atomic():
            rows.update(**changes)
    except DatabaseError:
        return True
    return False


def test_nothing_of_a_report_is_changed(report: ProgressReport, edition: Edition) -> None:
    changes = {
        "status": Status.DONE,
        "outlook": "done",
        "share": 50,
        "commentary": "Jinak.",
        "evidence": "Jiný dopis",
        "evidence_number": "1/2026",
        "evidence_link": "https://jinde.example",
        "said_at": timezone.now(),
        "channel": Channel.LINK,
        "item": item_of(edition, "A1.2"),
        "item_key": item_of(edition, "A1.2").key,
        "organisation": None,
        "resolution": make_resolution(edition),
        "by": User.objects.create_user("petr"),
    }
    assert [
        name for name, value in changes.items() if not is_refused(report, **{name: value})
    ] == []
    assert is_refused(report, share=None)


def test_a_report_is_never_deleted(report: ProgressReport) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgressReport.objects.filter(pk=report.pk)._raw_delete("default")
    assert ProgressReport.objects.count() == 1


def test_words_are_only_emptied_and_only_as_hidden(report: ProgressReport) -> None:
    now = timezone.now()
    assert is_refused(report, commentary="")
    assert is_refused(report, commentary="Jinak.", hidden_at=now)
    assert not is_refused(report, commentary="", hidden_at=now)
    assert is_refused(report, commentary="Paní Nová souhlasí.")
    assert is_refused(report, hidden_at=None)
    assert not is_refused(report, evidence="")


def test_an_account_may_be_deleted_and_nobody_takes_its_place(report: ProgressReport) -> None:
    User.objects.get(username="jana").delete()
    report.refresh_from_db()
    assert report.by is None
    assert is_refused(report, by=User.objects.create_user("petr"))
