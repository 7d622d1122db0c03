"""What in minutes may be somebody's personal data, pointed out before everyone reads them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from comments.checking.personal import Code, found_in
from kpss.minutes import showing
from kpss.minutes.content import Content, content_of
from kpss.models import Membership, Minutes

# Of the words before and after what was found.
AROUND = 60


class Suspect(NamedTuple):
    """A passage, what it may be, and the words around it; `is_hidden` where it is so already."""

    passage: str
    kind: str
    before: str
    after: str
    is_hidden: bool


def suspects(minutes: Minutes) -> list[Suspect]:
    """Likely personal data and names that are not public, each passage once."""
    content = showing.named(content_of(minutes))
    hidden = {text.casefold() for text in minutes.hidden.values_list("text", flat=True)}
    found: dict[str, Suspect] = {}
    names = unpublished_names(minutes)
    for text in showing.words_of(content):
        for start, end, kind in _found(text, names):
            passage = " ".join(text[start:end].split())
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            is_hidden = passage.casefold() in hidden
            found.setdefault(passage, Suspect(passage, kind, before, after, is_hidden))
    return list(found.values())


def unpublished_names(minutes: Minutes) -> list[str]:
    """Names of the body's members that are not public. One query."""
    members = Membership.objects.filter(body=minutes.meeting.body_id).unnamed()
    names = members.exclude(person__name="").values_list("person__name", flat=True)
    return sorted(set(names))


def looks_so(content: Content) -> bool:
    """Whether there is likely personal data in it, names aside."""
    return any(found_in(text) for text in showing.words_of(content))


def _found(text: str, names: list[str]) -> Iterator[tuple[int, int, str]]:
    for passage in found_in(text):
        yield passage.start, passage.end, str(Code(passage.code).label)
    if pattern := showing.pattern_of(names):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), _("name of a member that is not public")
