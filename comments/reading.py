"""Published comments as the public reads them: plain values, so that nothing else can leak.

One query whatever the number of comments: each of their points comes with the wording of its
part and its published answer joined, and they are put together here.
"""

import re
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    PositiveIntegerField,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.models import Comment, CommentVersion, Point, Settlement
from comments.models.comments import CommentQuerySet
from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared, Rows

PAGE_SIZE = 20

_WORDING = "comment__versions__"
_ITEM = ("code", "text", "handle", "level")
# What a row holds of a point, by name. No contact among them: the name comes only with its
# owner's consent, as `shown_name`; no original of a redacted wording, no answer in work, and of a
# reaction only words that somebody has looked at.
FIELDS = {
    "pk": "comment",
    "number": "comment__number",
    "kind": "comment__kind",
    "channel": "comment__channel",
    "speaker": "comment__speaker",
    "organisation": "comment__organisation",
    "shown_name": "shown_name",
    "received_at": "comment__received_at",
    "day_only": "comment__received_on_day_only",
    "version": "comment__version",
    "slug": "comment__plan__slug",
    "edition_number": "comment__item__edition__number",
    "edition_state": "comment__item__edition__state",
    "edition_published_at": "comment__item__edition__published_at",
    "edition_published_in_words": "comment__item__edition__published_in_words",
    "closes_at": "comment__item__edition__consultation__closes_at",
    "part": "part",
    "weight": f"{_WORDING}weight",
    "text": f"{_WORDING}text",
    "proposal": f"{_WORDING}proposal",
    "rationale": f"{_WORDING}rationale",
    "position": "position",
    "point_text": "text",
    **{f"item_{name}": f"item__{name}" for name in _ITEM},
    "item_edition": "item__edition__number",
    "answer_state": "answer__state",
    "answer_number": "answer__number",
    "outcome": "answer__outcome",
    "reasoning": "answer__reasoning",
    "settled_by": "answer__settled_by",
    "answered_at": "answer__published_at",
    "reopening_reason": "answer__reopening_reason",
    **{f"changed_{name}": f"answer__changed_item__{name}" for name in _ITEM},
    "changed_edition": "answer__changed_item__edition__number",
    "changed_state": "answer__changed_item__edition__state",
    "satisfied": "answer__reaction__satisfied",
    "reaction": "shown_words",
    "together_number": "together_with__comment__number",
    "together_position": "together_with__position",
    "together_of_several": "together_of_several",
}
Row = dict[str, Any]

_SHOWN_NAME = Case(
    When(comment__name_public=True, then=Coalesce(F("comment__contact__name"), Value(""))),
    default=Value(""),
)
_SHOWN_WORDS = Case(
    When(answer__reaction__words_public=True, then=F("answer__reaction__words")),
    default=Value(""),
    output_field=TextField(),
)
_OF_SEVERAL = Exists(
    Point.objects.filter(comment=OuterRef("together_with__comment")).exclude(
        pk=OuterRef("together_with")
    )
)
_ABOUT_ITEM = Point.objects.filter(item_key=Given("key", UUIDField()))
# The pages of an item's comments start at a number.
_OF_ITEM = Comment.objects.published().filter(
    pk__in=_ABOUT_ITEM.values("comment"), number__gte=Given("since", PositiveIntegerField())
)
_OF_EDITION = Comment.objects.published().filter(item__edition=Given("edition", BigIntegerField()))


def joined(comments: CommentQuerySet) -> "QuerySet[Point, tuple[Any, ...]]":
    """Rows of the points of those comments, by number, part and position: the values of FIELDS."""
    return (
        Point.objects.filter(comment__in=comments.values("pk"))
        .filter(comment__versions__number=F("comment__version"), comment__versions__part=F("part"))
        .annotate(
            answer=FilteredRelation(
                "settlements", condition=Q(settlements__state=Settlement.State.PUBLISHED)
            ),
            shown_name=_SHOWN_NAME,
            shown_words=_SHOWN_WORDS,
            together_of_several=_OF_SEVERAL,
        )
        .order_by("comment__number", "comment", "part", "position")
        .values_list(*FIELDS.values())
    )


def named(rows: Rows) -> list[Row]:
    """The rows of `joined` by the names of FIELDS."""
    return [dict(zip(FIELDS, row, strict=True)) for row in rows]


_PAGE = Prepared(joined(_OF_ITEM.order_by("number")[: PAGE_SIZE + 1]))
_ANNEX = Prepared(joined(_OF_EDITION))


class Answer(NamedTuple):
    """The published settlement of a point. `outcome` is for readers, `code` for programs.

    `together` is the label of the point whose answer this is too, such as “12” or “12/2”, with
    its address. `satisfied` is the commenter's own word, None where they have not said it;
    `reaction` how they put it, empty until it is checked.
    """

    outcome: str
    code: str
    reasoning: str
    settled_by: str
    published_on: str
    number: str
    reopening_reason: str
    changed_code: str
    changed_url: str
    together: str
    together_url: str
    satisfied: bool | None
    reaction: str


class PublicPoint(NamedTuple):
    """What is settled on its own. `text` is empty where that is its whole part."""

    label: str
    text: str
    answer: Answer | None


class Part(NamedTuple):
    """What a comment says of one item. `label` is empty where it is the only part."""

    label: str
    text: str
    proposal: str
    rationale: str
    weight: str
    item_code: str
    item_text: str
    item_url: str
    points: list[PublicPoint]

    @property
    def is_answered(self) -> bool:
        """Whether some of its points are."""
        return any(point.answer for point in self.points)


class PublicComment(NamedTuple):
    """A comment without anything that the public may not see. Dates are ready to print.

    `author` is all that it is signed with, the organisation too.
    """

    number: str
    url: str
    author: str
    organisation: str
    speaker: str
    kind: str
    received_at: datetime
    received: str
    day_only: bool
    version: int
    edition_number: str
    edition_state: str
    edition_published_on: str
    parts: list[Part]

    @property
    def points(self) -> list[PublicPoint]:
        return [point for part in self.parts for point in part.points]

    @property
    def answers(self) -> list[Answer]:
        return [point.answer for point in self.points if point.answer]

    @property
    def manner(self) -> str:
        """Its kind and for whom it speaks: “obecná, za organizaci”."""
        return f"{Comment.Kind(self.kind).label}, {Comment.Speaker(self.speaker).label}"

    @property
    def waits(self) -> bool:
        """Whether it asks for an answer that is not published yet."""
        asks = self.kind != Comment.Kind.NONE
        return asks and any(point.answer is None for point in self.points)


class Page(NamedTuple):
    """A page of comments; `following` is the number from which the next one goes on, or empty."""

    comments: list[PublicComment]
    following: str


def page(item: Item, start: int = 1) -> Page:
    """Comments on an item, made in any published edition, from number `start` on."""
    return cut(put_together(named(_PAGE.ask(key=item.key, since=start))))


def cut(found: list[PublicComment]) -> Page:
    """A page of those comments, of which there is one more where another page follows."""
    following = found[PAGE_SIZE].number if len(found) > PAGE_SIZE else ""
    return Page(found[:PAGE_SIZE], following)


def start_of(given: str) -> int:
    """The number in an address such as `?pripominky=21`; anything else means the beginning."""
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,8}", given) else 1


def annex(edition: Edition) -> list[PublicComment]:
    """All published comments made on an edition, by number: the annex of its PDF."""
    return put_together(named(_ANNEX.ask(edition=edition.pk)))


def of_comments(comments: CommentQuerySet) -> list[PublicComment]:
    """Those of the comments that are published, by number. One query."""
    return put_together(named(list(joined(comments.published()))))


def signature(number: int | str, shown_name: str, organisation: str) -> str:
    """How a comment is signed: by a name shown by consent and whom it speaks for, else by number.

    `shown_name` is empty without consent.
    """
    return signed_openly(shown_name, organisation) or public_label(number)


def signed_openly(shown_name: str, organisation: str) -> str:
    """The signature of a comment that needs no number for it; empty where there is none."""
    return ", ".join(filter(None, (shown_name, organisation)))


def public_label(number: int | str) -> str:
    """How a commenter is called who speaks for nobody else and did not consent to show the name."""
    return _("Citizen no. %(number)s") % {"number": number}


def moment(instant: datetime, *, day_only: bool = False) -> str:
    """An instant as a Czech reader writes it, such as “26. 6. 2018 14:05”."""
    return date_format(localtime(instant), "DATE_FORMAT" if day_only else "DATETIME_FORMAT")


def day(instant: datetime | None) -> str:
    """Its day alone, such as “26. 6. 2018”; empty without one."""
    return _written(localtime(instant).date(), get_language()) if instant else ""


def point_label(number: int | str, position: int, *, of_several: bool) -> str:
    """How a point is called: “12”, or “12/2” where its comment has several."""
    return f"{number}/{position}" if of_several else str(number)


def put_together(rows: list[Row]) -> list[PublicComment]:
    """Comments from the rows of their points, in their order."""
    return [public(list(of_one)) for _pk, of_one in groupby(rows, lambda row: row["pk"])]


def public(rows: list[Row]) -> PublicComment:
    """A comment from the rows of all its points."""
    row = rows[0]
    number, day_only = str(row["number"]), row["day_only"]
    return PublicComment(
        number=number,
        url=reverse("comments:comment_detail", args=[row["slug"], number]),
        author=signature(number, row["shown_name"], row["organisation"]),
        organisation=row["organisation"],
        speaker=row["speaker"],
        kind=row["kind"],
        received_at=localtime(row["received_at"]),
        received=moment(row["received_at"], day_only=day_only),
        day_only=day_only,
        version=row["version"],
        edition_number=str(row["edition_number"]),
        edition_state=str(Edition.State(row["edition_state"]).label),
        edition_published_on=row["edition_published_in_words"] or day(row["edition_published_at"]),
        parts=_parts(rows),
    )


def _parts(rows: list[Row]) -> list[Part]:
    by_part = {part: list(of_one) for part, of_one in groupby(rows, lambda row: row["part"])}
    several = len(rows) > 1
    return [
        Part(
            label=f"{of_one[0]['number']}/{part}" if len(by_part) > 1 else "",
            points=[_point(row, several=several) for row in of_one],
            item_url=item_url(of_one[0], "item_"),
            weight=str(CommentVersion.Weight(weight).label)
            if (weight := of_one[0]["weight"])
            else "",
            **{
                name: of_one[0][name]
                for name in ("text", "proposal", "rationale", "item_code", "item_text")
            },
        )
        for part, of_one in by_part.items()
    ]


def _point(row: Row, *, several: bool) -> PublicPoint:
    return PublicPoint(
        label=point_label(row["number"], row["position"], of_several=several),
        text="" if row["point_text"] == row["text"] else row["point_text"],
        answer=answer_in(row),
    )


def answer_in(row: Row) -> Answer | None:
    """The published answer to the point of a row."""
    if row["answer_state"] != Settlement.State.PUBLISHED:
        return None
    # What the working draft says is not public yet.
    shown = row["changed_state"] not in {None, Edition.State.DRAFT}
    together = row["together_number"]
    return Answer(
        outcome=str(Settlement.Outcome(row["outcome"]).label),
        code=row["outcome"],
        reasoning=row["reasoning"],
        settled_by=row["settled_by"],
        published_on=day(row["answered_at"]),
        number=str(row["answer_number"]),
        reopening_reason=row["reopening_reason"],
        changed_code=(row["changed_code"] or row["changed_text"]) if shown else "",
        changed_url=item_url(row, "changed_") if shown else "",
        together=_together(row) if together else "",
        together_url=reverse("comments:comment_detail", args=[row["slug"], together])
        if together
        else "",
        satisfied=row["satisfied"],
        reaction=row["reaction"] or "",
    )


def _together(row: Row) -> str:
    several = row["together_of_several"]
    return point_label(row["together_number"], row["together_position"], of_several=several)


def item_url(row: Row, item: str) -> str:
    """Address of an item in its own edition; `item` is what its fields in the row begin with."""
    handle = row[f"{item}handle"] if row[f"{item}level"] else ""
    return _item_url(row["slug"], row[f"{item}edition"], handle, get_language())


# Of many comments the most are about the same few items, and were answered on the same few days.
@lru_cache(maxsize=1000)
def _item_url(slug: str, edition: int, handle: str, _language: str | None) -> str:
    if not handle:
        return reverse("strategy:edition_detail", args=[slug, edition])
    return reverse("strategy:edition_item_detail", args=[slug, edition, handle])


@lru_cache(maxsize=1000)
def _written(day: date, _language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")
