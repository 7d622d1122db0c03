"""Rows of what the ground has none, or none that nobody sees: room for a canary, no more.

Past the managers and with all guards off, so that no column has to wait for a deed that fills it.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Model
from django.utils import timezone

from kpss.models import Decision, Document, Meeting, News, Task
from strategy.models import Card, Cost, Item, Plan, Round, Summary, Translation
from tests.privacy import columns


def _of_draft() -> dict[str, Any]:
    return {"item": Item.objects.filter(edition__state="draft", card=None).last()}


def _of_unpublished_plan() -> dict[str, Any]:
    return {"plan": Plan.objects.get(slug="nevydany")}


def _without_minutes() -> dict[str, Any]:
    return {"meeting": Meeting.objects.exclude(minutes__state="published").first(), "number": 99}


_FILE = {"file_name": "zprava.pdf", "file_type": "application/pdf", "file_size": 1, "sha256": "0"}
# What is public at times, in a row that is not; in the order in which one needs the other.
HIDDEN: dict[type[Model], Callable[[], dict[str, Any]]] = {
    Plan: lambda: {"slug": "nevydany"},
    Summary: _of_unpublished_plan,
    Translation: _of_unpublished_plan,
    Card: _of_draft,
    Cost: _of_draft,
    Document: lambda: {"is_public": False, **_FILE},
    Task: _without_minutes,
    Decision: _without_minutes,
    News: lambda: {"published_at": None},
    Round: lambda: {"plan": Plan.objects.published().exclude(rounds__closed_at=None).first()},
}


def make() -> None:
    for model, given in HIDDEN.items():
        _fill(model, given())
    kept_from_view = {one.model for one, said in columns.table().items() if not said.is_public}
    private = [one for one in columns.all_models() if one._meta.label in kept_from_view]
    for model in (*private, *columns.past_models()):
        if columns.holding_words(model) and not models.QuerySet(model).exists():
            _fill(model, {})


def _fill(model: type[Model], given: dict[str, Any]) -> None:
    """A row with what is given, and with anything where something has to stand; words are a day."""
    fields = model._meta.concrete_fields
    values = {one.name: _any_value(one) for one in fields if one.name not in given and _needs(one)}
    models.QuerySet(model).bulk_create([model(**values, **given)])


def _needs(field: models.Field) -> bool:
    is_own_key = field.primary_key and not field.is_relation
    return not (field.null or field.has_default() or is_own_key)


def _any_value(field: models.Field) -> Any:
    if field.is_relation:
        return models.QuerySet(field.related_model).first()
    if field.choices:
        return field.choices[0][0]
    kinds = {
        models.UUIDField: uuid.uuid4(),
        models.DateTimeField: timezone.now(),
        models.DateField: timezone.localdate(),
        models.IntegerField: 1,
        models.BooleanField: False,
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "2012")
