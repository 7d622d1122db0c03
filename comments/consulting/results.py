"""What a consultation brought: how much was said, what came of it, and where the text changed."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Max, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from comments.causes import Cause, causes_with_addresses
from comments.models import Comment, Point, Settlement
from comments.models.comments import CommentQuerySet
from strategy.kinds import above_measures
from strategy.models import Edition, Item
from strategy.outline import Row, outline

# Stands among the outcomes for a point that is not answered yet.
UNANSWERED = ""


class Tally(NamedTuple):
    """How many points have that outcome; `code` is empty for those that wait for an answer."""

    code: str
    label: str
    number: int


class Place(NamedTuple):
    """An item above the measures, with what was said of it and of what is beneath it.

    `item` is None for higher items and the plan as a whole. `outcomes` are those that there are.
    """

    item: Row | None
    outcomes: list[Tally]

    @property
    def points(self) -> int:
        return sum(tally.number for tally in self.outcomes)


class Changed(NamedTuple):
    """An item that comments changed, as it reads in the newest edition that holds it."""

    item: Item
    causes: list[Cause]


class Results(NamedTuple):
    """Of the comments made on an edition.

    `received` counts all that have a number, `published` those that anyone can read; points are
    those of published comments. `places` holds only items that somebody spoke of.
    """

    received: int
    published: int
    outcomes: list[Tally]
    places: list[Place]
    changed: list[Changed]

    @property
    def points(self) -> int:
        return sum(tally.number for tally in self.outcomes)

    @property
    def answered(self) -> int:
        return sum(tally.number for tally in self.outcomes if tally.code)


def results(edition: Edition, newest: Edition) -> Results:
    """What was said of an edition and done about it up to the newest published one.

    Six queries at most, whatever the number of comments.
    """
    comments = Comment.objects.filter(item__edition=edition).exclude(state__in=Comment.UNSEEN)
    states = Counter(dict(_by_state(comments)))
    counts = _by_place_and_outcome(comments, edition)
    return Results(
        received=states.total(),
        published=states[Comment.State.PUBLISHED],
        outcomes=_tallies(_by_outcome(counts)),
        places=_places(edition, counts) if counts else [],
        changed=_changed(edition, newest),
    )


def answered_on(edition: Edition) -> date | None:
    """The day in Prague on which the last point got its first answer. One query."""
    first = Settlement.objects.filter(
        number=1,
        published_at__isnull=False,
        point__comment__in=Comment.objects.published().filter(item__edition=edition),
    ).exclude(point__comment__kind=Comment.Kind.NONE)
    last = first.aggregate(last=Max("published_at"))["last"]
    return localdate(last) if last else None


# (left number of the item in the edition's tree or None, outcome): points
_Counts = Counter[tuple[int | None, str]]


def _by_state(comments: CommentQuerySet) -> list[tuple[str, int]]:
    return list(comments.order_by().values_list("state").annotate(Count("pk")))


def _by_place_and_outcome(comments: CommentQuerySet, edition: Edition) -> _Counts:
    published = Q(settlements__state=Settlement.State.PUBLISHED)
    rows = (
        Point.objects.filter(comment__in=comments.published().values("pk"))
        .annotate(answer=FilteredRelation("settlements", condition=published))
        .order_by()
        .values_list("item__edition", "item__lft", "answer__outcome")
        .annotate(Count("pk"))
    )
    counts: _Counts = Counter()
    for of, lft, outcome, number in rows:
        counts[lft if of == edition.pk else None, outcome or UNANSWERED] += number
    return counts


def _by_outcome(counts: _Counts) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (_lft, outcome), number in counts.items():
        totals[outcome] += number
    return totals


def _tallies(totals: Counter[str]) -> list[Tally]:
    """Those outcomes that there are, in their order, what still waits at the end."""
    labels = {str(outcome): str(outcome.label) for outcome in Settlement.Outcome}
    labels[UNANSWERED] = _("waiting for an answer")
    return [Tally(code, label, totals[code]) for code, label in labels.items() if totals[code]]


def _places(edition: Edition, counts: _Counts) -> list[Place]:
    rows = above_measures(outline(edition).rows)
    by_row: dict[Row | None, Counter[str]] = {}
    for (lft, outcome), number in counts.items():
        by_row.setdefault(_holding(rows, lft), Counter())[outcome] += number
    return [Place(row, _tallies(by_row[row])) for row in [*rows, None] if row in by_row]


def _holding(rows: list[Row], lft: int | None) -> Row | None:
    """The row that is the item of that place, or stands above it."""
    if lft is None:
        return None
    return next((row for row in rows if row.lft <= lft <= row.rght), None)


def _changed(edition: Edition, newest: Edition) -> list[Changed]:
    causes = causes_with_addresses(edition, newest, made_on=edition)
    items = (
        Item.objects.published()
        .filter(
            key__in=causes,
            edition__plan=edition.plan_id,
            edition__number__gt=edition.number,
            edition__number__lte=newest.number,
        )
        .select_related("edition__plan", "tier")
        .order_by("edition__number", "lft")
    )
    # The newest edition that holds it comes last.
    latest = {item.key: item for item in items} if causes else {}
    in_order = sorted(latest.values(), key=lambda item: (-item.edition.number, item.lft))
    return [Changed(item, causes[item.key]) for item in in_order]
