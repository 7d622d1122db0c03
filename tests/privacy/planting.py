"""Canaries: a word of its own in every column, and row, that is not for everybody."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Left

from comments.models import Comment
from strategy.models import Plan
from tests.pristine import GUARDS
from tests.privacy import columns, missing

# Rows of what is public at times that nobody from outside may see.
_DRAFT = Q(edition__state="draft")
_OF_DRAFT = Q(item__edition__state="draft")
_SHOWN = Q(state="published")
_UNPUBLISHED = ~Q(meeting__minutes__state="published")


def _no_edition() -> Q:
    return ~Q(plan=None) & ~Q(plan__in=Plan.objects.published())


NOT_SHOWN: dict[str, Any] = {
    "strategy.Plan": lambda: ~Q(pk__in=Plan.objects.published()),
    "strategy.Edition": lambda: Q(state="draft"),
    "strategy.Summary": _no_edition,
    "strategy.Translation": _no_edition,
    "strategy.Item": lambda: _DRAFT,
    "strategy.Card": lambda: _OF_DRAFT,
    "strategy.Responsibility": lambda: _OF_DRAFT,
    "strategy.Cost": lambda: _OF_DRAFT,
    "strategy.Indicator": lambda: _OF_DRAFT,
    "strategy.Resolution": lambda: _DRAFT,
    "strategy.ResolutionPart": lambda: Q(resolution__edition__state="draft"),
    "strategy.Round": lambda: Q(closed_at=None),
    "comments.Comment": lambda: ~_SHOWN,
    "comments.CommentVersion": lambda: ~Q(comment__in=_once_shown()),
    "comments.Contact": lambda: ~Q(comment__in=_once_shown()) | Q(comment__name_public=False),
    "comments.Point": lambda: ~Q(comment__in=_once_shown()),
    "comments.Settlement": lambda: Q(state__in=["draft", "checked"]),
    "comments.Reaction": lambda: Q(words_public=False),
    "kpss.Document": lambda: Q(is_public=False),
    "kpss.Person": lambda: Q(name_public=False) | Q(memberships__side="service_user"),
    "kpss.AgendaPoint": lambda: _UNPUBLISHED,
    "kpss.Minutes": lambda: ~_SHOWN,
    "kpss.MinutesVersion": lambda: ~Q(minutes__state="published"),
    "kpss.Task": lambda: _UNPUBLISHED,
    "kpss.Decision": lambda: _UNPUBLISHED,
    "kpss.News": lambda: Q(published_at=None),
}
# A canary in letters. Shorter columns hold codes and days, of which none is somebody's.
LONGEST = 20

# Where each was planted, by its word: “comments.Contact.email”.
Canaries = dict[str, str]


def _once_shown() -> QuerySet[Comment]:
    return Comment.objects.filter(state="published", version__gt=0)


def plant() -> Canaries:
    """Into every row there is; in a transaction that is rolled back, with all guards off."""
    for guard in GUARDS:
        guard.uninstall(connection)
    missing.make()
    planted: Canaries = {}
    for model, rows, fields in _places():
        if not rows:
            continue
        words = {field: f"kanarek{len(planted) + number}x" for number, field in enumerate(fields)}
        values = {field.name: _valued(field, word) for field, word in words.items()}
        # Past the managers: no rule of a model is to keep a canary out.
        planted |= {word: f"{model._meta.label}.{field.name}" for field, word in words.items()}
        if values:
            models.QuerySet(model).filter(pk__in=rows).update(**values)
    return planted


def _places() -> Iterator[tuple[type[Model], list[Any], list[models.Field]]]:
    """Models, keys of their rows, and the columns that are private there."""
    said = columns.table()
    for model in columns.all_models():
        label, everything = model._meta.label, models.QuerySet(model)
        fields = list(filter(_has_room, columns.holding_words(model)))
        private = [one for one in fields if said[label, one.name].is_private]
        yield model, _keys(everything), private
        at_times = [one for one in fields if not said[label, one.name].is_public]
        hidden = everything.filter(NOT_SHOWN[label]()) if label in NOT_SHOWN else everything
        yield model, _keys(hidden), [one for one in at_times if one not in private]
    for model in columns.past_models():
        fields = list(filter(_has_room, columns.holding_words(model)))
        yield model, _keys(models.QuerySet(model)), fields


def needed() -> set[str]:
    """Every column that has to hold one: what is private, be it at times or in history."""
    said = columns.table()
    now = [
        (model, one)
        for model in columns.all_models()
        for one in columns.holding_words(model)
        if not said[model._meta.label, one.name].is_public
    ]
    past = [(model, one) for model in columns.past_models() for one in columns.holding_words(model)]
    return {f"{model._meta.label}.{one.name}" for model, one in now + past if _has_room(one)}


def _keys(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.values_list("pk", flat=True))


def _has_room(field: models.Field) -> bool:
    is_address = isinstance(field, models.GenericIPAddressField)
    is_long = field.max_length is None or field.max_length >= LONGEST
    return is_long and not field.choices and not is_address


def _valued(field: models.Field, word: str) -> Any:
    """The word as the column holds words; with the row's key, where no two may be the same."""
    if isinstance(field, models.JSONField):
        return {word: word}
    if isinstance(field, models.BinaryField):
        return word.encode()
    end = "@example.cz" if field.name in ("email", "to", "recipient") else ""
    key = Left(Cast("pk", models.TextField()), 6)
    return Concat(Value(word), key, Value(end), output_field=models.TextField())
