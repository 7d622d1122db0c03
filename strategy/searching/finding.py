"""What answers a question best, by plain SQL that both databases read alike.

Ranking is done here, not in the database: of the stems asked for, the rare ones lead to the
candidates, at most CANDIDATES for each stem, those first in which it says most. So the cost does
not grow with how common a word is, and both databases put the same in the same order.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from strategy.searching import weighing
from strategy.searching.asking import Asked, Term

# Of each stem so many entries are looked at, after so many were passed by a filter or a phrase.
CANDIDATES = 200
SCANNED = 500
# From so many entries on a stem counts as one that stands everywhere: no more are counted.
COMMON = 1_000
# A term that is missing costs more than its own weight.
MISSING = 2.0
# Of words of the same exactness what is no more in force comes later.
OLD = 0.6

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Narrowing:
    """What results are narrowed by; `all_editions` takes in what is no longer in force."""

    kind: str = ""
    plan_id: int | None = None
    year: int | None = None
    all_editions: bool = False

    def facets(self, *, with_kind: bool = True) -> list[str]:
        """The stems that an entry must have."""
        found = [] if self.all_editions else [weighing.NOW]
        if self.kind and with_kind:
            found.append(weighing.of_kind(self.kind))
        if self.plan_id is not None:
            found.append(weighing.of_plan(self.plan_id))
        if self.year is not None:
            found.append(weighing.of_year(self.year))
        return found


@dataclass
class Candidate:
    """An entry that may answer, with how much each stem says in it."""

    pk: int
    kind: str
    in_force: bool
    day: date | None
    # Its title, its address and its code: two that share them are texts of the same thing.
    named: str
    weights: dict[str, int] = field(default_factory=dict)


class Found(NamedTuple):
    """Keys of entries, the best first; `counts` by kind, before narrowing by kind.

    Where `is_capped` there may be more than were looked at, and the counts say nothing; where
    `is_partial` a filter or a phrase passed only those in which the words say most. `unknown` are
    terms that stand nowhere.
    """

    keys: list[int]
    counts: dict[str, int]
    is_capped: bool
    unknown: list[Term]
    is_partial: bool = False


NOTHING = Found([], {}, is_capped=False, unknown=[])


def find(asked: Asked, narrowing: Narrowing) -> Found:
    """Two queries; one where nothing of what was asked for stands anywhere."""
    facets = narrowing.facets()
    known = frequencies([*asked.stems, *facets])
    unknown = [term for term in asked.terms if not any(known.get(stem) for stem in term.stems)]
    stems = [stem for stem in asked.stems if known.get(stem)]
    if not stems or not all(known.get(facet) for facet in facets):
        return Found([], {}, is_capped=False, unknown=unknown)
    drivers = _drivers(asked, stems, known)
    is_common = any(known[stem] > CANDIDATES for stem in drivers)
    # Few enough are all fetched, and counted by kind whichever kind is asked for.
    wanted = narrowing.facets(with_kind=is_common)
    leaders = _leaders(drivers, wanted, known)
    candidates = _candidates(asked, stems, leaders, wanted)
    ranked = _once(sorted(candidates, key=lambda one: _place(one, asked, known)))
    counts = Counter(one.kind for one in ranked)
    keys = [one.pk for one in ranked if narrowing.kind in {"", one.kind}]
    is_partial = len(keys) < CANDIDATES and any(known[stem] > SCANNED for stem in leaders)
    return Found(keys, dict(counts), is_capped=is_common, unknown=unknown, is_partial=is_partial)


def _once(ranked: list[Candidate]) -> list[Candidate]:
    """Of several texts of the same thing, such as an item and its summary, the best."""
    best: dict[tuple[str, str], Candidate] = {}
    for one in ranked:
        best.setdefault((one.kind, one.named), one)
    return list(best.values())


def frequencies(stems: Sequence[str]) -> dict[str, int]:
    """In how many entries each stem stands, counted up to COMMON. One query."""
    first = f"SELECT 1 FROM strategy_searchstem WHERE stem = %s LIMIT {COMMON}"  # noqa: S608
    one = f"SELECT %s, (SELECT COUNT(*) FROM ({first}) few)"  # noqa: S608
    unique = list(dict.fromkeys(stems))
    if not unique:
        return {}
    values = [stem for stem in unique for _twice in range(2)]
    return dict(_rows(" UNION ALL ".join([one] * len(unique)), values))


def _drivers(asked: Asked, stems: list[str], known: dict[str, int]) -> list[str]:
    """The stems that lead to candidates: all rare ones, and those of the rarest word."""
    rare = [stem for stem in stems if known[stem] <= CANDIDATES]
    terms = [[stem for stem in term.stems if known.get(stem)] for term in asked.terms]
    rarest = min(filter(None, terms), key=lambda some: (sum(known[one] for one in some), some))
    return list(dict.fromkeys([*rarest, *rare]))


def _leaders(drivers: list[str], facets: list[str], known: dict[str, int]) -> list[str]:
    """Those stems, or the facet that is rarer than all of them."""
    rarest = min(facets, key=lambda facet: known[facet], default="")
    by_facet = bool(rarest) and known[rarest] < min(known[stem] for stem in drivers)
    return [rarest] if by_facet else drivers


def _candidates(
    asked: Asked, stems: list[str], leaders: list[str], facets: list[str]
) -> list[Candidate]:
    """One query."""
    parts, values = [], []
    for leader in leaders:
        # What a facet leads to has to answer something.
        any_of = stems if leader in facets else []
        sql, given = _led_by(leader, facets, asked.phrases, any_of)
        parts.append(sql)
        values += given
    named = ", ".join(["%s"] * len(stems))
    sql = (
        "SELECT e.id, e.kind, e.in_force, e.day, e.title || ' ' || e.address || ' ' || e.code,"  # noqa: S608
        f" s.stem, s.weight FROM ({' UNION '.join(parts)}) found"
        " JOIN strategy_searchentry e ON e.id = found.entry_id"
        f" JOIN strategy_searchstem s ON s.entry_id = e.id AND s.stem IN ({named})"
    )
    return _gathered(_rows(sql, [*values, *stems]))


def _led_by(
    driver: str, facets: list[str], phrases: Sequence[str], any_of: list[str]
) -> tuple[str, list[Any]]:
    """The candidates that a stem leads to, those first in which it says most."""
    values: list[Any] = [driver]
    conditions = []
    for facet in facets:
        if facet != driver:
            conditions.append(_HAS.format(stems="%s"))
            values.append(facet)
    if any_of:
        conditions.append(_HAS.format(stems=", ".join(["%s"] * len(any_of))))
        values += any_of
    for phrase in phrases:
        conditions.append(
            "EXISTS (SELECT 1 FROM strategy_searchentry p WHERE p.id = d.entry_id"
            " AND p.folded LIKE %s)"
        )
        values.append(f"%{phrase}%")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        "SELECT entry_id FROM (SELECT d.entry_id FROM (SELECT entry_id, weight"  # noqa: S608
        " FROM strategy_searchstem WHERE stem = %s"
        f" ORDER BY weight DESC, entry_id LIMIT {SCANNED}) d{where}"
        f" ORDER BY d.weight DESC, d.entry_id LIMIT {CANDIDATES}) led"
    ), values


_HAS = (
    "EXISTS (SELECT 1 FROM strategy_searchstem f"
    " WHERE f.entry_id = d.entry_id AND f.stem IN ({stems}))"
)


def _gathered(rows: list[Row]) -> list[Candidate]:
    found: dict[int, Candidate] = {}
    for pk, kind, in_force, day, named, stem, weight in rows:
        if pk not in found:
            found[pk] = Candidate(pk, kind, bool(in_force), _as_day(day), named)
        found[pk].weights[stem] = weight
    return list(found.values())


def _as_day(value: date | str | None) -> date | None:
    """SQLite keeps days as texts."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _place(one: Candidate, asked: Asked, known: dict[str, int]) -> tuple[Any, ...]:
    """By what the best come first; of equals the newer."""
    day = -one.day.toordinal() if one.day else 0
    return -round(_score(one, asked, known)), day, one.named


def _score(one: Candidate, asked: Asked, known: dict[str, int]) -> float:
    """How well it answers: what its terms say there, by how much of the question it has."""
    said = whole = had = 0.0
    for term in asked.terms:
        worth = max(_rarity(stem, known) * weight for stem, weight in term.stems.items())
        best = max(
            _rarity(stem, known) * weight * one.weights.get(stem, 0)
            for stem, weight in term.stems.items()
        )
        said += best
        whole += worth
        had += worth if best else 0
    return said * (had / whole) ** MISSING * (1 if one.in_force else OLD) if whole else 0


def _rarity(stem: str, known: dict[str, int]) -> float:
    """The more, the fewer entries have it."""
    return math.log(1 + COMMON / max(1, known.get(stem, 0)))


def _rows(sql: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
