import json
from typing import Any

import pytest

from strategy.importing import applying, document_json
from strategy.importing.refusal import ImportRefused
from strategy.integrity import canonical
from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, item_of
from tests.rows import all_rows
from tests.strategy.transfer_plans import carded_plan, difference, first_code, write


@pytest.fixture
def plan(db: None) -> Plan:
    return carded_plan()


def document(edition: Edition, version: int | None = None) -> dict[str, Any]:
    edition = Edition.objects.select_related("plan").get(pk=edition.pk)
    return json.loads(canonical.encode(canonical.document(edition, "", version)))


def read(found: object, draft: Edition | None) -> Any:
    return document_json.read(json.dumps(found).encode(), draft)


@pytest.mark.parametrize("version", [1, 2])
def test_json_out_and_in_again_changes_nothing(plan: Plan, version: int) -> None:
    draft = draft_of(plan)
    exact = read(document(draft, version), draft)
    assert exact.faults == []
    assert difference(exact, draft).is_empty
    before = all_rows()
    write(exact, plan)
    assert all_rows() == before


def test_json_makes_the_same_plan_anew(plan: Plan) -> None:
    new = applying.begin_plan("novy", "Nový")
    write(read(document(draft_of(plan)), draft_of(new)), new)
    assert [told(row) for row in document(draft_of(new))["items"][1:]] == [
        told(row) for row in document(draft_of(plan))["items"][1:]
    ]


def told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"key", "parent"}}


def test_what_was_changed_in_the_file_is_changed(plan: Plan) -> None:
    draft = draft_of(plan)
    found = document(draft)
    (row,) = [row for row in found["items"] if row["code"] == first_code(plan)]
    row["due"], row["card"]["risks"] = "2021", "Jiné"
    write(read(found, draft), plan)
    item = item_of(draft, row["code"])
    assert (item.due, item.card.risks) == ("2021", "Jiné")
    assert item.indicators.get().key == Item.objects.get(pk=item.pk).indicators.get().key


WRONG: dict[str, dict[str, Any]] = {
    "a deadline": {"due": "13/2020"},
    "a level": {"tier": 99},
    "a key": {"key": "x"},
    "no wording": {"text": ""},
    "another kind": {"text": 5},
    "a parent": {"parent": "nikdo"},
    "a card": {"card": {"risks": 1}},
}


@pytest.mark.parametrize("case", WRONG)
def test_each_wrong_item_is_named(plan: Plan, case: str) -> None:
    draft = draft_of(plan)
    found = document(draft)
    found["items"][-1] |= WRONG[case]
    assert [fault.row for fault in read(found, draft).faults] == [len(found["items"])]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b'{"format": "x"}', b"[" * 100_000, b'{"format":"brnoplan-edition"}']
)
def test_what_is_no_edition_is_refused(db: None, data: bytes) -> None:
    with pytest.raises(ImportRefused):
        document_json.read(data, None)
