"""Tables that are ruled: lines that cross one another make a grid, words fall into its cells."""

from dataclasses import dataclass, field
from itertools import pairwise

from strategy.importing.sources.pdf.pages import Page, Rule, Word

# In points: so far apart lines may be and still meet, or be the same.
NEAR = 3.0
SAME = 2.5
NARROWEST = 8.0
# More lines are a map or a drawing.
MOST_RULES = 4_000
# A line covers an edge if it runs along most of it.
COVERED = 0.6


@dataclass
class Grid:
    """Where the lines of a table stand, and its cells as (row, column) to the words in them."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]
    words: dict[tuple[int, int], list[Word]] = field(default_factory=dict)

    @property
    def top(self) -> float:
        return self.ys[0]

    def holds(self, word: Word) -> bool:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def take(self, word: Word) -> None:
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        place = (_index(self.ys, y), _index(self.xs, x))
        self.words.setdefault(place, []).append(word)

    def areas(self) -> list[list[tuple[int, int]]]:
        """The cells, each with all places of the grid that it covers."""
        places = [
            (row, column) for row in range(len(self.ys) - 1) for column in range(len(self.xs) - 1)
        ]
        joined = {place: place for place in places}
        for row, column in places:
            if column and not self._is_parted(row, column, upright=True):
                _join(joined, (row, column), (row, column - 1))
            if row and not self._is_parted(row, column, upright=False):
                _join(joined, (row, column), (row - 1, column))
        areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for place in places:
            areas.setdefault(_root(joined, place), []).append(place)
        return list(areas.values())

    def _is_parted(self, row: int, column: int, *, upright: bool) -> bool:
        """Whether a line runs between a place and that on its left, or above it."""
        if upright:
            edge, start, end = self.xs[column], self.ys[row], self.ys[row + 1]
        else:
            edge, start, end = self.ys[row], self.xs[column], self.xs[column + 1]
        covered = 0.0
        for rule in self.rules:
            if rule.is_level == upright:
                continue
            at, low, high = (
                (rule.left, rule.top, rule.bottom) if upright else (rule.top, rule.left, rule.right)
            )
            if abs(at - edge) <= SAME:
                covered += max(0.0, min(high, end) - max(low, start))
        return covered >= COVERED * (end - start)


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of a page from the top, of two columns at least; still without words."""
    if len(page.rules) > MOST_RULES:
        return []
    grids = [grid for rules in _groups(page.rules) if (grid := _grid(rules))]
    return sorted(grids, key=lambda grid: grid.top)


def _grid(rules: list[Rule]) -> Grid | None:
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    if not level or not upright:
        return None
    # Many a table is open at its sides; the lines within say how far it goes.
    xs = _positions(
        [rule.left for rule in upright],
        [min(rule.left for rule in level), max(rule.right for rule in level)],
    )
    ys = _positions(
        [rule.top for rule in level],
        [min(rule.top for rule in upright), max(rule.bottom for rule in upright)],
    )
    if len(xs) < 3 or len(ys) < 2:
        return None
    return Grid(xs, ys, rules)


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Lines that meet, directly or through others."""
    ordered = sorted(rules, key=lambda rule: rule.top)
    parents = list(range(len(ordered)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    open_ones: list[int] = []
    for at, rule in enumerate(ordered):
        open_ones = [one for one in open_ones if ordered[one].bottom >= rule.top - NEAR]
        for one in open_ones:
            if _meet(rule, ordered[one]):
                parents[root(at)] = root(one)
        open_ones.append(at)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(ordered):
        groups.setdefault(root(at), []).append(rule)
    return list(groups.values())


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left <= other.right + NEAR
        and other.left <= one.right + NEAR
        and one.top <= other.bottom + NEAR
        and other.top <= one.bottom + NEAR
    )


def _positions(lines: list[float], edges: list[float]) -> list[float]:
    """Where lines stand, each place once, and the outer edges where no line is near."""
    positions: list[float] = []
    for at in sorted(lines):
        if not positions or at - positions[-1] > SAME:
            positions.append(at)
    bare = [edge for edge in edges if all(abs(edge - at) > NARROWEST for at in positions)]
    return sorted(positions + bare)


def _index(edges: list[float], at: float) -> int:
    return next(i for i, (low, high) in enumerate(pairwise(edges)) if low <= at <= high)


def _root(
    joined: dict[tuple[int, int], tuple[int, int]], place: tuple[int, int]
) -> tuple[int, int]:
    while joined[place] != place:
        place = joined[place]
    return place


def _join(
    joined: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    joined[_root(joined, one)] = _root(joined, other)
