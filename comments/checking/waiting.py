"""What an officer needs to see of a comment in order to decide on it."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.utils.timezone import localdate

from comments import reading, redaction, table
from comments.checking import doubts, lookalikes, personal
from comments.checking.lookalikes import Body
from comments.models import Comment, CommentVersion, Contact
from comments.models.comments import CommentQuerySet
from strategy.models import Item
from strategy.wording import Segment, differences

_EDITION = ("item__edition__plan", "item__edition__consultation")


class Stretch(NamedTuple):
    """A run of text; `doubt` says what it probably is, empty where nothing was found."""

    text: str
    doubt: str


class Said(NamedTuple):
    """One field of a part, and how it differs from what readers see now, where it does."""

    field: str
    stretches: list[Stretch]
    differences: list[Segment]


class Part(NamedTuple):
    """What is said of one item."""

    item: Item
    weight: str
    said: list[Said]


class Doubt(NamedTuple):
    """What to look at, in words, with the words it was found in."""

    code: str
    label: str
    passages: list[str]


class Card(NamedTuple):
    """A comment to decide on. `sender` is empty for who may not see it, `due` where no law says."""

    comment: Comment
    seen: int
    author: str
    sender: str
    received: str
    parts: list[Part]
    doubts: list[Doubt]
    due: date | None
    overdue: bool
    late: bool

    @property
    def is_plain(self) -> bool:
        """Whether it can be published together with others: nothing asks for a second look."""
        return not self.doubts and self.comment.state == Comment.State.RECEIVED


def with_wordings(comments: CommentQuerySet) -> CommentQuerySet:
    """Add what `card` needs; three queries for however many."""
    records = Comment.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_id")
    shown = Q(number=F("comment__newest_version")) | Q(number=F("comment__version"))
    versions = CommentVersion.objects.filter(shown).select_related("item__tier")
    return (
        comments.select_related("plan", "contact", *_EDITION)
        .annotate(seen=Subquery(records.values("history_id")[:1]))
        .prefetch_related(Prefetch("versions", versions.order_by("number", "part")))
    )


def card(comment: Comment, *, sees_contact: bool, known: Sequence[Body] = ()) -> Card:
    """A comment of `with_wordings`, ready to be shown; `known` are the bodies of `lookalikes`."""
    parts = _parts(comment)
    contact = getattr(comment, "contact", None) or Contact()
    name = contact.name if comment.name_public else ""
    due = _due(comment)
    return Card(
        comment=comment,
        seen=comment.seen,  # type: ignore[attr-defined]
        author=reading.signature(comment.number, name, comment.organisation),
        sender=", ".join(filter(None, [contact.name, contact.email])) if sees_contact else "",
        received=reading.moment(comment.received_at, day_only=comment.received_on_day_only),
        parts=parts,
        doubts=_doubts(comment, contact, parts, known, sees_contact=sees_contact),
        due=due,
        overdue=due is not None and due < localdate(),
        late=_is_late(comment),
    )


def stretches(text: str) -> list[Stretch]:
    """The text cut where likely personal data begins and ends."""
    cut, at = [], 0
    for passage in personal.found_in(text):
        cut += [Stretch(text[at : passage.start], "")]
        cut += [Stretch(text[passage.start : passage.end], str(personal.Code(passage.code).label))]
        at = passage.end
    return [stretch for stretch in [*cut, Stretch(text[at:], "")] if stretch.text]


def _parts(comment: Comment) -> list[Part]:
    by_number = {
        number: list(parts)
        for number, parts in groupby(comment.versions.all(), lambda version: version.number)
    }
    for version in comment.versions.all():
        version.item.edition = comment.item.edition
    shown = by_number[comment.version]
    if not comment.is_amended:
        return [_part(version, None) for version in shown]
    before, newest = {part.part: part for part in shown}, by_number[comment.newest_version]
    return [_part(version, before.get(version.part)) for version in newest]


def _part(version: CommentVersion, before: CommentVersion | None) -> Part:
    return Part(
        item=version.item,
        weight=version.get_weight_display() if version.weight else "",
        said=[
            Said(
                label_of(name),
                stretches(text := getattr(version, name)),
                _differences(getattr(before, name, text), text),
            )
            for name in redaction.FIELDS
            if getattr(version, name) or getattr(before, name, "")
        ],
    )


def label_of(name: str) -> str:
    """How one of the fields of a wording is called."""
    return str(CommentVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _differences(before: str, after: str) -> list[Segment]:
    return differences(before, after) if before != after else []


def _doubts(
    comment: Comment,
    contact: Contact,
    parts: Iterable[Part],
    known: Sequence[Body],
    *,
    sees_contact: bool,
) -> list[Doubt]:
    found: dict[tuple[str, str], list[str]] = {}
    for stretch in _doubted(parts):
        found.setdefault(("personal", stretch.doubt), []).append(stretch.text)
    for hint in _lookalikes(comment, contact, known):
        label = str(lookalikes.Code(hint.code).label)
        visible = sees_contact or hint.where == "organisation"
        found.setdefault((hint.code, label), []).extend([hint.passage] if visible else [])
    for code in comment.doubts:
        if code in doubts.Mark.values:
            found.setdefault((code, str(doubts.Mark(code).label)), [])
    return [Doubt(code, label, passages) for (code, label), passages in found.items()]


def _doubted(parts: Iterable[Part]) -> list[Stretch]:
    said = (said for part in parts for said in part.said)
    return [stretch for it in said for stretch in it.stretches if stretch.doubt]


def _lookalikes(comment: Comment, contact: Contact, known: Sequence[Body]) -> list[lookalikes.Hint]:
    """Of who wrote on the web by themselves: others were asked by name, or seen by the office."""
    if comment.channel != Comment.Channel.WEB or comment.invitation_id:
        return []
    return lookalikes.of(contact.name, comment.organisation, contact.email, known)


def _is_late(comment: Comment) -> bool:
    consultation = getattr(comment.item.edition, "consultation", None)
    closes_at = consultation.closes_at if consultation else None
    return table.is_late(comment.received_at, closes_at, day_only=comment.received_on_day_only)


def _due(comment: Comment) -> date | None:
    """The day by which the law wants it handled, where it was asked for in a consultation."""
    consultation = getattr(comment.item.edition, "consultation", None)
    return consultation.due_of(localdate(comment.received_at)) if consultation else None
