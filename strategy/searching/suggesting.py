"""What is offered while somebody types: a few titles that their words begin."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection
from django.utils.text import Truncator

from strategy.searching import weighing
from strategy.searching.asking import MOST_LETTERS
from strategy.searching.documents import KINDS
from strategy.searching.words import LONGEST, Word, code_stem, words_of

MOST = 8
# What an item says may be long; the first line or two tell it from the others.
LONGEST_TITLE = 110
# Shorter beginnings say nothing; and so many stems of one beginning are looked at.
SHORTEST = 2
LOOKED_AT = 400
_BEGINS = (
    "SELECT entry_id, weight FROM (SELECT entry_id, weight FROM strategy_searchstem"
    " WHERE stem >= %s AND stem < %s LIMIT {most}) begun{number}"
)
_HAS = (
    " AND EXISTS (SELECT 1 FROM strategy_searchstem f"
    " WHERE f.entry_id = e.id AND f.stem IN ({stems}))"
)


class Suggestion(NamedTuple):
    """A title, shortened; its kind with where it stands, and its address."""

    kind: str
    title: str
    address: str


def suggest(typed: str) -> list[Suggestion]:
    """At most MOST, the best first. One query, none for what is too short."""
    words = list(words_of(typed[:MOST_LETTERS]))
    before, last = words[:-1], words[-1] if words else None
    beginnings = list(_beginnings(typed, last))
    if not beginnings:
        return []
    values: list[Any] = []
    for begin in beginnings:
        values += [begin, begin[:-1] + chr(ord(begin[-1]) + 1)]
    parts = [_BEGINS.format(number=number, most=LOOKED_AT) for number in range(len(beginnings))]
    sql = (
        "SELECT e.kind, e.context, e.code, e.title, e.address FROM"  # noqa: S608
        f" (SELECT entry_id, MAX(weight) AS weight FROM ({' UNION ALL '.join(parts)}) begun"
        " GROUP BY entry_id) found JOIN strategy_searchentry e ON e.id = found.entry_id"
        f" WHERE e.title <> ''{_HAS.format(stems='%s')}"
    )
    values.append(weighing.NOW)
    for word in before[:3]:
        sql += _HAS.format(stems=", ".join(["%s"] * len(word.stems)))
        values += word.stems
    # An item with its summary, or in another language, is there more than once.
    sql += f" ORDER BY found.weight DESC, e.address LIMIT {2 * MOST}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = dict.fromkeys(_suggestion(*row) for row in cursor.fetchall())
    return list(found)[:MOST]


def _beginnings(typed: str, last: Word | None) -> Iterator[str]:
    """What a stem may begin with: the last word as far as it is typed, its stem, a code."""
    text = typed.strip()
    if text and len(text) <= LONGEST and " " not in text:
        yield code_stem(text)
    if last is not None and len(last.plain) >= SHORTEST:
        yield last.plain[:LONGEST]
        # Of a word that is typed to its end the stem is shorter.
        yield from (stem for stem, weight in last.stems.items() if weight == 1)


def _suggestion(kind: str, context: str, code: str, title: str, address: str) -> Suggestion:
    stands = " · ".join(part for part in (str(KINDS[kind].label), context) if part)
    shown = Truncator(f"{code} {title}".strip()).chars(LONGEST_TITLE)
    return Suggestion(stands, shown, address)
