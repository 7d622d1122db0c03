"""What of a plan's settlement table is asked for: all of it, or what an address says."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comments.models import Comment, Point, Settlement
from comments.models.comments import CommentQuerySet
from comments.models.settlements import PointQuerySet
from comments.table import Line, lines
from comments.tables import searching
from strategy.models import Edition, Item
from strategy.reading import Reading

COMMENTS_ON_PAGE = 50
LONGEST_SEARCH = 100
WAITING = "waiting"
# What an outcome is called in an address.
ADDRESSES = {
    Settlement.Outcome.ACCEPTED: "akceptovano",
    Settlement.Outcome.PARTLY: "castecne",
    Settlement.Outcome.NOT_ACCEPTED: "neakceptovano",
    Settlement.Outcome.EXPLAINED: "vysvetleno",
    Settlement.Outcome.NOTED: "na-vedomi",
    Settlement.Outcome.FORWARDED: "mimo-predmet",
    Settlement.Outcome.TOGETHER: "spolecne",
    WAITING: "ceka",
}


# Of an item in each edition: the number of its tree, its first and last number there.
Places = tuple[tuple[int, int, int], ...]


class Selection(NamedTuple):
    """Points of a plan's published comments; what is None or empty chooses nothing.

    `item` with all that stands beneath it in its `places`, `outcome` a key of ADDRESSES, `edition`
    on which the comments were made, `text` with words that all have to be there in some form.
    """

    current: Edition
    item: Item | None = None
    outcome: str = ""
    edition: Edition | None = None
    text: str = ""
    places: Places = ()

    @property
    def is_whole(self) -> bool:
        return self == Selection(self.current)

    @property
    def outcome_address(self) -> str:
        return ADDRESSES[self.outcome] if self.outcome else ""

    @property
    def query(self) -> str:
        """What stands for it in an address: "" or “polozka=E3&vysledek=ceka”."""
        given = {
            "polozka": self.item.handle if self.item else "",
            "vysledek": self.outcome_address,
            "zneni": self.edition.number if self.edition else "",
            "text": self.text,
        }
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def in_words(self) -> str:
        """What was chosen, for the head of a file; empty for the whole."""
        said = (
            _("%(item)s and what is beneath it") % {"item": self.item.code or self.item.text}
            if self.item
            else "",
            outcome_name(self.outcome) if self.outcome else "",
            _("edition %(number)s") % {"number": self.edition.number} if self.edition else "",
            f"„{self.text}“" if self.text else "",
        )
        return " · ".join(filter(None, said))

    def points(self) -> PointQuerySet:
        return self.chosen().filter(comment__in=self._published().values("pk"))

    def comments(self) -> CommentQuerySet:
        """The comments of those points."""
        if self.is_whole:
            return self._published()
        of_it = self.chosen().filter(comment=OuterRef("pk"))
        return self._published().filter(Exists(of_it))

    def _published(self) -> CommentQuerySet:
        comments = Comment.objects.published().filter(plan=self.current.plan_id)
        return comments.filter(item__edition=self.edition) if self.edition else comments

    def chosen(self) -> PointQuerySet:
        """Points that are as asked for, of whatever comments, published or not."""
        found: PointQuerySet = Point.objects.all()
        if self.item:
            within = [Q(item__tree_id=tree, item__lft__range=ends) for tree, *ends in self.places]
            found = found.filter(Q(*within, _connector=Q.OR))
        if self.text:
            found = searching.saying(found, self.text)
        if self.outcome == WAITING:
            return found.unanswered()
        if self.outcome:
            answers = Settlement.objects.published().filter(outcome=self.outcome)
            return found.filter(Exists(answers.filter(point=OuterRef("pk"))))
        return found


class Page(NamedTuple):
    """Lines of as many whole comments as a page shows; `following` begins the next, or is empty."""

    lines: list[Line]
    following: str


class Numbers(NamedTuple):
    """How many comments and points there are; `outcomes` are (name, number), waiting ones last."""

    comments: int
    points: int
    outcomes: list[tuple[str, int]]


def selected(read: Reading, query: Mapping[str, str]) -> Selection:
    """The selection of an address. One query at most. Raises Http404 for what there is not."""
    outcomes = {address: outcome for outcome, address in ADDRESSES.items()}
    outcome = query.get("vysledek", "")
    if outcome and outcome not in outcomes:
        raise Http404
    item, places = _item(read, query.get("polozka", ""))
    return Selection(
        read.edition,
        item=item,
        outcome=str(outcomes[outcome]) if outcome else "",
        edition=_edition(read, query.get("zneni", "")),
        text=" ".join(query.get("text", "").split())[:LONGEST_SEARCH],
        places=places,
    )


def places_of(items: Iterable[Item]) -> Places:
    """Where an item stands, by its rows of all published editions."""
    return tuple(sorted((item.tree_id, item.lft, item.rght) for item in items))


def page(selection: Selection, start: int = 1) -> Page:
    """Lines from the comment of number `start` on. Two queries, three where something is chosen."""
    since = selection.comments().filter(number__gte=start).order_by("number")
    found = list(since.values_list("pk", "number")[: COMMENTS_ON_PAGE + 1])
    shown = [pk for pk, _number in found[:COMMENTS_ON_PAGE]]
    following = str(found[-1][1]) if len(found) > COMMENTS_ON_PAGE else ""
    points = selection.chosen().filter(comment__in=shown)
    return Page(_lines(selection, Comment.objects.filter(pk__in=shown), points), following)


def whole(selection: Selection) -> list[Line]:
    """All its lines, for a file. One query, two where something is chosen."""
    return _lines(selection, selection.comments(), selection.points())


def numbers(selection: Selection) -> Numbers:
    """Two queries."""
    points = selection.points()
    answered = points.alias(
        answer=FilteredRelation(
            "settlements", condition=Q(settlements__state=Settlement.State.PUBLISHED)
        )
    )
    by_outcome = answered.order_by().values_list("answer__outcome").annotate(Count("pk"))
    found = {outcome or WAITING: number for outcome, number in by_outcome}
    whole = selection.is_whole
    return Numbers(
        comments=selection.comments().count() if whole else _comments_of(points),
        points=sum(found.values()),
        outcomes=[(outcome_name(name), found[name]) for name in ADDRESSES if name in found],
    )


def _comments_of(points: PointQuerySet) -> int:
    found: dict[str, int] = points.aggregate(number=Count("comment", distinct=True))
    return found["number"]


def outcome_name(outcome: str) -> str:
    """An outcome for readers, waiting for one included."""
    if outcome == WAITING:
        return pgettext("outcome", "waiting for settlement")
    return str(Settlement.Outcome(outcome).label)


def _lines(selection: Selection, comments: CommentQuerySet, points: PointQuerySet) -> list[Line]:
    """Lines of those points of the comments, each after the line that it was split from."""
    found = lines(comments)
    if selection.is_whole:
        return found
    kept = set(points.values_list("comment__number", "position"))
    parts = {(line.comment.number, line.part) for line in found if _point(line) in kept}
    return [
        line
        for line in found
        if _point(line) in kept
        or (line.position == 0 and (line.comment.number, line.part) in parts)
    ]


def _point(line: Line) -> tuple[int, int]:
    return int(line.comment.number), line.position


def _item(read: Reading, handle: str) -> tuple[Item | None, Places]:
    """The item of that handle in the newest edition that holds it, and where it stands in each."""
    if not handle:
        return None, ()
    items = Item.objects.published().filter(edition__plan=read.plan)
    called_so = items.filter(handle=handle).values("key")
    found = list(items.filter(key__in=called_so).order_by("-edition__number"))
    item = next((one for one in found if one.handle == handle), None)
    if item is None:
        raise Http404
    return item, places_of(one for one in found if one.key == item.key)


def _edition(read: Reading, number: str) -> Edition | None:
    if not number:
        return None
    for edition in read.editions:
        if str(edition.number) == number:
            return edition
    raise Http404
