"""The JSON of an edition and the schema that other programs may check it by."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from strategy import editing, editions
from strategy.format_views import SCHEMAS
from strategy.formats import sealed
from strategy.integrity import canonical
from strategy.models import Edition, Plan, Resolution, ResolutionPart
from strategy.outline import outline
from tests.factories import draft_of, item_of, make_part, make_plan, make_resolution, publish
from tests.strategy.formats import texts

SHA256 = "0" * 64
Document = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Document:
    return json.loads(SCHEMAS[canonical.FORMAT_VERSION].read_text())


@pytest.fixture(scope="module")
def validator(schema: Document) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def document_of(edition: Edition) -> Document:
    return json.loads(sealed.content(edition))


@pytest.fixture
def approved(plan: Plan) -> Edition:
    """Edition 2, approved by a resolution with votes and with parts of every kind."""
    publish(plan)
    draft = draft_of(plan)
    editing.change_item(item_of(draft, "A1.1"), 1, lead="Odbor", due="12/2020")
    votes = {"votes_for": 40, "votes_against": 0, "votes_abstained": 3}
    resolution = make_resolution(draft, agenda_item="12", **votes)
    make_part(resolution, verb="notes", subject="finances")
    make_part(resolution, verb="imposes", subject="task", addressee="RMB", due=date(2018, 12, 31))
    return editions.publish(draft, Edition.State.APPROVED, resolution=resolution)


def test_the_bytes_are_those_of_the_seal(published: Edition) -> None:
    content = sealed.content(published)
    assert hashlib.sha256(content).hexdigest() == published.seal.sha256
    assert content.decode() == canonical.encode(canonical.document(published, ""))


def test_the_items_read_back_as_the_outline(real: Edition) -> None:
    items = document_of(real)["items"]
    fields = ("handle", "code", "text", "description", "lead", "due")
    assert [tuple(item[name] for name in fields) for item in items[1:]] == [
        tuple(getattr(row, name) for name in fields) for row in outline(real).rows
    ]
    levels = {items[0]["key"]: 0}
    for item in items[1:]:
        levels[item["key"]] = levels[item["parent"]] + 1
    assert [levels[item["key"]] for item in items[1:]] == [row.level for row in outline(real).rows]


def test_published_editions_keep_to_the_schema(
    real: Edition, other: Edition, approved: Edition, validator: Draft202012Validator
) -> None:
    editions_of_all = [real, other, *approved.plan.editions.published()]
    assert [list(validator.iter_errors(document_of(one))) for one in editions_of_all] == [[]] * 4


@settings(deadline=None)
@given(text=texts.TEXTS, lead=some.text(texts.STORABLE, max_size=200))
def test_any_text_keeps_to_the_schema(
    text: str, lead: str, validator: Draft202012Validator, schema: Document
) -> None:
    document = _small()
    document["items"][1] |= {"text": text, "description": text, "lead": lead}
    document["plan"]["summary"] = text
    assert list(validator.iter_errors(document)) == []


WRONG: list[Callable[[Document], object]] = [
    lambda one: one.pop("items"),
    lambda one: one.update(format="jiný"),
    lambda one: one.update(format_version=1),
    lambda one: one.update(more=""),
    lambda one: one.update(previous_sha256=""),
    lambda one: one.update(previous_sha256=SHA256[1:]),
    lambda one: one["plan"].update(title=""),
    lambda one: one["plan"].update(period_from="2018"),
    lambda one: one["plan"].pop("key"),
    lambda one: one["edition"].update(number=0),
    lambda one: one["edition"].update(stamp="draft"),
    lambda one: one["edition"].update(stamp="approved"),
    lambda one: one["edition"].update(published_at="2018-06-25"),
    lambda one: one["edition"].update(published_at=None),
    lambda one: one["edition"].update(published_in_words="v říjnu"),
    lambda one: one["tiers"][0].update(is_measure=1),
    lambda one: one["items"].clear(),
    lambda one: one["items"].pop(0),
    lambda one: one["items"][0].update(code="A"),
    lambda one: one["items"][0].update(more=""),
    lambda one: one["items"][1].update(parent=None),
    lambda one: one["items"][1].update(tier=None),
    lambda one: one["items"][1].update(key="A"),
    lambda one: one["items"][1].update(email="kdo@example.org"),
    lambda one: one["items"][1].pop("lead"),
    lambda one: one["items"][1].update(text=None),
]


@pytest.mark.parametrize("spoil", WRONG)
def test_what_is_wrong_is_refused(
    spoil: Callable[[Document], object], validator: Draft202012Validator
) -> None:
    document = _small()
    assert validator.is_valid(document)
    spoil(document)
    assert not validator.is_valid(document)


def test_a_resolution_is_checked_to_its_parts(
    approved: Edition, validator: Draft202012Validator
) -> None:
    for spoil in [
        {"body": "rada"},
        {"date": "4. 9. 2018"},
        {"votes_for": -1},
        {"parts": []},
        {"parts": [{"verb": "approves"}]},
    ]:
        document = document_of(approved)
        document["resolution"] |= spoil
        assert not validator.is_valid(document)
    assert not validator.is_valid(document_of(approved) | {"resolution": None})


def test_the_schema_knows_every_word_that_a_resolution_may_use(schema: Document) -> None:
    resolution, part = (schema["$defs"][name]["properties"] for name in ("resolution", "part"))
    assert resolution["body"]["enum"] == [*Resolution.Body, ""]
    assert part["verb"]["enum"] == list(ResolutionPart.Verb)
    assert part["subject"]["enum"] == list(ResolutionPart.Subject)
    assert schema["$defs"]["edition"]["properties"]["stamp"]["enum"] == list(Edition.STAMPS)


def test_the_schema_names_every_field_of_an_item(schema: Document) -> None:
    assert schema["$defs"]["words"]["required"] == [
        *("key", "parent", "tier", *canonical.ITEM_FIELDS, "card")
    ]
    assert list(schema["$defs"]["plan"]["required"]) == ["key", *Edition.COVER]


@pytest.mark.parametrize("measures", [1, 3])
def test_it_takes_one_query(db: None, measures: int, django_assert_num_queries: Any) -> None:
    edition = publish(make_plan(measures=measures))
    with django_assert_num_queries(1):
        sealed.content(edition)


def _small() -> Document:
    """The smallest that keeps to the schema: a plan with one item."""
    root, key = "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"
    words = {"description": "", "lead": "", "due": "", "card": None}
    return {
        "format": canonical.FORMAT,
        "format_version": canonical.FORMAT_VERSION,
        "plan": {
            "key": root,
            "title": "Plán",
            "summary": "",
            "period_from": None,
            "period_to": 2020,
        },
        "edition": {
            "number": 1,
            "stamp": "consultation",
            "published_at": "2018-06-25T22:00:00.000000Z",
            "published_in_words": "",
        },
        "previous_sha256": None,
        "resolution": None,
        "tiers": [{"position": 1, "name": "Cíl", "name_plural": "Cíle", "is_measure": False}],
        "items": [
            {
                "key": root,
                "parent": None,
                "tier": None,
                "code": "",
                "handle": "plan",
                "text": "Plán",
                **words,
            },
            {
                "key": key,
                "parent": root,
                "tier": 1,
                "code": "A",
                "handle": "A",
                "text": "Cíl",
                **words,
            },
        ],
    }
