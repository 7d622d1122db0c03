"""The chain of the audit log: nobody edits it, and what was edited nevertheless is named."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from brnoplan import working
from strategy.auditing import chain, kept, noting
from strategy.models import AuditEntry, AuditHead, Job
from tests.races import at_once, needs_postgres


def noted(number: int) -> list[AuditEntry]:
    for one in range(number):
        noting.note("deed", by=7, model="strategy.Item", row=one, slug="plan")
    chain.extend()
    return list(AuditEntry.objects.order_by("place"))


def test_each_entry_carries_the_hash_of_the_one_before_it(db: None) -> None:
    entries = noted(3)
    assert [entry.place for entry in entries] == [1, 2, 3]
    assert [entry.before for entry in entries] == ["", entries[0].digest, entries[1].digest]
    assert len({entry.digest for entry in entries}) == 3
    assert (AuditHead.objects.get().place, chain.extend(), chain.verify()) == (3, 0, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.filter(place=2).update(deed="other"),
        lambda: AuditEntry.objects.filter(place=2).update(by=None),
        lambda: AuditEntry.objects.filter(place=2).update(place=None),
        lambda: AuditEntry.objects.filter(place=2).update(digest="0"),
        lambda: AuditEntry.objects.filter(place=2).delete(),
        lambda: AuditHead.objects.update(place=1),
        lambda: AuditHead.objects.all().delete(),
    ],
)
def test_the_database_refuses_to_change_it(db: None, change: Callable[[], object]) -> None:
    noted(3)
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    assert chain.verify() is None


def test_an_entry_that_has_no_place_yet_only_gets_one(db: None) -> None:
    noting.note("deed", by=7)
    for change in ({"deed": "other", "place": 1}, {"row": "2"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.all().delete()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda: AuditEntry.objects.filter(place=2).update(deed="other"), 2),
        (lambda: AuditEntry.objects.filter(place=2).update(about={"slug": "jiny"}), 2),
        (lambda: AuditEntry.objects.filter(place=2).delete(), 2),
        (lambda: AuditEntry.objects.filter(place=3).delete(), 3),
        (lambda: AuditEntry.objects.filter(place=1).update(digest="0" * 64), 1),
    ],
)
def test_whoever_gets_round_the_database_is_found_at_the_first_broken_place(
    db: None, change: Callable[[], object], place: int
) -> None:
    noted(3)
    kept.uninstall(connection)
    change()
    kept.install(connection)
    found = chain.verify()
    assert found is not None
    assert found.place == place
    with pytest.raises(CommandError, match=str(place)):
        call_command("verify_audit", stdout=StringIO())


def test_the_command_prints_where_the_chain_ends(db: None) -> None:
    last = noted(2)[-1]
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert last.digest in said.getvalue()


def test_the_command_says_that_a_log_is_empty(db: None) -> None:
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "V\xa0záznamech o\xa0úkonech zatím nic není.\n"


def test_the_daily_verification_reads_the_log_too(db: None) -> None:
    noted(2)
    kept.uninstall(connection)
    AuditEntry.objects.filter(place=1).update(deed="other")
    kept.install(connection)
    job = Job.objects.create(kind=Job.Kind.VERIFICATION)
    working.work(once=True)
    job.refresh_from_db()
    assert (job.state, len(job.result.splitlines())) == ("done", 1)


@needs_postgres
def test_entries_of_several_at_once_make_one_chain(committed: None) -> None:
    def many() -> None:
        for _deed in range(5):
            noting.note("deed", by=1)

    at_once([many] * 4)
    assert chain.verify() is None
    assert AuditHead.objects.get().place == 20


def test_an_entry_of_a_deed_that_failed_is_not_there(committed: None) -> None:
    with transaction.atomic():
        noting.note("deed", by=1)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
