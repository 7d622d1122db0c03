"""What in minutes may be somebody's personal data, pointed out before everyone reads them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from comments.checking.personal import Code, found_in
from kpss.minutes import showing
from kpss.minutes.content import Content, content_of
from kpss.minutes.names import Names
from kpss.models import Meeting, Membership, Minutes
from kpss.models.bodies import MembershipQuerySet

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
    content, said = showing.named(content_of(minutes)), showing.said_of(minutes.meeting)
    passages = list(minutes.hidden.values_list("text", flat=True))
    hidden = {text.casefold() for text in passages}
    found: dict[str, Suspect] = {}
    names = _names(minutes.meeting.body_id)
    shown = showing.without(content, passages, showing.carried(minutes, content))
    read = [*showing.words_of(shown), *(showing.shown(text, passages) for text in said)]
    public = _passages(read, names)
    for text in [*showing.words_of(content), *said]:
        for start, end, kind in _found(text, names):
            passage = _joined(text[start:end])
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            standing = passage.casefold() in hidden, passage in public
            found.setdefault(passage, Suspect(passage, kind, before, after, *standing))
    return list(found.values())


def unjudged(minutes: Minutes) -> list[str]:
    """Passages that look personal and that the public would read."""
    return [one.passage for one in suspects(minutes) if one.is_public]


def unpublished_names(body_id: int) -> list[str]:
    """Names of a body's members that are not public. One query."""
    return _of(Membership.objects.filter(body=body_id).unnamed())


def _names(body_id: int) -> Names:
    """Those of the body that are not public, beside all that are. Two queries."""
    unpublished = unpublished_names(body_id)
    return Names(unpublished, _of(Membership.objects.named()) if unpublished else [])


def _of(members: MembershipQuerySet) -> list[str]:
    names = members.exclude(person__name="").values_list("person__name", flat=True)
    return sorted(set(names))


def in_agenda(meeting: Meeting) -> list[str]:
    """Passages that look personal in the titles that everyone reads. Four queries."""
    names = _names(meeting.body_id)
    titles = [point.row.title for point in showing.public_agenda(meeting)]
    return sorted(
        {_joined(one[start:end]) for one in titles for start, end, _kind in _found(one, names)}
    )


def looks_so(content: Content) -> bool:
    """Whether there is likely personal data in it, names aside."""
    return any(found_in(text) for text in showing.words_of(content))


def _passages(texts: Iterable[str], names: Names) -> set[str]:
    return {_joined(text[start:end]) for text in texts for start, end, _kind in _found(text, names)}


def _joined(passage: str) -> str:
    return " ".join(passage.split())


def _found(text: str, names: Names) -> Iterator[tuple[int, int, str]]:
    for passage in found_in(text):
        yield passage.start, passage.end, str(Code(passage.code).label)
    for start, end in names.found_in(text):
        yield start, end, _("name of a member that is not public")
