"""Points that were split in the middle of what is to be hidden, so that they hold but a piece."""

import re
from collections.abc import Iterable, Iterator

from comments.models import Comment, CommentVersion, Point
from comments.stems import stems_of

# From character up to character, counted without spaces: however lines are broken.
Span = tuple[int, int]


def hide_pieces(comment: Comment, pattern: re.Pattern[str], by: str) -> None:
    """Put `by` in place of pieces of what the pattern finds, where a point begins or ends in one.

    To be called while the wordings still say it. What stands whole in a point is left.
    """
    wordings = [text for version in _versions(comment) for text in version if text]
    for point in comment.points.all():
        pieces = sorted({it for text in wordings for it in _pieces(point.text, text, pattern)})
        if pieces:
            text = _without(point.text, _joined(pieces), by)
            Point.objects.filter(pk=point.pk).update(text=text, stems=stems_of(text))


def _versions(comment: Comment) -> Iterable[tuple[str, ...]]:
    versions = CommentVersion.objects.filter(comment=comment)
    return versions.values_list("text", "proposal", "rationale")


def _pieces(passage: str, text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """What of a passage of a text is a piece of a match: its overlaps with those cut in two."""
    sought, whole = _squeezed(passage), _squeezed(text)
    matches = [_counted(text, *match.span()) for match in pattern.finditer(text)]
    at = whole.find(sought) if sought else -1
    while at >= 0:
        end = at + len(sought)
        for first, last in matches:
            overlap = max(first, at), min(last, end)
            if overlap[0] < overlap[1] and overlap != (first, last):
                yield overlap[0] - at, overlap[1] - at
        at = whole.find(sought, at + 1)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _counted(text: str, start: int, end: int) -> Span:
    before = len(_squeezed(text[:start]))
    return before, before + len(_squeezed(text[start:end]))


def _joined(spans: list[Span]) -> list[Span]:
    """The same, in order, without overlaps."""
    found = [spans[0]]
    for start, end in spans[1:]:
        if start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _without(text: str, spans: list[Span], by: str) -> str:
    letters = [at for at, letter in enumerate(text) if not letter.isspace()]
    for start, end in reversed(spans):
        text = text[: letters[start]] + by + text[letters[end - 1] + 1 :]
    return text
