"""What somebody may have meant whose words stand nowhere, out of the index itself.

No dictionary is kept beside it: a word that has left the index is never offered.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection

from strategy.models.searching import StemField
from strategy.searching.asking import Asked, Term
from strategy.searching.words import LEFT, words_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Unknown words that are looked for, and stems with the same first half that are compared.
MOST_WORDS = 2
MOST_STEMS = 100
# Shorter stems with two other letters are other words already.
_LONG = 7
# Whether each of some stems is there: one look into the index each, however often it stands there.
_THERE = (
    "WITH near(stem) AS (VALUES {values}) SELECT stem FROM near"
    " WHERE (SELECT 1 FROM strategy_searchstem s WHERE s.stem = near.stem COLLATE {order} LIMIT 1)"
    " = 1"
)
# Each step looks up the next stem in the index, so that rows of the same are passed over.
_BEGINNING = (
    "WITH RECURSIVE {name}(stem, step) AS (SELECT MIN(stem), 1 FROM strategy_searchstem"
    " WHERE stem >= %s UNION ALL SELECT"
    " (SELECT MIN(s.stem) FROM strategy_searchstem s WHERE s.stem > {name}.stem), step + 1"
    " FROM {name} WHERE {name}.stem < %s AND step < {most})"
    " SELECT stem FROM {name} WHERE stem < %s"
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
    own = {term.plain: _own(term) for term in terms}
    sought = sorted({stem for stem in own.values() if stem})
    if not sought:
        return {}
    there = _stems_near(sought)
    found = {plain: _nearest(stem, there) for plain, stem in own.items() if stem}
    return {plain: stem for plain, stem in found.items() if stem}


def _own(term: Term) -> str:
    """Its exact stem, unless that is so short that another letter makes another word of it."""
    return next((one for one, by in term.stems.items() if by == 1 and len(one) > LEFT), "")


def _stems_near(sought: Sequence[str]) -> set[str]:
    """Those of the index that are a letter away, and of long ones those that begin alike."""
    values = sorted({near for stem in sought for near in _a_letter_away(stem)})
    order = f'"{StemField.order_of(connection)}"'
    parts = [_THERE.format(values=", ".join(["(%s)"] * len(values)), order=order)]
    for number, stem in enumerate(sought):
        if len(stem) >= _LONG:
            begin = stem[: (len(stem) + 1) // 2]
            end = begin[:-1] + chr(ord(begin[-1]) + 1)
            parts.append(_BEGINNING.format(name=f"w{number}", most=MOST_STEMS))
            values += [begin, end, end]
    sql = " UNION ALL ".join(
        f"SELECT stem FROM ({part}) part{number}"  # noqa: S608
        for number, part in enumerate(parts)
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {stem for (stem,) in cursor.fetchall()}


def _a_letter_away(stem: str) -> Iterator[str]:
    """With one letter changed, put in, left out or turned about with the next, anywhere."""
    for at in range(len(stem) + 1):
        before, after = stem[:at], stem[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]


def _nearest(own: str, there: Iterable[str]) -> str:
    """The nearest of them; of equals one with the same first letter."""
    most = 1 if len(own) < _LONG else 2
    far = ((distance(own, other, most), other[0] != own[0], other) for other in there)
    near = [one for one in far if one[0] <= most and len(one[-1]) >= LEFT]
    return min(near)[-1] if near else ""


def _words_with(stems: Iterable[str]) -> dict[str, str]:
    """A word with each of the stems, out of the entry in which that says most. One query."""
    wanted = sorted(set(stems))
    one = (
        "SELECT * FROM (SELECT s.stem, e.title, e.text, e.context FROM (SELECT entry_id, stem"
        " FROM strategy_searchstem WHERE stem = %s ORDER BY weight DESC, entry_id LIMIT 1) s"
        " JOIN strategy_searchentry e ON e.id = s.entry_id) best"
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
