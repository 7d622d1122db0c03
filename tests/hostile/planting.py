"""Every payload in every text that people write, as its field takes it.

Each payload goes alone through the cleaning and judging of the form field and of the column; what
is left of it is what a form would have stored. All that a field takes are put in one after another
in every row, each time beginning with the next, so that each stands at the beginning of some cell.
SQLite holds as much as there is; on PostgreSQL a line takes what its length allows.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from strategy.characters import plain
from tests.hostile.payloads import MARKER, PAYLOADS, Payload

APPS = ("strategy", "comments", "kpss", "auth", "admin")
TEXTS = (models.CharField, models.TextField)
# What no person writes a word of, with the reason: models, or columns that a form could have.
LEFT = {
    "strategy.allowance": "keyed hashes of networks",
    "strategy.auditentry": "names of deeds and rows",
    "strategy.audithead": "a hash",
    "strategy.erasedfile": "kinds and hashes",
    "strategy.job": "orders of files",
    "strategy.ledgerentry": "kinds and hashes",
    "strategy.letter": "written once more in `letters`",
    "strategy.rendition": "a hash",
    "strategy.seal": "the text of an edition, sealed; a file for machines",
    "strategy.archivedpdf": "hashes",
    "strategy.searchentry": "made anew of what is planted",
    "strategy.searchstem": "made anew of what is planted",
    "strategy.searchdue": "names of what is to be searched",
    "comments.erasedfile": "kinds and hashes",
    "auth.user.password": "a hash",
    "auth.user.username": "what the matrix signs in by; only letters, digits and four signs",
    "auth.group.name": "what rights are given by",
    "auth.permission": "ours",
    "admin.logentry.object_id": "a key",
    "comments.commentversion.stems": "made of the words",
    "comments.point.stems": "made of the words",
    "kpss.document.file_name": "cleaned by its own rules (`guards`)",
}


class Planted(NamedTuple):
    """What stands now where, by the text that stood there; which fields took which payloads."""

    instead: dict[str, str]
    taken: dict[str, set[str]]


def written_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Columns of text that are neither a choice, nor an address of a page, nor a file."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and model._meta.managed:
            for field in model._meta.concrete_fields:
                if is_written(field) and not is_left(model, field):
                    yield model, field


def is_written(field: models.Field) -> bool:
    """Whether a form could have it for words; of data only what copies such words is replaced."""
    if isinstance(field, models.JSONField):
        return True
    is_text = isinstance(field, TEXTS) and not isinstance(
        field, (models.SlugField, models.FileField)
    )
    return is_text and field.editable and not field.choices and field.name != "language"


def is_left(model: type[models.Model], field: models.Field) -> bool:
    return bool({name_of(model, field), called(model)} & {*LEFT})


def called(model: type[models.Model]) -> str:
    """A row of the history is called as what it is the history of."""
    of = getattr(model, "instance_type", model)
    return of._meta.label_lower


def name_of(model: type[models.Model], field: models.Field) -> str:
    return f"{called(model)}.{field.name}"


def plant() -> Planted:
    """In one transaction; triggers that keep what is published are off for it."""
    planted = Planted({}, {})
    with transaction.atomic():
        without_triggers()
        fields = list(written_fields())
        for model, field in fields:
            if not isinstance(field, models.JSONField):
                _plant_in(model, field, planted)
        for model, field in fields:
            if isinstance(field, models.JSONField):
                plant_in_data(model, field, planted)
    return planted


def without_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def _plant_in(model: type[models.Model], field: models.Field, planted: Planted) -> None:
    own = taken_by(field)
    planted.taken.setdefault(name_of(model, field), set()).update(marker for marker, _text in own)
    rows = model._base_manager.order_by("pk").values_list("pk", field.attname)
    for number, (key, before) in enumerate(rows):
        text = _together(own, number, field) if own else ""
        if text and _stored(model, field, key, text) and before:
            planted.instead.setdefault(before, text)


def taken_by(field: models.Field) -> list[tuple[str, str]]:
    """Each payload that may be written there, by its marker, as it would be stored."""
    return [(one.marker, text) for one in PAYLOADS if (text := as_stored(field, one)) is not None]


def as_stored(field: models.Field, payload: Payload) -> str | None:
    """None where a form or the column refuses it."""
    https = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    try:
        formed = field.formfield(**https).clean(payload.text)
        stored = field.clean(formed, None)
    except ValidationError:
        return None
    # Forms whose columns clean nothing do so in a field of their own (`form_fields.PlainField`).
    return plain(stored) if isinstance(stored, str) and MARKER.search(stored) else None


def _together(own: list[tuple[str, str]], number: int, field: models.Field) -> str:
    start = number * 7 % len(own)
    texts = [text for _marker, text in own[start:] + own[:start]]
    if isinstance(field, (models.URLField, models.EmailField)):
        return texts[0]
    between = "\n" if isinstance(field, models.TextField) else " "
    if connection.vendor == "sqlite" or field.max_length is None:
        return between.join(texts)
    whole = texts[0][: field.max_length]
    for text in texts[1:]:
        if len(whole) + len(text) < field.max_length:
            whole += between + text
    return whole


def _stored(model: type[models.Model], field: models.Field, key: Any, text: str) -> bool:
    """False where the database holds the row to say something else."""
    for end in ("", f" č. {key}"):
        written = text if not field.max_length else f"{text[: field.max_length * 99]}"
        written = written[: len(written) if _is_roomy(field) else field.max_length - len(end)]
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=key).update(**{field.attname: written + end})
            return True
        except IntegrityError:
            continue
    return False


def _is_roomy(field: models.Field) -> bool:
    return connection.vendor == "sqlite" or field.max_length is None


def plant_in_data(model: type[models.Model], field: models.Field, planted: Planted) -> None:
    """Data hold copies of texts: each text that was replaced is replaced there, too."""
    for key, data in model._base_manager.values_list("pk", field.attname):
        replaced = instead_of(data, planted.instead)
        if replaced != data:
            found = {f"xq{number}z" for number in MARKER.findall(json.dumps(replaced))}
            planted.taken.setdefault(name_of(model, field), set()).update(found)
            model._base_manager.filter(pk=key).update(**{field.attname: replaced})


def instead_of(data: Any, instead: dict[str, str]) -> Any:
    """The same data with other texts; names of what they are stay."""
    if isinstance(data, dict):
        return {name: instead_of(value, instead) for name, value in data.items()}
    if isinstance(data, list):
        return [instead_of(value, instead) for value in data]
    return instead.get(data, data) if isinstance(data, str) else data
