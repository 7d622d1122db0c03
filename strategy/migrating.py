"""Migrations that are quick however many tables there are."""

from collections.abc import Sequence
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """Create models together, each after those that it points to.

    Django's way draws up anew, for each model, all classes that are related to it, and in a
    portal that is nearly all of them; here they are drawn up once.
    """

    def __init__(self, models: Sequence[Operation]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn up again when the first table is made
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return ", ".join(model.describe() for model in self.models)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations; models that are created one after another are created together."""
    found: list[Operation] = []
    for kind, group in groupby(operations, type):
        several = list(group)
        found += [CreateModels(several)] if kind is CreateModel else several
    return found
