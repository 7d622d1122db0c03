"""Models that a migration creates together."""

import pytest
from django.db import connection, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from strategy.migrating import CreateModels, together


def key() -> models.BigAutoField:
    return models.BigAutoField(primary_key=True)


def to_first() -> models.ForeignKey:
    return models.ForeignKey("strategy.first", models.CASCADE, null=True)


OPERATIONS = [
    CreateModel("First", [("id", key()), ("name", models.CharField(max_length=9, unique=True))]),
    CreateModel("Second", [("id", key()), ("first", to_first())]),
    AddField("First", "text", models.TextField(null=True)),
    CreateModel("Third", [("id", key()), ("first", to_first())]),
]


def sql(operations: list[Operation]) -> list[list[str]]:
    """What is said to the database forwards and backwards."""
    migration = Migration("0001_three_models", "strategy")
    migration.operations = operations
    told = []
    for run in (migration.apply, migration.unapply):
        with connection.schema_editor(collect_sql=True) as editor:
            run(ProjectState(), editor, collect_sql=True)
        told.append(editor.collected_sql)
    return told


def test_only_what_follows_one_another_is_created_together() -> None:
    kinds = [type(operation) for operation in together(OPERATIONS)]
    assert kinds == [CreateModels, AddField, CreateModels]


def test_the_database_is_told_the_same_as_one_by_one(committed: None) -> None:
    def tables(told: list[list[str]]) -> list[list[str]]:
        return [[line for line in lines if "TABLE" in line] for lines in told]

    forwards, backwards = tables(sql(together(OPERATIONS)))
    assert [forwards, backwards] == tables(sql(OPERATIONS))
    assert sum(line.startswith("CREATE TABLE") for line in forwards) == 3


@pytest.mark.both_databases
def test_what_is_created_together_is_known_to_what_comes_after() -> None:
    one_by_one, at_once = ProjectState(), ProjectState()
    assert at_once.apps.get_models() == []
    for operation in OPERATIONS:
        operation.state_forwards("strategy", one_by_one)
    for operation in together(OPERATIONS):
        operation.state_forwards("strategy", at_once)
    assert at_once == one_by_one
    assert [model.__name__ for model in at_once.apps.get_models()] == ["First", "Second", "Third"]
