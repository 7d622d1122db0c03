"""The files: each fits its schema, and all forms say the same."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.validators import URLValidator
from django.test import Client
from jsonschema import Draft202012Validator

from brnoplan.opendata import subject as subjects
from brnoplan.opendata.subjects import SUBJECTS
from strategy.models import Edition
from tests.brnoplan.opendata.scene import NAMES, fill, records
from tests.factories import item_of, make_comment

HOST = settings.SITE_URL


def file(client: Client, name: str) -> str:
    return b"".join(client.get(f"/data/{name}").streaming_content).decode()


def lines(client: Client, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file(client, f"{name}.csv"), newline="")))


# What a cell of each datatype of CSV on the Web is read by; it raises ValueError.
READERS: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "decimal": Decimal,
    "boolean": ("true", "false").index,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
    "anyURI": URLValidator(schemes=["http", "https"]),
}


@pytest.fixture
def filled(db: None) -> None:
    fill()


def test_the_linked_data_fit_their_schema_and_hold_every_record(
    client: Client, filled: None
) -> None:
    for name in NAMES:
        schema = client.get(f"/data/{name}.schema.json").json()
        Draft202012Validator.check_schema(schema)
        given = json.loads(file(client, f"{name}.jsonld"))
        assert [error.message for error in Draft202012Validator(schema).iter_errors(given)] == []
        listed = records(client, name)
        assert [one["iri"] for one in given["položky"]] == [one["iri"] for one in listed]
        assert {one["typ"] for one in given["položky"]} == {SUBJECTS[name].term}


def test_the_tables_are_what_their_schemas_say_cell_by_cell(client: Client, filled: None) -> None:
    for name in NAMES:
        schema = client.get(f"/data/{name}.csv-metadata.json").json()
        columns = schema["tableSchema"]["columns"]
        head, *rows = lines(client, name)
        assert head == [column["titles"] for column in columns]
        assert schema["url"] == f"{HOST}/data/{name}.csv"
        assert [row[1] for row in rows] == [one["key"] for one in records(client, name)]
        assert schema["tableSchema"]["primaryKey"] == columns[0]["name"]
        assert len({row[0] for row in rows}) == len(rows)
        for row in rows:
            for column, cell in zip(columns, row, strict=True):
                check_cell(column, cell)


def check_cell(column: dict[str, Any], cell: str) -> None:
    separator = column.get("separator")
    values = cell.split(separator) if separator else [cell]
    assert cell or not column["required"]
    for value in filter(None, values):
        READERS[column["datatype"]](value)


def test_what_a_card_lists_stands_in_one_cell_a_line_each(client: Client, filled: None) -> None:
    head, *rows = lines(client, "polozky")
    assert rows[-1][head.index("aktivity")] == "Kurz\nPoradna"
    last = json.loads(file(client, "polozky.jsonld"))["položky"][-1]
    assert last["aktivity"] == {"cs": ["Kurz", "Poradna"]}
    assert "výstupy" not in last


def test_every_word_means_one_kind_of_thing_and_is_in_the_context(client: Client, db: None) -> None:
    kinds: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for one in SUBJECTS.values():
        for field in one.fields:
            kinds.setdefault(field.term, set()).add(field.kind)
            names.setdefault(field.term, set()).add(field.name)
    assert {term: kind for term, kind in kinds.items() if len(kind) > 1} == {}
    context = client.get("/data/kontext.jsonld").json()["@context"]
    assert set(kinds) <= set(context)
    page = client.get("/data/").content.decode()
    # Both are places on the page, and no two are called alike.
    assert set(kinds).isdisjoint(NAMES)
    anchored = {term for term in kinds if f'<div id="{term}" lang="cs">' in page}
    assert anchored == set(kinds)


def test_texts_stand_under_their_language_and_days_as_instants(client: Client, db: None) -> None:
    fill(1)
    (comment,) = json.loads(file(client, "pripominky.jsonld"))["položky"]
    assert comment["text_připomínky"] == {"cs": "Doplnit 1."}
    assert set(comment["přijato_dne"]) == {"typ", "datum"}
    assert set(comment["vypořádáno"]) == {"typ", "datum_a_čas"}


def test_a_cell_is_never_a_formula(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"), text='=HYPERLINK("http://zle.example")')
    head, row = lines(client, "pripominky")
    assert row[head.index("text_připomínky")] == '\'=HYPERLINK("http://zle.example")'


def test_a_long_dataset_is_read_bite_by_bite_and_loses_nothing(
    client: Client, filled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {name: lines(client, name) for name in NAMES}
    monkeypatch.setattr(subjects, "BITE", 2)
    assert {name: lines(client, name) for name in NAMES} == whole


def test_the_page_leads_to_every_file_and_every_file_is_there(
    client: Client, published: Edition
) -> None:
    page = client.get("/data/").content.decode()
    for name in NAMES:
        for ending in ("csv", "jsonld", "schema.json", "csv-metadata.json"):
            address = f"/data/{name}.{ending}"
            assert f'href="{address}"' in page
            assert client.get(address).status_code == 200


def test_the_page_of_data_costs_no_query(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    client.get("/robots.txt")
    client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/data/").status_code == 200
