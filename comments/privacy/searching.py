"""Finding words in the rows about a comment, and putting something else in their place."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import CharField, JSONField, Model, Q, QuerySet, TextField
from django.utils.html import escape

from comments.models import (
    Comment,
    CommentVersion,
    Handling,
    Original,
    Point,
    Reaction,
    Settlement,
)
from comments.privacy import cutting
from comments.privacy.hidden import HIDDEN
from comments.stems import stems_of
from strategy.letters import folder
from strategy.models import Letter, PageRevision

Replacing = Callable[[str], str]
# Primary keys by the name of a model of ours.
Rows = dict[str, Iterable[int]]


def about(comment: Comment) -> str:
    """By which name a letter says that it speaks of a comment."""
    return f"comments.comment:{comment.pk}"


def hold(comments: Iterable[Comment]) -> None:
    """Lock comments with all that `replace_everywhere` rewrites, in the order of every deed.

    Comments, those too that are answered together with them, then points, then the plans' pages.
    """
    keys = {comment.pk for comment in comments}
    answered_together = Q(together_with__comment__in=keys) | Q(followers__comment__in=keys)
    points = Point.objects.filter(Q(comment__in=keys) | answered_together)
    of_all = Q(pk__in=keys) | Q(pk__in=points.values("comment"))
    held = Comment.objects.filter(of_all).order_by("pk").select_for_update()
    plans = {plan_id for pk, plan_id in held.values_list("pk", "plan") if pk in keys}
    locked = Point.objects.filter(pk__in=points.values("pk")).order_by("pk").select_for_update()
    list(locked.values_list("pk"))
    for plan_id in sorted(plans):
        PageRevision.hold(plan_id)


def replace_everywhere(comment: Comment, passage: str, by: str = HIDDEN) -> int:
    """Put `by` in place of a passage in every row about a comment; answers how many changed.

    In its points and answers (of those settled together with it, too), reactions, internal notes,
    their histories, the log of the administration and letters; not in the comment's own wordings,
    of which whoever redacts keeps the original. In any case, spacing and escaping.
    """
    if not passage.strip():
        return 0
    pattern = re.compile(_written(passage), re.IGNORECASE)
    return _replace(pattern, by, [*_places(comment), _logged(comment, passage)])


def hide_person(comment: Comment, name: str) -> int:
    """Put “[údaj skryt]” instead of a name or an address in what came from who sent a comment.

    In its wordings, points, reactions and the letters about it, and what is logged of those.
    """
    if not name.strip():
        return 0
    cutting.hide_pieces(comment, _of_person(name), HIDDEN)
    places = [*_own_places(comment), *_wordings(comment), _logged_of(_own_rows(comment))]
    return _replace(_of_person(name), HIDDEN, places)


def hide_in_answers(comment: Comment, name: str) -> int:
    """The same in what others wrote about it: answers, notes, their histories, and the log."""
    if not name.strip():
        return 0
    places = [*_others_places(comment), _logged(comment, name)]
    return _replace(_of_person(name), HIDDEN, places)


def stand_in_answers(comment: Comment, name: str) -> dict[type[Model], list[str]]:
    """What `hide_in_answers` would rewrite: the texts with the name, each once, by model."""
    if not name.strip():
        return {}
    pattern, found = _of_person(name), dict[type[Model], list[str]]()
    for rows in [*_others_places(comment), _logged(comment, name)]:
        texts = (str(getattr(row, field.attname)) for row in rows for field in _fields(rows.model))
        if holding := list(dict.fromkeys(text for text in texts if pattern.search(text))):
            found[rows.model] = holding
    return found


def cut_at(text: str, name: str) -> list[tuple[str, bool]]:
    """A text in its order in pieces, each with whether it is the name or the address."""
    parts = re.split(f"({_of_person(name).pattern})", text, flags=_of_person(name).flags)
    return [(part, at % 2 == 1) for at, part in enumerate(parts) if part]


def hidden_in(text: str, *names: str) -> str:
    """A text without those names and addresses."""
    return hiding(*names)(text)


def hiding(*names: str) -> Replacing:
    """What makes of any text one without those names and addresses."""
    patterns = [_of_person(name) for name in filter(str.strip, names)]

    def hidden(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(HIDDEN, text)
        return text

    return hidden


def mentions_elsewhere(comment: Comment, *names: str) -> list[Comment]:
    """Other comments of the plan that hold a name or an e-mail; theirs are not the deed's."""
    wanted = Q(pk=None)
    for said in filter(str.strip, names):
        for column in ("text", "proposal", "rationale"):
            wanted |= Q(**{f"{column}__icontains": said})
    versions = CommentVersion.objects.filter(wanted, comment__plan=comment.plan_id)
    found = versions.exclude(comment=comment).values("comment")
    return list(Comment.objects.filter(pk__in=found).order_by("number"))


def _of_person(name: str) -> re.Pattern[str]:
    """Whole words; a name of one word in its own case, for “Zahradník” is not “zahradník”."""
    case = re.NOFLAG if len(name.split()) == 1 and "@" not in name else re.IGNORECASE
    return re.compile(rf"(?<!\w)(?:{_written(name)})(?!\w)", case)


def _replace(pattern: re.Pattern[str], by: str, places: Iterable[QuerySet[Any]]) -> int:
    return sum(
        _replace_in(place, lambda text: pattern.sub(lambda _found: by, text)) for place in places
    )


def _written(passage: str) -> str:
    """A passage as it stands in a text, in HTML, and in the JSON of the administration's log."""
    words = passage.split()
    ways = {_spaced(words), _spaced(map(escape, words)), _spaced(map(_in_json, words))}
    return "|".join(sorted(ways))


def _spaced(words: Iterable[str]) -> str:
    return r"(?:\s|&nbsp;|\\u00a0)+".join(map(re.escape, words))


def _in_json(word: str) -> str:
    return json.dumps(word)[1:-1]


def _places(comment: Comment) -> list[QuerySet[Any]]:
    """Rows about a comment that hold anybody's words, without its own wordings."""
    return [*_own_places(comment), *_others_places(comment)]


def _own_places(comment: Comment) -> list[QuerySet[Any]]:
    """Those with words of who sent it, and letters to them."""
    return [
        Comment.objects.filter(pk=comment.pk),
        Comment.history.filter(id=comment.pk),
        Point.objects.filter(comment=comment),
        Reaction.objects.filter(settlement__point__comment=comment),
        Letter.objects.filter(about=about(comment)),
    ]


def _others_places(comment: Comment) -> list[QuerySet[Any]]:
    """Those with words of the city, and of who was answered together with it."""
    own = list(comment.points.values_list("pk", flat=True))
    answered_together = Q(together_with__in=own) | Q(followers__in=own)
    together = list(Point.objects.filter(answered_together).values_list("pk", flat=True))
    return [
        Settlement.objects.filter(point__in=[*own, *together]),
        Settlement.history.filter(point__in=[*own, *together]),
        Handling.objects.filter(point__in=own),
        Handling.history.filter(point__in=own),
        Reaction.objects.filter(settlement__point__in=together),
    ]


def _wordings(comment: Comment) -> list[QuerySet[Any]]:
    return [
        CommentVersion.objects.filter(comment=comment),
        Original.objects.filter(version__comment=comment),
    ]


def _own_rows(comment: Comment) -> Rows:
    points = comment.points.values_list("pk", flat=True)
    return {"comment": [comment.pk], "contact": [comment.pk], "point": points}


def _logged(comment: Comment, passage: str) -> QuerySet[LogEntry]:
    """Entries about the comment and what belongs to it, and those that hold the passage."""
    settlements = Settlement.objects.filter(point__comment=comment)
    handlings = Handling.objects.filter(point__comment=comment)
    rows = _own_rows(comment) | {
        "settlement": settlements.values_list("pk", flat=True),
        "handling": handlings.values_list("pk", flat=True),
    }
    holding = Q(change_message__icontains=passage) | Q(object_repr__icontains=passage)
    return _logged_of(rows, holding)


def _logged_of(rows: Rows, wanted: Q | None = None) -> QuerySet[LogEntry]:
    """Entries of the administration's log about those rows, by model, or that are wanted."""
    wanted = wanted or Q(pk=None)
    for model, keys in rows.items():
        wanted |= Q(content_type__model=model, object_id__in=[str(key) for key in keys])
    return LogEntry.objects.filter(wanted, content_type__app_label="comments")


def _replace_in(rows: QuerySet[Any], replaced: Replacing) -> int:
    """Rewrite the texts of rows past their guards and histories; answers how many changed."""
    fields, changed = _fields(rows.model), 0
    for row in rows:
        given = {field.attname: getattr(row, field.attname) for field in fields}
        new = {
            field.attname: _in_value(given[field.attname], replaced, field.max_length)
            for field in fields
        }
        if new != given:
            changed += 1
            _write(row, new)
    return changed


def _write(row: Model, values: dict[str, Any]) -> None:
    if isinstance(row, Point):
        values["stems"] = stems_of(values["text"])
    if isinstance(row, CommentVersion):
        values["stems"] = stems_of(f"{values['proposal']} {values['rationale']}")
    if isinstance(row, Letter):
        folder.forget([row.message_id])
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if _holds_words(field)]


def _holds_words(field: Any) -> bool:
    is_text = isinstance(field, CharField | TextField | JSONField)
    return is_text and not field.choices and not field.primary_key


def _in_value(value: Any, replaced: Replacing, longest: int | None = None) -> Any:
    """The same with every text in it replaced, whatever it is made of."""
    if isinstance(value, str):
        return replaced(value)[:longest]
    if isinstance(value, list):
        return [_in_value(part, replaced) for part in value]
    if isinstance(value, dict):
        return {name: _in_value(part, replaced) for name, part in value.items()}
    return value
