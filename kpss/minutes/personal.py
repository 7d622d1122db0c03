"""What in minutes may be somebody's personal data, pointed out before everyone reads them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from comments.checking.personal import Code, found_in
from kpss.minutes import showing
from kpss.minutes.content import Content, content_of
from kpss.models import Meeting, Membership, Minutes

# Of the words before and after what was found.
AROUND = 60


class Suspect(NamedTuple):
    """A passage, what it may be, and the words around it.

    `is_hidden` where that very passage is so already, `is_public` where the public reads it, as
    what is hidden stands now.
    """

    passage: str
    kind: str
    before: str
    after: str
    is_hidden: bool
    is_public: bool


def suspects(minutes: Minutes) -> list[Suspect]:
    """Likely personal data and names that are not public, each passage once."""
    content = showing.named(content_of(minutes))
    passages = list(minutes.hidden.values_list("text", flat=True))
    hidden = {text.casefold() for text in passages}
    found: dict[str, Suspect] = {}
    names = unpublished_names(minutes)
    public = _passages(showing.without(content, passages), names)
    for text in showing.words_of(content):
        for start, end, kind in _found(text, names):
            passage = _joined(text[start:end])
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            standing = passage.casefold() in hidden, passage in public
            found.setdefault(passage, Suspect(passage, kind, before, after, *standing))
    return list(found.values())


def unjudged(minutes: Minutes) -> list[str]:
    """Passages that look personal and that the public would read."""
    return [one.passage for one in suspects(minutes) if one.is_public]


def unpublished_names(minutes: Minutes) -> list[str]:
    """Names of the body's members that are not public. One query."""
    return _unpublished(minutes.meeting.body_id)


def _unpublished(body_id: int) -> list[str]:
    members = Membership.objects.filter(body=body_id).unnamed()
    names = members.exclude(person__name="").values_list("person__name", flat=True)
    return sorted(set(names))


def in_agenda(meeting: Meeting) -> list[str]:
    """Passages that look personal in the titles that everyone reads. Three queries."""
    names = _unpublished(meeting.body_id)
    titles = [point.row.title for point in showing.public_agenda(meeting)]
    return sorted(
        {_joined(one[start:end]) for one in titles for start, end, _kind in _found(one, names)}
    )


def looks_so(content: Content) -> bool:
    """Whether there is likely personal data in it, names aside."""
    return any(found_in(text) for text in showing.words_of(content))


def _passages(content: Content, names: list[str]) -> set[str]:
    words = showing.words_of(content)
    return {_joined(text[start:end]) for text in words for start, end, _kind in _found(text, names)}


def _joined(passage: str) -> str:
    return " ".join(passage.split())


def _found(text: str, names: list[str]) -> Iterator[tuple[int, int, str]]:
    for passage in found_in(text):
        yield passage.start, passage.end, str(Code(passage.code).label)
    if pattern := showing.pattern_of(names):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), _("name of a member that is not public")
