"""A comment that is being written: its sender and its points, judged as one."""

from functools import cached_property
from typing import Any, NamedTuple, Self

from django.utils.translation import gettext as _

from comments import links
from comments.models import Comment, CommentVersion, Invitation
from comments.rows import Said
from comments.writing import words as typing
from comments.writing.checked import Checked, invitation_of
from comments.writing.forms import PointForm, SenderForm
from comments.writing.words import Words
from strategy import wording
from strategy.models import Item
from strategy.wording import Segment

# Characters of all points together, so that the longest form still fits into one request.
LONGEST_IN_ALL = 100_000


class Fault(NamedTuple):
    """What has to be mended, and the id of the field where."""

    field: str
    message: str


class Point(NamedTuple):
    """A point as its author is shown it once more; `weight` in words, empty without one."""

    item: Item
    text: str
    proposal: str
    rationale: str
    weight: str

    @property
    def redline(self) -> list[Segment]:
        """How the proposed wording differs from the one that stands."""
        return wording.differences(self.item.text, self.proposal)


class Submission:
    """The form with what was typed; the names are those of `writing.words`.

    `item` is what the page speaks of on which the writing began, with `edition` at hand; all
    points are about that edition.
    """

    def __init__(self, words: Words, item: Item, *, judged: bool = True) -> None:
        self.item = item
        self.is_too_long = typing.are_too_many(words)
        self.invitation = invitation_of(words.get("invitation", ""), item)
        given = typing.completed(words, item)
        invited = self.invitation is not None
        self.sender = SenderForm(**_filled(given, given, judged=judged), invited=invited)
        self.points = [
            PointForm(**_filled(given, point, judged=judged), number=number, weights=invited)
            for number, point in enumerate(typing.points(given), start=1)
        ]

    @classmethod
    def empty(cls, item: Item) -> Self:
        """What the page of an item offers to everyone. No query."""
        return cls.holding({"item": str(item.pk)}, item)

    @classmethod
    def invited(cls, invitation: Invitation, item: Item) -> Self:
        """What an invited body is offered, about an item or the plan as a whole."""
        token = links.sign(*links.invited(invitation))
        return cls.holding({"item": str(item.pk), "invitation": token}, item)

    @classmethod
    def holding(cls, words: Words, item: Item) -> Self:
        """The form with what was typed, not judged yet."""
        return cls(words, item, judged=False)

    @property
    def may_grow(self) -> bool:
        return len(self.points) < typing.MOST_POINTS

    @property
    def most(self) -> int:
        """So many points it takes."""
        return typing.MOST_POINTS

    @cached_property
    def places(self) -> dict[str, Item]:
        """The items that the points name, by what stands in their field. One query at most."""
        return typing.items_at(map(_place, self.points), self.item)

    def place_of(self, point: PointForm) -> Item | None:
        """What a point is about; None where nothing in the edition is called so."""
        return self.places.get(_place(point).casefold())

    def is_valid(self) -> bool:
        """Whether it can be sent; what cannot stands in `faults`."""
        self.sender.full_clean()
        for point in self.points:
            if point.is_valid():
                self._judge(point)
        if not self._has_faults:
            self._judge_whole()
        return not self._has_faults

    @property
    def _has_faults(self) -> bool:
        return any(form.errors for form in (self.sender, *self.points))

    @property
    def faults(self) -> list[Fault]:
        """In the order of the page."""
        fields = [self.sender["kind"], *(field for point in self.points for field in point)]
        fields += [field for field in self.sender.visible_fields() if field.name != "kind"]
        return [
            Fault(str(field.id_for_label), str(error)) for field in fields for error in field.errors
        ]

    @cached_property
    def words(self) -> Words:
        """What the check page shows and sends on, cleaned."""
        given = self.sender.cleaned_data
        given = given | {"name_public": "on" if given["name_public"] else ""}
        sent = {name: str(given[name]) for name in self.sender.fields if name != "website"}
        return typing.with_points(sent, [self._words_of(point) for point in self.points])

    @cached_property
    def checked(self) -> Checked:
        """What can be sent."""
        return Checked(self.words, self.item)

    @property
    def shown(self) -> list[Point]:
        """The points as they will be read."""
        return [
            Point(**{**said._asdict(), "weight": _in_words(said.weight)}) for said in self.said()
        ]

    def said(self) -> list[Said]:
        """The points as `receiving.receive` takes them in."""
        return self.checked.said()

    def _judge(self, point: PointForm) -> None:
        """Find what a point speaks of, and say in words what its author said by a choice."""
        given, item = point.cleaned_data, self.place_of(point)
        if item is None:
            message = _("Nothing in this plan is called “%(code)s”. Look the code up in the plan.")
            point.add_error("place", message % {"code": given["place"]})
            return
        given["place"] = item.handle if item.parent_id else ""
        if given["proposal"].split() == item.text.split():
            given["proposal"] = ""
        if not given["text"]:
            given["text"] = self._implied(given)
        if not given["text"]:
            point.add_error("text", _("Write what you want to tell us."))

    def _implied(self, given: dict[str, str]) -> str:
        if self._says_none:
            return _("Without comments.")
        return _("I propose another wording.") if given["proposal"] else ""

    def _judge_whole(self) -> None:
        if self.is_too_long:
            message = _("A comment has %(most)d points at most. Please send the rest in another.")
            self.points[-1].add_error("text", message % {"most": typing.MOST_POINTS})
        lengths = [len(text) for point in self.points for text in point.cleaned_data.values()]
        if sum(lengths) > LONGEST_IN_ALL:
            self.points[-1].add_error(
                "text", _("All points together are too long. Please send them in two comments.")
            )
        proposes = any(point.cleaned_data.get("proposal") for point in self.points)
        if self._says_none and (proposes or len(self.points) > 1):
            self.sender.add_error(
                "kind", _("You have written several things; that is not “no comments”.")
            )

    @property
    def _says_none(self) -> bool:
        return bool(self.sender.cleaned_data.get("kind") == Comment.Kind.NONE)

    def _words_of(self, point: PointForm) -> Words:
        return {name: point.cleaned_data[name] for name in point.fields}


def _filled(words: Words, initial: Words, *, judged: bool) -> dict[str, Any]:
    """What a form is made with; to be judged it takes the words by their whole names."""
    return {"data": words} if judged else {"initial": initial}


def _place(point: PointForm) -> str:
    """What a point's field names, without what people put around a code; empty for the plan."""
    return str(point["place"].value() or "").strip().rstrip(".:")


def _in_words(weight: str) -> str:
    return str(CommentVersion.Weight(weight).label) if weight else ""
