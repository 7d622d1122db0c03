"""Cards belong to their edition: copied with it, frozen, sealed, and told in its JSON."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from jsonschema import Draft202012Validator

from strategy import frozen
from strategy.format_views import SCHEMAS
from strategy.formats import sealed
from strategy.integrity import canonical, checking
from strategy.measures import cards, changing
from strategy.measures.cards import Facts
from strategy.models import Card, Cost, Edition, Indicator, Item, Organisation, Plan, Responsibility
from tests.factories import draft_of, item_of, make_plan, publish
from tests.strategy.measures.samples import fill, full_facts

TABLES = [Card, Responsibility, Cost, Indicator]


@pytest.fixture
def filled(plan: Plan) -> Facts:
    return fill(item_of(draft_of(plan), "A1.1"))


def test_a_card_reads_back_as_it_was_written(plan: Plan) -> None:
    facts = full_facts()
    assert fill(item_of(draft_of(plan), "A1.1"), facts) == facts
    measure = item_of(draft_of(plan), "A1.1")
    assert (measure.lead, measure.version) == ("ASZ", 2)
    assert cards.of_edition(measure.edition) == {measure.pk: facts}
    assert cards.of_key(measure.key) == {measure.pk: facts}
    assert cards.of_item(item_of(draft_of(plan), "A1.2")) == cards.EMPTY


def test_publishing_copies_the_card_as_it_is(plan: Plan, filled: Facts) -> None:
    edition = publish(plan)
    pair = [item_of(one, "A1.1") for one in (edition, draft_of(plan))]
    assert [cards.of_item(item) for item in pair] == [filled, filled]
    assert len({item.pk for item in pair}) == 2
    changing.change(pair[1], pair[1].version, None, begins="2018")
    assert cards.of_item(pair[0]) == filled
    assert cards.of_key(pair[0].key) == {
        pair[0].pk: filled,
        pair[1].pk: replace(filled, begins="2018"),
    }


@pytest.mark.parametrize("measures", [1, 3])
def test_cards_take_one_query_however_many(
    db: None, measures: int, django_assert_num_queries: Any
) -> None:
    plan = make_plan(measures=measures)
    facts = full_facts()
    for number in range(1, measures + 1):
        fill(item_of(draft_of(plan), f"A1.{number}"), facts)
    edition = draft_of(plan)
    measure = item_of(edition, "A1.1")
    with django_assert_num_queries(3):
        assert len(cards.of_edition(edition)) == measures
        assert cards.of_item(measure) == facts
        assert list(cards.of_key(measure.key).values()) == [facts]


# Frozen


def refused(deed: Any) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError as refusal:
        assert frozen.MESSAGE in str(refusal)  # noqa: PT017
        return True
    return False


def first_of(model: Any, item: Item) -> Any:
    return model.objects.filter(item=item).order_by("pk")[0]


@pytest.mark.parametrize("model", TABLES)
def test_a_published_card_is_neither_changed_nor_deleted_nor_moved(
    plan: Plan, filled: Facts, model: Any
) -> None:
    edition = publish(plan)
    kept, loose = item_of(edition, "A1.1"), item_of(draft_of(plan), "A1.1")
    row = model.objects.filter(pk=first_of(model, kept).pk)
    field = {Card: "risks", Responsibility: "written", Cost: "note", Indicator: "name"}[model]
    assert refused(lambda: row.update(**{field: "jinak"}))
    assert refused(row.delete)
    assert not refused(lambda: model.objects.filter(item=loose).update(**{field: "jinak"}))
    assert not refused(model.objects.filter(item=loose).delete)
    assert cards.of_item(kept) == filled


@pytest.mark.parametrize("model", TABLES)
def test_nothing_is_added_to_a_published_card_nor_moved_into_or_out_of_one(
    plan: Plan, filled: Facts, model: Any
) -> None:
    edition = publish(plan)
    empty, loose = item_of(edition, "A1.2"), item_of(draft_of(plan), "A1.1")
    column = {
        name.attname: getattr(first_of(model, loose), name.attname) for name in columns(model)
    }
    assert refused(lambda: model.objects.create(**(column | {"item_id": empty.pk})))
    assert not refused(
        lambda: model.objects.create(**(column | {"item_id": item_of(draft_of(plan), "A1.2").pk}))
    )
    loose_rows = model.objects.filter(pk=first_of(model, loose).pk)
    assert refused(lambda: loose_rows.update(item=empty))
    kept_rows = model.objects.filter(pk=first_of(model, item_of(edition, "A1.1")).pk)
    assert refused(lambda: kept_rows.update(item=item_of(draft_of(plan), "A1.3")))


def columns(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.attname != "id"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can truncate")
@pytest.mark.parametrize("model", TABLES)
def test_no_table_of_cards_is_emptied_once_anything_is_published(
    published: Edition, model: Any
) -> None:
    def truncate() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {model._meta.db_table}")

    assert refused(truncate)


# Sealed


@pytest.fixture
def thawed(plan: Plan, filled: Facts) -> Any:
    """A published edition with a full card whose triggers are off."""
    edition = publish(plan)
    frozen.uninstall(connection)
    yield edition
    frozen.install(connection)


CHANGES = [
    (Card, {"risks": "jiné"}),
    (Responsibility, {"written": "jiný"}),
    (Cost, {"amount": 5}),
    (Indicator, {"target": Decimal(1)}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES)
def test_what_is_changed_past_the_triggers_is_told(
    thawed: Edition, model: Any, change: dict[str, Any]
) -> None:
    assert checking.verify() == []
    measure = item_of(thawed, "A1.1")
    model.objects.filter(pk=first_of(model, measure).pk).update(**change)
    places = [fault.place for fault in checking.verify()]
    assert places == ["strategy_edition … strategy_item", "strategy_seal", "strategy_item"]


@pytest.mark.parametrize("model", TABLES)
def test_a_row_that_is_gone_is_told(thawed: Edition, model: Any) -> None:
    first_of(model, item_of(thawed, "A1.1")).delete()
    assert len(checking.verify()) == 3


def test_who_stands_for_a_name_is_sealed_though_the_json_does_not_tell_it(thawed: Edition) -> None:
    other = Organisation.objects.create(name="Jiný odbor")
    led = Responsibility.objects.filter(item=item_of(thawed, "A1.1"), role="lead")
    led.update(organisation=other)
    assert [fault.place for fault in checking.verify()] == ["strategy_edition … strategy_item"]


def test_the_json_tells_the_card_and_keeps_to_its_schema(plan: Plan, filled: Facts) -> None:
    document = json.loads(sealed.content(publish(plan)))
    told = {item["code"]: item["card"] for item in document["items"]}
    assert {code for code, card in told.items() if card is not None} == {"A1.1"}
    assert told["A1.1"]["responsibilities"][0] == {"role": "lead", "written": "ASZ"}
    assert told["A1.1"]["costs"][0]["amount"] == 1_200_000
    assert told["A1.1"]["indicators"][0]["baseline"] == "10.5"
    schema = json.loads(SCHEMAS[2].read_text())
    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert set(schema["$defs"]["card"]["required"]) == set(told["A1.1"])


SPOILED = [
    {"begins": None},
    {"more": ""},
    {"costs": [{"year": 2017, "amount": -1, "source": "", "note": ""}]},
    {"costs": [{"year": 2017}]},
    {"responsibilities": [{"role": "boss", "written": "X"}]},
    {"responsibilities": [{"role": "lead", "written": ""}]},
    {"indicators": [{"name": "X"}]},
]


@pytest.mark.parametrize("spoiled", SPOILED)
def test_the_schema_refuses_a_card_that_is_wrong(
    plan: Plan, filled: Facts, spoiled: dict[str, Any]
) -> None:
    validator = Draft202012Validator(json.loads(SCHEMAS[2].read_text()))
    document = canonical.document(publish(plan), "")
    card = next(item["card"] for item in document["items"] if item["card"])
    card |= spoiled
    assert not validator.is_valid(document)


def test_an_edition_sealed_in_the_first_version_is_still_whole(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canonical, "FORMAT_VERSION", 1)
    edition = publish(plan)
    monkeypatch.undo()
    assert json.loads(edition.seal.document)["format_version"] == 1
    assert checking.verify() == []
    validator = Draft202012Validator(json.loads(SCHEMAS[1].read_text()))
    assert validator.is_valid(json.loads(edition.seal.document))
