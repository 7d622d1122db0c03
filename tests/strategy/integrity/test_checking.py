"""Every column of every row that is frozen, changed by one bit: each change is found."""

# ruff: noqa: S608 (names of tables and columns)

from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from strategy import editions, frozen, jobs
from strategy.integrity import archive, checking, sealing
from strategy.models import ArchivedPdf, Edition, Item, Job, Plan, Rendition, Seal
from strategy.writing import write_whole
from tests import factories

PDF = b"%PDF-1.7\nplan\nstartxref\n9\n%%EOF\n"
TABLES = {
    "strategy_edition": "state <> 'draft'",
    "strategy_tier": "1 = 1",
    "strategy_resolution": "1 = 1",
    "strategy_resolutionpart": "1 = 1",
    "strategy_item": "edition_id IN (SELECT id FROM strategy_edition WHERE state <> 'draft')",
    "strategy_seal": "1 = 1",
    "strategy_archivedpdf": "1 = 1",
    "strategy_rendition": "1 = 1",
}
# Numbers that the database gives to the rows of files, and what a rendition is made anew by.
SAYS_NOTHING = {
    ("strategy_archivedpdf", "id"),
    ("strategy_rendition", "id"),
    ("strategy_rendition", "revision"),
    ("strategy_rendition", "rendered_at"),
}


def rendered(edition):
    name = f"renditions/{edition.plan.slug}-{edition.number}-0123456789abcdef.pdf"
    write_whole(settings.MEDIA_ROOT / name, PDF)
    digest = archive.hashlib.sha256(PDF).hexdigest()
    return Rendition.objects.create(
        edition=edition, revision=1, file=name, sha256=digest, size=len(PDF)
    )


@pytest.fixture
def life(db):
    """A plan with a draft for consultation that was withdrawn and an approved edition, filed."""
    plan = factories.make_plan(measures=1)
    consulted = factories.publish(plan)
    rendered(consulted)
    draft = factories.draft_of(plan)
    votes = {"votes_for": 40, "votes_against": 3, "votes_abstained": 7}
    resolution = factories.make_resolution(draft, agenda_item="12", report="Zpráva", **votes)
    approved = editions.publish(draft, Edition.State.APPROVED, resolution=resolution)
    archive.keep(approved, ArchivedPdf.Kind.ORIGINAL, PDF)
    archive.keep(approved, ArchivedPdf.Kind.SEALED, PDF + b"%seal\nstartxref\n9\n%%EOF\n")
    editions.withdraw(consulted, "Nahrazeno.")
    Job.objects.all().delete()
    return plan


@pytest.fixture
def thawed(life):
    """The same with every guard of the database off, as somebody with its password has it."""
    frozen.uninstall(connection)
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = ON")
    yield life
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = OFF")
    frozen.install(connection)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def columns(table):
    with connection.cursor() as cursor:
        return [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]


def changed(value, name):
    """The value with its last bit the other way."""
    if value is None:
        return 1 if name.endswith(("_id", "_from", "_to")) else "2018-06-28"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


def is_found(statement, *values):
    """Whether a change is found, or not even taken by the database; it is undone."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                sql(statement, *values)
        except IntegrityError:
            return True
        found = first_fault()
        transaction.set_rollback(True)
    return found is not None


def first_fault():
    """As `checking.verify` finds them, which goes on to find all: after some changes hundreds."""
    plans = map(checking._plan_faults, Plan.objects.all())
    return next(chain.from_iterable([*plans, checking._stray_rows()]), None)


def test_nothing_is_found_where_nothing_was_changed(life):
    assert checking.verify() == []
    assert Seal.objects.count() == 2


@pytest.mark.parametrize("table", TABLES)
def test_each_bit_of_each_column_of_each_row_tells(thawed, table):
    names = columns(table)
    # The first column that is the key of the row.
    key = "edition_id" if table == "strategy_seal" else "id"
    rows = sql(f"SELECT {', '.join(names)} FROM {table} WHERE {TABLES[table]}")
    assert rows != []
    missed = [
        (name, value)
        for row in (dict(zip(names, values, strict=True)) for values in rows)
        for name, value in row.items()
        if (table, name) not in SAYS_NOTHING
        and not is_found(
            f"UPDATE {table} SET {name} = %s WHERE {key} = %s", changed(value, name), row[key]
        )
    ]
    assert missed == []
    assert checking.verify() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows types")
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("strategy_edition", "published_at"),
        ("strategy_edition", "withdrawn_at"),
        ("strategy_item", "key"),
        ("strategy_resolution", "date"),
        ("strategy_tier", "is_measure"),
        ("strategy_archivedpdf", "stored_at"),
    ],
)
def test_a_value_that_reads_the_same_in_another_spelling_tells(thawed, table, column):
    one = f"{column} IS NOT NULL AND {TABLES[table]} LIMIT 1"
    number, value = sql(f"SELECT id, CAST({column} AS text) FROM {table} WHERE {one}")[0]
    flipped = [
        value[:place] + chr(ord(letter) ^ bit) + value[place + 1 :]
        for place, letter in enumerate(value)
        for bit in (1, 2, 16, 32)
    ]
    update = f"UPDATE {table} SET {column} = %s WHERE id = %s"
    assert [other for other in flipped if not is_found(update, other, number)] == []


@pytest.mark.parametrize("table", ["strategy_item", "strategy_resolutionpart", "strategy_seal"])
def test_a_row_taken_away_tells(thawed, table):
    key = "edition_id" if table == "strategy_seal" else "id"
    for (number,) in sql(f"SELECT {key} FROM {table} WHERE {TABLES[table]}"):
        assert is_found(f"DELETE FROM {table} WHERE {key} = %s", number)


def test_an_archived_original_taken_away_tells(thawed):
    assert is_found("DELETE FROM strategy_archivedpdf WHERE kind = 'original'")


def files():
    rows = [*ArchivedPdf.objects.all(), *Rendition.objects.all()]
    return [settings.MEDIA_ROOT / row.file.name for row in rows]


def test_every_bit_of_a_file_tells(life):
    assert len(files()) == 3
    for path in files():
        whole = path.read_bytes()
        for place in range(0, len(whole), 5):
            flipped = bytes([whole[place] ^ 1 << place % 8])
            path.write_bytes(whole[:place] + flipped + whole[place + 1 :])
            assert [str(path).endswith(fault.place) for fault in checking.verify()] == [True]
        path.write_bytes(whole)
    assert checking.verify() == []


@pytest.mark.parametrize("content", [None, b"", PDF[:-1], PDF + b"\n"])
def test_a_file_that_is_gone_or_of_another_length_tells(life, content):
    for path in files():
        whole = path.read_bytes()
        path.unlink() if content is None else path.write_bytes(content)
        assert {str(path).endswith(fault.place) for fault in checking.verify()} == {True}
        path.write_bytes(whole)


def test_a_fault_names_the_plan_the_edition_and_the_item(thawed):
    item = Item.objects.filter(edition__number=2, code="A1.1")
    item.update(text="Podporovat něco jiného.")
    faults = checking.verify()
    assert {(fault.plan, fault.edition) for fault in faults} == {("Zkušební plán", 2)}
    items = [fault.what for fault in faults if fault.place == "strategy_item"]
    assert len(items) == 1
    assert f"A1.1 ({item.get().key})" in items[0]


def test_a_chain_forged_from_the_middle_on_tells(thawed):
    """Who changes a text and seals it anew breaks the next link."""
    first = Edition.objects.get(number=1)
    Item.objects.filter(edition=first, code="A1.1").update(text="Jinak.")
    Seal.objects.filter(edition=first).delete()
    sealing.seal(first)
    faults = checking.verify()
    assert [(fault.edition, fault.place) for fault in faults] == [(2, "strategy_seal")]


def test_an_original_that_is_being_made_is_not_missed(db):
    edition = factories.publish(factories.make_plan(), Edition.State.APPROVED)
    Job.objects.all().delete()
    assert [fault.place for fault in checking.verify()] == ["strategy_archivedpdf"]
    jobs.order(Job.Kind.ARCHIVED_PDF, edition)
    assert checking.verify() == []


def test_what_is_published_while_it_is_being_read_is_no_fault(life, monkeypatch):
    """The reading begins before the deed and ends after it; then it is done once more."""
    read = checking._plan_faults
    crossed = []

    def crossing(plan):
        yield from read(plan)
        if not crossed:
            crossed.append(factories.publish(plan))
            yield checking.Fault(plan.title, 3, "strategy_seal", "")

    monkeypatch.setattr(checking, "_plan_faults", crossing)
    assert checking.verify() == []
    assert len(crossed) == 1


def test_a_fault_that_stays_is_told_whatever_else_happens(thawed, monkeypatch):
    numbers = iter(range(100))
    monkeypatch.setattr(checking, "_revision", lambda plan: next(numbers))
    Item.objects.filter(edition__number=2, code="A1.1").update(text="Jinak.")
    assert checking.verify() != []


def test_the_queries_do_not_grow_with_the_items(db, django_assert_num_queries):
    for measures in (1, 3):
        plan = factories.make_plan(slug=f"plan-{measures}", measures=measures)
        factories.publish(plan)
        with django_assert_num_queries(31 if connection.vendor == "sqlite" else 21):
            assert checking.verify(plan) == []


def test_older_editions_are_sealed_oldest_first(thawed):
    Seal.objects.all().delete()
    Edition.objects.update(withdrawal_sha256="")
    assert sealing.seal_unsealed() == 2
    assert checking.verify() == []
    assert sealing.seal_unsealed() == 0


# The command.


def test_the_command_says_that_all_is_well_and_keeps_the_outcome(life, capsys):
    call_command("verify_editions")
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert (checking.last().state, checking.last().result) == (Job.State.DONE, "")


def test_the_command_tells_each_fault_on_a_line_and_fails(thawed, capsys):
    files()[0].unlink()
    with pytest.raises(CommandError):
        call_command("verify_editions")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Zkušební plán, ")
    assert ".pdf: " in lines[0]
    assert checking.last().result == lines[0]
