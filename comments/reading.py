"""Published comments as the public reads them: plain values, so that nothing else can leak.

One query whatever the number of comments: each comes with its wordings, points and settlements
joined, and is put together here.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    PositiveIntegerField,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments.models import Comment, Settlement
from comments.models.comments import CommentQuerySet
from strategy.models import Edition, Item
from strategy.prepared import Given, Prepared, Rows

PAGE_SIZE = 20

# No contact among them: the name comes only with its owner's consent, as `shown_name`.
FIELDS = (
    "pk",
    "number",
    "organisation",
    "shown_name",
    "received_at",
    "received_on_day_only",
    "versions__text",
    "versions__proposal",
    "versions__rationale",
    "item__code",
    "item__text",
    "item__handle",
    "item__level",
    "item__edition__number",
    "item__edition__state",
    "item__edition__published_at",
    "item__edition__published_in_words",
    "plan__slug",
    "points__position",
    "points__text",
    "points__settlement__state",
    "points__settlement__outcome",
    "points__settlement__reasoning",
    "points__settlement__settled_by",
    "points__settlement__published_at",
    "points__settlement__changed_item__code",
    "points__settlement__changed_item__text",
    "points__settlement__changed_item__handle",
    "points__settlement__changed_item__level",
    "points__settlement__changed_item__edition__number",
    "points__settlement__changed_item__edition__state",
)


_SHOWN_NAME = Case(
    When(name_public=True, then=Coalesce(F("contact__name"), Value(""))), default=Value("")
)
# The pages of an item's comments start at a number.
_OF_ITEM = Comment.objects.published().filter(
    item_key=Given("key", UUIDField()), number__gte=Given("since", PositiveIntegerField())
)
_OF_EDITION = Comment.objects.published().filter(item__edition=Given("edition", BigIntegerField()))


def joined(comments: CommentQuerySet, *more: str) -> "QuerySet[Comment, tuple[Any, ...]]":
    """Rows of wording × point of those comments, by number: FIELDS, then `more` fields."""
    return (
        Comment.objects.filter(pk__in=comments.values("pk"))
        .order_by("number", "pk", "versions__number", "points__position")
        .annotate(shown_name=_SHOWN_NAME)
        .values_list(*FIELDS, *more)
    )


_PAGE = Prepared(joined(_OF_ITEM.order_by("number")[: PAGE_SIZE + 1]))
_ANNEX = Prepared(joined(_OF_EDITION))


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


def page(item: Item, start: int = 1) -> Page:
    """Comments on an item, made in any published edition, from number `start` on."""
    found = _put_together(_PAGE.ask(key=item.key, since=start))
    following = found[PAGE_SIZE].number if len(found) > PAGE_SIZE else ""
    return Page(found[:PAGE_SIZE], following)


def start_of(given: str) -> int:
    """The number in an address such as `?pripominky=21`; anything else means the beginning."""
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,8}", given) else 1


def annex(edition: Edition) -> list[PublicComment]:
    """All published comments made on an edition, by number: the annex of its PDF."""
    return _put_together(_ANNEX.ask(edition=edition.pk))


def public_label(number: int | str) -> str:
    """How a commenter is called who did not consent to show the name."""
    return _("Citizen no. %(number)s") % {"number": number}


def moment(instant: datetime, *, day_only: bool = False) -> str:
    """An instant as a Czech reader writes it, such as “26. 6. 2018 14:05”."""
    return date_format(localtime(instant), "DATE_FORMAT" if day_only else "DATETIME_FORMAT")


def _put_together(rows: Rows) -> list[PublicComment]:
    """Comments from rows of wording × point; the newest wording comes last."""
    named = (dict(zip(FIELDS, row, strict=True)) for row in rows)
    return [public(list(of_one)) for _pk, of_one in groupby(named, lambda row: row["pk"])]


def public(rows: list[dict[str, Any]]) -> PublicComment:
    """A comment from its rows of wording × point, each by the names of FIELDS."""
    row = rows[-1]
    number = str(row["number"])
    day_only = row["received_on_day_only"]
    return PublicComment(
        number=number,
        author=row["shown_name"] or public_label(number),
        organisation=row["organisation"],
        received_at=localtime(row["received_at"]),
        received=moment(row["received_at"], day_only=day_only),
        day_only=day_only,
        text=row["versions__text"] or "",
        proposal=row["versions__proposal"] or "",
        rationale=row["versions__rationale"] or "",
        edition_number=str(row["item__edition__number"]),
        edition_state=str(Edition.State(row["item__edition__state"]).label),
        edition_published_on=row["item__edition__published_in_words"]
        or _day(row["item__edition__published_at"]),
        item_code=row["item__code"],
        item_text=row["item__text"],
        item_url=_item_url(row, "item__"),
        answers=_answers(rows),
    )


def _answers(rows: Iterable[dict[str, Any]]) -> list[Answer]:
    """Published settlements of the points, in their order; the rows repeat them by wording."""
    by_point = {row["points__position"]: row for row in rows}
    return [answer for row in by_point.values() if (answer := answer_in(row))]


def answer_in(row: dict[str, Any]) -> Answer | None:
    """The answer to the point of a row, where it is published."""
    if row["points__settlement__state"] != Settlement.State.PUBLISHED:
        return None
    settlement = "points__settlement__"
    changed = f"{settlement}changed_item__"
    # What the working draft says is not public yet.
    shown = row[f"{changed}edition__state"] not in {None, Edition.State.DRAFT}
    point = row["points__text"]
    return Answer(
        point="" if point == row["versions__text"] else point,
        outcome=str(Settlement.Outcome(row[f"{settlement}outcome"]).label),
        reasoning=row[f"{settlement}reasoning"],
        settled_by=row[f"{settlement}settled_by"],
        published_on=_day(row[f"{settlement}published_at"]),
        changed_code=(row[f"{changed}code"] or row[f"{changed}text"]) if shown else "",
        changed_url=_item_url(row, changed) if shown else "",
    )


def _item_url(row: dict[str, Any], item: str) -> str:
    """Address of an item in its own edition; `item` is what its fields in the row begin with."""
    edition = [row["plan__slug"], row[f"{item}edition__number"]]
    if row[f"{item}level"] == 0:
        return reverse("strategy:edition_detail", args=edition)
    return reverse("strategy:edition_item_detail", args=[*edition, row[f"{item}handle"]])


def _day(instant: datetime | None) -> str:
    return date_format(localtime(instant), "DATE_FORMAT") if instant else ""
