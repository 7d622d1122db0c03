"""Deeds that break a constraint of what explains plans, of translations and of the search."""

from collections.abc import Callable
from uuid import UUID

from strategy.models import (
    AccessibilityStatement,
    Plan,
    SearchDue,
    SearchEntry,
    Summary,
    Term,
    Translation,
)


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def _entry() -> None:
    SearchEntry.objects.create(source="s", whole="1", ref="1", in_force=True, title="T")


def _summary(plan: Plan) -> None:
    Summary.objects.create(plan=plan, item_key=UUID(int=1), wording="W", digest="d", text="S")


def _translation(plan: Plan) -> None:
    named = {"item_key": UUID(int=1), "language": "en", "digest": "d"}
    Translation.objects.create(plan=plan, wording="W", text="T", **named)


def _term(plan: Plan | None) -> None:
    Term.objects.create(plan=plan, word="gestor", explanation="Kdo odpovídá.")


WRONG: dict[str, list[Callable[[Plan], object]]] = {
    "one_accessibility_statement": [lambda plan: AccessibilityStatement.objects.create(pk=2)],
    "search_due_once": [
        lambda plan: twice(lambda: SearchDue.objects.create(source="s", whole="1"))
    ],
    "search_entry_once_in_source": [lambda plan: twice(_entry)],
    "summary_once_for_wording": [lambda plan: twice(lambda: _summary(plan))],
    "term_once_for_all_plans": [lambda plan: twice(lambda: _term(None))],
    "term_once_in_plan": [lambda plan: twice(lambda: _term(plan))],
    "translation_once_for_wording": [lambda plan: twice(lambda: _translation(plan))],
}
