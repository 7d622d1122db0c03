import csv
import io

import pytest

from strategy import tree
from strategy.formats import separated, table
from strategy.formats.separated import separated as written
from strategy.formats.separated import unguarded
from strategy.importing.faults import Exact
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import read_source
from strategy.importing.tables import heads
from strategy.importing.tables.heads import label
from strategy.models import Item, Plan
from tests.factories import draft_of, item_of
from tests.strategy.transfer_plans import (
    brought,
    carded_plan,
    difference,
    first_code,
    organisation,
    write,
)

Rows = list[dict[str, str]]


@pytest.fixture
def plan(db: None) -> Plan:
    return carded_plan()


def rows_of(plan: Plan) -> Rows:
    """The table of the draft by the fields of its columns, as a spreadsheet holds it."""
    text = separated.content(draft_of(plan)).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert head == [str(column) for column in table.COLUMNS]
    # `bring` guards the cells anew.
    return [
        {field: unguarded(cell) for field, cell in zip(table.Record._fields, row, strict=True)}
        for row in rows
    ]


def bring(plan: Plan, rows: Rows) -> Exact:
    columns = [str(column) for column in table.COLUMNS]
    content = written(
        columns, ([row.get(name, "") for name in table.Record._fields] for row in rows)
    )
    return brought("plan.csv", content, draft_of(plan))


def row_of(rows: Rows, plan: Plan) -> dict[str, str]:
    return next(row for row in rows if row["code"] == first_code(plan))


def test_thirty_faults_among_a_thousand_rows_are_told_at_once(plan: Plan) -> None:
    rows = rows_of(plan)
    parent = next(row for row in rows if row["tier"] == "Priorita")
    for number in range(1000):
        due = "13/2020" if number < 30 else "12/2020"
        new = {
            "tier": "Opatření",
            "text": f"Nové {number}.",
            "parent_key": parent["key"],
            "due": due,
        }
        rows.append(new)
    faults = bring(plan, rows).faults
    first = len(rows) - 1000 + 2
    assert [fault.row for fault in faults] == list(range(first, first + 30))
    assert {fault.column for fault in faults} == {label("due")}


WRONG = {
    "due": "13/2020",
    "code": "A 1!",
    "text": "",
    "tier": "Neznámá",
    "key": "není klíč",
    "begins": "někdy",
    "parent_code": "Z9",
    "co_lead": "x" * 201,
    "lead": "x" * 201,
    "costs": "rok | 1",
    "indicators": "Osoby | os. | mnoho",
}


@pytest.mark.parametrize("field", WRONG)
def test_each_wrong_cell_is_named(plan: Plan, field: str) -> None:
    rows = rows_of(plan)
    row = row_of(rows, plan)
    row[field] = WRONG[field]
    faults = bring(plan, rows).faults
    assert [(fault.row, fault.column) for fault in faults] == [(rows.index(row) + 2, label(field))]


@pytest.mark.parametrize("field", ["code", "key"])
def test_what_stands_twice_is_named(plan: Plan, field: str) -> None:
    rows = rows_of(plan)
    rows[-1][field] = rows[-2][field]
    faults = bring(plan, rows).faults
    assert (len(rows) + 1, label(field)) in [(fault.row, fault.column) for fault in faults]


def test_an_item_below_itself_is_named(plan: Plan) -> None:
    rows = rows_of(plan)
    upper, lower = rows[-2], rows[-1]
    upper["parent_key"], lower["parent_key"] = lower["key"], upper["key"]
    upper["parent_code"] = lower["parent_code"] = ""
    columns = {fault.column for fault in bring(plan, rows).faults}
    assert columns & {label("parent_code"), label("tier")}


def test_an_unknown_column_is_named(plan: Plan) -> None:
    columns = [*map(str, table.COLUMNS), "Sloupec navíc"]
    content = written(columns, [[*row.values(), ""] for row in rows_of(plan)])
    faults = brought("plan.csv", content, draft_of(plan)).faults
    assert [(fault.row, fault.column) for fault in faults] == [(0, "Sloupec navíc")]


def test_another_table_is_not_taken_for_ours(db: None) -> None:
    assert heads.own_table(read_source("a.csv", b"Opatreni;Gestor\nA;B\n")) is None


def test_a_table_that_is_broken_is_refused(db: None) -> None:
    with pytest.raises(ImportRefused):
        brought("plan.xlsx", b"PK\x03\x04xxxx", None)


def test_changed_cells_and_nothing_else_are_changed(plan: Plan) -> None:
    rows = rows_of(plan)
    row = row_of(rows, plan)
    row |= {"due": "2021", "risks": "Málo lidí", "co_lead": "OZ\nOSP"}
    exact = bring(plan, rows)
    (change,) = difference(exact, draft_of(plan)).changed
    assert sorted(change.after) == ["co_lead", "due", "risks"]
    before = Item.objects.get(edition=draft_of(plan), code=row["code"])
    write(exact, plan)
    after = Item.objects.get(pk=before.pk)
    assert (after.due, after.card.risks, after.key) == ("2021", "Málo lidí", before.key)
    assert [one.written for one in after.responsibilities.filter(role="co_lead")] == ["OZ", "OSP"]
    assert after.indicators.get().key == before.indicators.get().key
    assert after.version == before.version + 1
    assert after.history.count() == before.history.count()


def test_rows_are_added_moved_and_taken_out(plan: Plan) -> None:
    rows = rows_of(plan)
    gone = rows.pop()
    new = {"tier": "Opatření", "code": "A1.99", "text": "Nové.", "parent_code": "A1"}
    rows.append(new)
    write(bring(plan, rows), plan)
    items = Item.objects.filter(edition=draft_of(plan))
    assert items.get(code="A1.99").parent.code == "A1"
    assert not items.filter(key=gone["key"]).exists()


def test_a_sheet_that_tells_the_depth_alone_moves_nothing(plan: Plan) -> None:
    rows = [row | {"key": "", "parent_key": "", "parent_code": ""} for row in rows_of(plan)]
    assert difference(bring(plan, rows), draft_of(plan)).is_empty


def test_without_keys_an_item_stands_as_deep_as_the_sheet_says(plan: Plan) -> None:
    draft = draft_of(plan)
    value = Item.objects.get(edition=draft, level=1)
    tree.create_item(value, item_of(draft, "A").tier, text="Cíl bez kódu.")
    tree.create_item(value, item_of(draft, "A1.1").tier, code="V1", text="Přímo pod hodnotou.")
    rows = [row | {"key": "", "parent_key": "", "parent_code": ""} for row in rows_of(plan)]
    assert [row["level"] for row in rows[-2:]] == ["2", "2"]
    assert difference(bring(plan, rows), draft).is_empty


def test_an_item_whose_parent_is_taken_out_stands_at_the_top(plan: Plan) -> None:
    rows = rows_of(plan)
    row = rows[-1]
    row |= {"parent_key": "", "parent_code": "", "level": "1"}
    write(bring(plan, rows), plan)
    assert Item.objects.get(edition=draft_of(plan), key=row["key"]).level == 1


def test_a_column_that_is_missing_leaves_what_there_is(plan: Plan) -> None:
    kept = ("tier", "code", "text", "key")
    content = written(
        [label(field) for field in kept],
        [[row[field] for field in kept] for row in rows_of(plan)],
    )
    assert difference(brought("plan.csv", content, draft_of(plan)), draft_of(plan)).is_empty


def test_who_is_named_anew_is_found_in_the_directory(plan: Plan) -> None:
    city = organisation("Magistrát", "MMB")
    rows = rows_of(plan)
    row = row_of(rows, plan)
    row["lead"] = "mmb"
    write(bring(plan, rows), plan)
    lead = Item.objects.get(edition=draft_of(plan), code=row["code"])
    found = lead.responsibilities.get(role="lead")
    assert (lead.lead, found.organisation, found.written) == ("mmb", city, "mmb")
