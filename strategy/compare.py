"""What one edition changed against another of its plan, item by item, found by the items' keys."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, Case, TextChoices, When
from django.utils.translation import pgettext_lazy

from strategy.measures import cards, saying
from strategy.measures.cards import EMPTY, Facts
from strategy.models import CardField, Edition, Item
from strategy.prepared import Given, Prepared
from strategy.wording import Segment, differ, differences

# What of an item may differ beside its place and its code.
WORDING = ("text", "description", "lead", "due")


class Kind(TextChoices):
    """What became of an item; of one that stayed, several at once."""

    ADDED = "added", pgettext_lazy("change", "added")
    REMOVED = "removed", pgettext_lazy("change", "removed")
    REWORDED = "reworded", pgettext_lazy("change", "reworded")
    RECODED = "recoded", pgettext_lazy("change", "given another code")
    MOVED = "moved", pgettext_lazy("change", "moved")
    EXPLAINED = "explained", pgettext_lazy("change", "explained otherwise")
    CARD = "card", pgettext_lazy("change", "card changed")


class Line(NamedTuple):
    """An item of an edition as it is compared. The root has neither parent nor tier."""

    key: UUID
    parent: UUID | None
    tier: int | None
    tier_name: str | None
    code: str
    handle: str
    text: str
    description: str
    lead: str
    due: str
    # As the plan writes it, whatever the directory's rows are.
    card: Facts = EMPTY

    @property
    def is_plan(self) -> bool:
        """Whether it stands for the plan as a whole."""
        return self.parent is None


class Place(NamedTuple):
    """Where an item stands: under which one and right after which; None where it is the first."""

    under: Line | None
    after: Line | None


class FieldChange(NamedTuple):
    """A field that differs, with its name for the reader; compared word by word when shown."""

    name: str
    label: str
    before: str
    after: str

    @property
    def segments(self) -> list[Segment]:
        return differences(self.before, self.after)


class Change(NamedTuple):
    """An item that differs. An added one has no `before`, a removed one no `after`."""

    kinds: tuple[Kind, ...]
    before: Line | None
    after: Line | None
    stood: Place | None
    stands: Place | None

    @property
    def line(self) -> Line:
        """The item as it is now, or as it last was."""
        return self.after or self.before  # type: ignore[return-value]

    @property
    def key(self) -> UUID:
        return self.line.key

    @property
    def labels(self) -> list[str]:
        return [str(kind.label) for kind in self.kinds]

    @property
    def is_moved(self) -> bool:
        return Kind.MOVED in self.kinds

    @property
    def is_recoded(self) -> bool:
        return Kind.RECODED in self.kinds

    @property
    def changes_parent(self) -> bool:
        return bool(self.before and self.after and self.before.parent != self.after.parent)

    @property
    def changes_tier(self) -> bool:
        return bool(self.before and self.after and self.before.tier != self.after.tier)

    @property
    def text(self) -> list[Segment]:
        """The wording, marked where it differs."""
        before = self.before.text if self.before else ""
        return differences(before, self.after.text if self.after else "")

    @property
    def others(self) -> list[FieldChange]:
        """Explanation, lead, deadline and fields of the card, those of them that differ."""
        cards = (line.card if line else EMPTY for line in (self.before, self.after))
        return other_wordings(self.before, self.after) + in_cards(*cards)


class Comparison(NamedTuple):
    """Two editions and what differs, in the newer one's order; what went stands where it stood.

    `stood` and `stands` are the places of all items, `elsewhere` those that have moved.
    """

    older: Edition
    newer: Edition
    old: dict[UUID, Line]
    new: dict[UUID, Line]
    stood: dict[UUID, Place]
    stands: dict[UUID, Place]
    elsewhere: set[UUID]
    changes: list[Change]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many items each kind of change touches; kinds without any are left out."""
        found = dict.fromkeys(Kind, 0)
        for change in self.changes:
            for kind in change.kinds:
                found[kind] += 1
        return {kind: count for kind, count in found.items() if count}


_LINES = Prepared(
    Item.objects.filter(edition=Given("edition", BigIntegerField()))
    .order_by("lft")
    .values_list(
        "key",
        "parent__key",
        "tier__position",
        "tier__name",
        "code",
        "handle",
        *WORDING,
        "pk",
    )
)


def lines(edition: Edition) -> dict[UUID, Line]:
    """All items of an edition in reading order, the root first. Two queries."""
    told = {pk: cards.as_written(facts) for pk, facts in cards.of_edition(edition).items()}
    rows = _LINES.ask(edition=edition.pk)
    return {row[0]: Line._make((*row[:-1], told.get(row[-1], EMPTY))) for row in rows}


def compare(older: Edition, newer: Edition) -> Comparison:
    """What differs between two editions of a plan. Four queries whatever their size."""
    return compare_lines(older, newer, lines(older), lines(newer))


def compare_lines(
    older: Edition, newer: Edition, old: dict[UUID, Line], new: dict[UUID, Line]
) -> Comparison:
    """The same of lines that were read already."""
    found = Comparison(older, newer, old, new, places(old), places(new), moved(old, new), [])
    found.changes.extend(_changes(found))
    return found


def other_wordings(before: object, after: object) -> list[FieldChange]:
    """What differs of an item beside its text, of two states with fields named as WORDING."""
    pairs = ((name, getattr(before, name, ""), getattr(after, name, "")) for name in WORDING[1:])
    return [
        FieldChange(name, str(Item._meta.get_field(name).verbose_name), old, new)
        for name, old, new in pairs
        if differ(old, new)
    ]


def in_cards(before: Facts, after: Facts) -> list[FieldChange]:
    """The fields in which two cards read otherwise, in the order of a card."""
    if before == after:
        return []
    texts = (
        (name, saying.text_of(before, name), saying.text_of(after, name)) for name in CardField
    )
    return [
        FieldChange(name.value, str(name.label), old, new)
        for name, old, new in texts
        if differ(old, new)
    ]


def base_of(edition: Edition) -> Edition | None:
    """What an edition is compared with: the last approved before it, else the last published.

    As it was published, whatever became of it since. One query, none for a first edition.
    """
    if edition.number == 1:
        return None
    earlier = Edition.objects.published().filter(plan=edition.plan_id, number__lt=edition.number)
    approved_first = Case(When(stamp=Edition.State.APPROVED, then=0), default=1)
    return earlier.order_by(approved_first, "-number").first()


def places(found: dict[UUID, Line]) -> dict[UUID, Place]:
    """Where each item of an edition stands."""
    last: dict[UUID | None, Line] = {}
    stands = {}
    for key, line in found.items():
        under = found[line.parent] if line.parent else None
        stands[key] = Place(under, last.get(line.parent))
        last[line.parent] = line
    return stands


def moved(old: dict[UUID, Line], new: dict[UUID, Line]) -> set[UUID]:
    """Items under another parent, on another level, or elsewhere among siblings.

    Of siblings that changed their order as few as possible: one that goes up the list moves
    itself and none of those that it passes.
    """
    order = {key: number for number, key in enumerate(old)}
    stayed: dict[UUID | None, list[UUID]] = {}
    found = set()
    for key, line in new.items():
        before = old.get(key)
        if before is None:
            continue
        if (before.parent, before.tier) != (line.parent, line.tier):
            found.add(key)
        else:
            stayed.setdefault(line.parent, []).append(key)
    for siblings in stayed.values():
        found |= set(siblings) - _in_order(siblings, order)
    return found


def _in_order(siblings: list[UUID], order: dict[UUID, int]) -> set[UUID]:
    """The longest run of siblings that stand in their old order, not necessarily side by side."""
    ends: list[int] = []
    runs: list[UUID] = []
    before: dict[UUID, UUID | None] = {}
    for key in siblings:
        length = bisect_left(ends, order[key])
        before[key] = runs[length - 1] if length else None
        ends[length : length + 1] = [order[key]]
        runs[length : length + 1] = [key]
    kept: set[UUID] = set()
    last = runs[-1] if runs else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _changes(found: Comparison) -> Iterator[Change]:
    gone = _removed(found)
    yield from gone.get(None, [])
    for key, line in found.new.items():
        before = found.old.get(key)
        if kinds := _kinds(before, line, is_moved=key in found.elsewhere):
            yield Change(kinds, before, line, found.stood.get(key), found.stands[key])
        yield from gone.get(key, [])


def _removed(found: Comparison) -> dict[UUID | None, list[Change]]:
    """What went, by the item after which it stood: the last one that has itself stayed in place."""
    gone: dict[UUID | None, list[Change]] = {}
    steady: set[UUID | None] = {None}
    last: UUID | None = None
    for key, line in found.old.items():
        if key not in found.new:
            change = Change((Kind.REMOVED,), line, None, found.stood[key], None)
            gone.setdefault(last, []).append(change)
        elif key not in found.elsewhere and line.parent in steady:
            steady.add(key)
            last = key
    return gone


def _kinds(before: Line | None, after: Line, *, is_moved: bool) -> tuple[Kind, ...]:
    if before is None:
        return (Kind.ADDED,)
    if before == after and not is_moved:
        return ()
    differing = {
        Kind.REWORDED: differ(before.text, after.text),
        Kind.RECODED: before.code != after.code,
        Kind.MOVED: is_moved,
        Kind.EXPLAINED: differ(before.description, after.description),
        Kind.CARD: differ(before.lead, after.lead)
        or differ(before.due, after.due)
        or bool(in_cards(before.card, after.card)),
    }
    return tuple(kind for kind, differs in differing.items() if differs)
