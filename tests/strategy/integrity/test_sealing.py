"""Seals last: what a later version adds to the tables leaves them whole."""

import json

import pytest
from django.db import connection

from strategy import frozen
from strategy.integrity import archive, canonical, checking, sealing
from strategy.models import ArchivedPdf, Edition, Seal
from tests import factories

PDF = b"%PDF-1.7\nplan\nstartxref\n9\n%%EOF\n"


def approved():
    """An approved edition with its PDF in the archive."""
    edition = factories.publish(factories.make_plan(measures=1), Edition.State.APPROVED)
    archive.keep(edition, ArchivedPdf.Kind.ORIGINAL, PDF)
    return edition


@pytest.fixture
def thawed(db):
    """An approved edition with the guards of the database off."""
    edition = approved()
    frozen.uninstall(connection)
    yield edition
    frozen.install(connection)


@pytest.mark.parametrize("name", ["lead", "size", "agenda_item", "is_measure"])
def test_a_column_that_a_later_version_adds_leaves_older_seals_whole(db, monkeypatch, name):
    """The version that sealed did not have this column yet."""
    today = sealing._columns
    with monkeypatch.context() as patch:
        patch.setattr(
            sealing, "_columns", lambda model: [one for one in today(model) if one != name]
        )
        edition = approved()
    kept = edition.seal.rows_columns + edition.archived_pdfs.get().row_columns
    assert json.dumps(name) not in kept
    assert checking.verify() == []


def test_a_column_that_was_not_sealed_is_not_held_against_the_seal(thawed):
    """And one that was is; so the names are what is hashed, not what happens to be there."""
    pdf = thawed.archived_pdfs.get()
    names = json.loads(pdf.row_columns)
    pdf.row_columns = json.dumps([name for name in names if name != "stored_at"])
    assert sealing.row_sha256(pdf) != pdf.row_sha256
    before = sealing.row_sha256(pdf)
    pdf.stored_at = None
    assert sealing.row_sha256(pdf) == before


@pytest.mark.parametrize(
    ("model", "field", "column", "told"),
    [
        (Seal, "rows_columns", "handle", "strategy_item.handle_of_old"),
        (ArchivedPdf, "row_columns", "size", "strategy_archivedpdf.size_of_old"),
    ],
)
def test_a_sealed_column_that_is_gone_is_told_by_its_name(thawed, model, field, column, told):
    row = model.objects.get()
    columns = getattr(row, field).replace(f'"{column}"', f'"{column}_of_old"')
    model.objects.update(**{field: columns})
    faults = checking.verify()
    assert len(faults) == 1
    assert told in faults[0].what


def test_a_document_is_held_against_one_of_its_own_version(db, monkeypatch):
    approved()
    first = canonical.COLUMNS[2]
    second = first._replace(item=(*first.item, "version"))
    monkeypatch.setattr(canonical, "COLUMNS", {2: first, 3: second})
    monkeypatch.setattr(canonical, "FORMAT_VERSION", 3)
    factories.publish(Edition.objects.get(number=1).plan)
    documents = [json.loads(seal.document) for seal in Seal.objects.order_by("edition__number")]
    assert [document["format_version"] for document in documents] == [2, 3]
    assert ["version" in document["items"][0] for document in documents] == [False, True]
    assert checking.verify() == []


def test_a_document_of_a_version_to_come_is_told_by_its_number(thawed):
    seal = thawed.seal
    document = seal.document.replace('"format_version":2', '"format_version":99')
    Seal.objects.update(document=document, sha256=sealing.sha256(document))
    faults = checking.verify()
    assert len(faults) == 1
    assert "99" in faults[0].what


def test_the_fields_of_a_version_do_not_follow_the_models(db):
    """What version 1 tells is written down; a document of it is public and has its schema."""
    assert canonical.COLUMNS[1].cover == ("title", "summary", "period_from", "period_to")
    assert canonical.COLUMNS[canonical.FORMAT_VERSION].item == canonical.ITEM_FIELDS
