"""Published comments as the public reads them: plain values, so that nothing else can leak.

Two queries whatever the number of comments: the comments, and their published settlements;
one where nothing is settled yet.
"""

import re
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments.models import Comment, Settlement
from comments.models.comments import CommentQuerySet
from strategy.models import Edition, Item

PAGE_SIZE = 20

# No contact among them: the name comes only with its owner's consent, as `shown_name`.
FIELDS = (
    "pk",
    "number",
    "organisation",
    "shown_name",
    "answered",
    "received_at",
    "received_on_day_only",
    "text",
    "proposal",
    "rationale",
    "item__code",
    "item__text",
    "item__handle",
    "item__level",
    "item__edition_id",
    "item__edition__number",
    "item__edition__state",
    "item__edition__published_at",
    "plan__slug",
)


class Answer(NamedTuple):
    """A published settlement of one point. `point` is empty where it is the whole comment."""

    point: str
    outcome: str
    reasoning: str
    settled_by: str
    published_on: str
    changed_code: str
    changed_url: str


class PublicComment(NamedTuple):
    """A comment without anything that the public may not see. Dates are ready to print."""

    number: str
    author: str
    organisation: str
    received_at: datetime
    received: str
    day_only: bool
    text: str
    proposal: str
    rationale: str
    edition_id: int
    edition_number: str
    edition_state: str
    edition_published_on: str
    item_code: str
    item_text: str
    item_url: str
    answers: list[Answer]


class Page(NamedTuple):
    """A page of comments; `following` is the number from which the next one goes on, or empty."""

    comments: list[PublicComment]
    following: str


def page(item: Item, start: int = 1, *, size: int = PAGE_SIZE) -> Page:
    """Comments on an item, made in any published edition, from number `start` on."""
    comments = Comment.objects.published().filter(item_key=item.key, number__gte=start)
    rows = _rows(comments.order_by("number")[: size + 1])
    following = str(rows[size]["number"]) if len(rows) > size else ""
    return Page(_with_answers(rows[:size]), following)


def start_of(given: str) -> int:
    """The number in an address such as `?pripominky=21`; anything else means the beginning."""
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,8}", given) else 1


def annex(edition: Edition) -> list[PublicComment]:
    """All published comments made on an edition, by number: the annex of its PDF."""
    comments = Comment.objects.published().filter(item__edition=edition)
    return _with_answers(_rows(comments.order_by("number")))


def public_label(number: int | str) -> str:
    """How a commenter is called who did not consent to show the name."""
    return _("Citizen no. %(number)s") % {"number": number}


def moment(instant: datetime, *, day_only: bool = False) -> str:
    """An instant as a Czech reader writes it, such as “26. 6. 2018 14:05”."""
    day = _day(instant)
    return day if day_only else f"{day} {localtime(instant):%H:%M}"


def _rows(comments: CommentQuerySet) -> list[dict[str, Any]]:
    """Rows of the query; a name that may not be shown is not even read."""
    shown_name = Case(
        When(name_public=True, then=Coalesce(F("contact__name"), Value(""))), default=Value("")
    )
    answered = Exists(Settlement.objects.published().filter(point__comment=OuterRef("pk")))
    annotated = comments.with_wording().annotate(shown_name=shown_name, answered=answered)
    return [dict(row) for row in annotated.values(*FIELDS)]


def _with_answers(rows: list[dict[str, Any]]) -> list[PublicComment]:
    texts = {row["pk"]: row["text"] for row in rows if row["answered"]}
    answers = _answers(texts) if texts else {}
    return [_public(row, answers.get(row["pk"], [])) for row in rows]


def _answers(texts: dict[int, str]) -> dict[int, list[Answer]]:
    """Published settlements by comment; `texts` holds each comment's whole wording."""
    found: dict[int, list[Answer]] = {}
    settlements = (
        Settlement.objects.published()
        .filter(point__comment__in=texts)
        .select_related("point", "changed_item__edition__plan")
        .order_by("point__comment_id", "point__position")
    )
    for settlement in settlements:
        comment_id = settlement.point.comment_id
        found.setdefault(comment_id, []).append(_answer(settlement, texts[comment_id]))
    return found


def _answer(settlement: Settlement, whole: str) -> Answer:
    point, changed = settlement.point, settlement.changed_item
    # What the working draft says is not public yet.
    if changed is not None and changed.edition.is_draft:
        changed = None
    return Answer(
        point="" if point.text == whole else point.text,
        outcome=settlement.get_outcome_display(),
        reasoning=settlement.reasoning,
        settled_by=settlement.settled_by,
        published_on=_day(settlement.published_at),
        changed_code=(changed.code or changed.text) if changed else "",
        changed_url=changed.get_absolute_url() if changed else "",
    )


def _public(row: dict[str, Any], answers: list[Answer]) -> PublicComment:
    number = str(row["number"])
    day_only = row["received_on_day_only"]
    return PublicComment(
        number=number,
        author=row["shown_name"] or public_label(number),
        organisation=row["organisation"],
        received_at=localtime(row["received_at"]),
        received=moment(row["received_at"], day_only=day_only),
        day_only=day_only,
        text=row["text"] or "",
        proposal=row["proposal"] or "",
        rationale=row["rationale"] or "",
        edition_id=row["item__edition_id"],
        edition_number=str(row["item__edition__number"]),
        edition_state=str(Edition.State(row["item__edition__state"]).label),
        edition_published_on=_day(row["item__edition__published_at"]),
        item_code=row["item__code"],
        item_text=row["item__text"],
        item_url=_item_url(row),
        answers=answers,
    )


def _item_url(row: dict[str, Any]) -> str:
    """Address of the item in the edition that the comment speaks of."""
    edition = [row["plan__slug"], row["item__edition__number"]]
    if row["item__level"] == 0:
        return reverse("strategy:edition_detail", args=edition)
    return reverse("strategy:edition_item_detail", args=[*edition, row["item__handle"]])


def _day(instant: datetime | None) -> str:
    return "{0.day}. {0.month}. {0.year}".format(localtime(instant)) if instant else ""
