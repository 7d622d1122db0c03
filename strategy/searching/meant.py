"""What somebody may have meant whose words stand nowhere, out of the index itself.

No dictionary is kept beside it: a word that has left the index is never offered.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

from strategy.searching.asking import Asked, Term
from strategy.searching.words import CODE, LEFT, words_of

# Stems of the same two first letters that are compared, and unknown words that are looked for.
MOST_STEMS = 1_000
MOST_WORDS = 2
# Each step looks up the next stem in the index, so that rows of the same are passed over.
_STEMS = (
    "WITH RECURSIVE {name}(stem) AS (SELECT MIN(stem) FROM strategy_searchstem WHERE stem >= %s"
    " UNION ALL SELECT (SELECT MIN(s.stem) FROM strategy_searchstem s WHERE s.stem > {name}.stem)"
    " FROM {name} WHERE {name}.stem < %s)"
    " SELECT stem FROM {name} WHERE stem < %s LIMIT {most}"
)


def meant(asked: Asked, unknown: Sequence[Term]) -> str:
    """The question with words that there are in place of unknown ones; empty where none is near.

    At most two queries.
    """
    sought = [term for term in unknown if not term.is_code and len(term.plain) >= LEFT]
    sought = sought[:MOST_WORDS]
    near = _near(sought)
    words = _words_with(near.values()) if near else {}
    text = asked.text
    for term in sought:
        if instead := words.get(near.get(term.plain, "")):
            text = _replaced(text, term.plain, instead)
    return "" if text == asked.text else text


def distance(one: str, other: str, most: int) -> int:
    """Letters that are to be changed, put in, left out or turned about; more than `most` at most.

    >>> distance("senoir", "senior", 2), distance("park", "parky", 2)
    (1, 1)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def _near(terms: Sequence[Term]) -> dict[str, str]:
    """The nearest stem of each word that has one. One query."""
    if not terms:
        return {}
    there = _stems_beginning(sorted({term.plain[:2] for term in terms}))
    found = {term.plain: _nearest(term, there) for term in terms}
    return {plain: stem for plain, stem in found.items() if stem}


def _stems_beginning(beginnings: Sequence[str]) -> list[str]:
    parts, values = [], []
    for number, begin in enumerate(beginnings):
        query = _STEMS.format(name=f"w{number}", most=MOST_STEMS)
        parts.append(f"SELECT stem FROM ({query}) part{number}")  # noqa: S608
        end = begin[:-1] + chr(ord(begin[-1]) + 1)
        values += [begin, end, end]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [stem for (stem,) in cursor.fetchall() if stem and not stem.startswith(CODE)]


def _nearest(term: Term, there: Iterable[str]) -> str:
    own = [stem for stem, weight in term.stems.items() if weight == 1 and len(stem) >= LEFT]
    pairs = [(stem, other) for stem in own for other in there]
    far = ((distance(stem, other, _most(stem)), _most(stem), other) for stem, other in pairs)
    near = [(by - most, by, other) for by, most, other in far if by <= most]
    return min(near)[-1] if near else ""


def _most(stem: str) -> int:
    """How many letters may differ: in short words one makes another word already."""
    return 1 if len(stem) <= 5 else 2


def _words_with(stems: Iterable[str]) -> dict[str, str]:
    """A word with each of the stems, out of the entry in which that says most. One query."""
    wanted = sorted(set(stems))
    one = (
        "SELECT * FROM (SELECT s.stem, e.title, e.text, e.context FROM strategy_searchstem s"
        " JOIN strategy_searchentry e ON e.id = s.entry_id WHERE s.stem = %s"
        " ORDER BY s.weight DESC, e.address LIMIT 1) best"
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(wanted)), wanted)
        rows = cursor.fetchall()
    found: dict[str, str] = {}
    for stem, *texts in rows:
        for text in texts:
            for word in words_of(text):
                if stem in word.stems:
                    found.setdefault(stem, text[word.start : word.end].lower())
    return found


def _replaced(text: str, plain: str, instead: str) -> str:
    for word in words_of(text):
        if word.plain == plain:
            return text[: word.start] + instead + text[word.end :]
    return text
