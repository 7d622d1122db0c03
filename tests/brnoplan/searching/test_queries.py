"""What people type over the demo's data finds what they mean, alike on both databases."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from strategy.models import SearchEntry, Synonyms
from strategy.searching import asking, finding, keeping
from strategy.searching.finding import Narrowing
from tests.searching import catch_up

FOLDER = Path(__file__).parent
FIRST = 5
# Of a hundred, found among the first five.
SHARE = 0.9
Pair = tuple[str, str]


def pairs() -> list[Pair]:
    """(what is typed, what answers it)."""
    lines = (FOLDER / "queries.tsv").read_text().splitlines()
    return [
        (typed, wanted) for line in lines if line[0] != "#" for typed, wanted in [line.split("\t")]
    ]


def first(typed: str, count: int = FIRST) -> list[SearchEntry]:
    asked = asking.read(typed, Synonyms.objects.values_list("words", flat=True))
    keys = finding.find(asked, Narrowing()).keys[:count]
    entries = SearchEntry.objects.in_bulk(keys)
    return [entries[key] for key in keys]


def answers(entry: SearchEntry, wanted: str) -> bool:
    if wanted.startswith("="):
        return entry.title == wanted[1:]
    return entry.address in wanted.split()


def share_found(some: Sequence[Pair]) -> float:
    hits = [any(answers(entry, wanted) for entry in first(typed)) for typed, wanted in some]
    return sum(hits) / len(hits)


def ranked() -> str:
    """What comes first for each question, by title and by kind, as a text.

    Help and other pages of the portal are left out: any better sentence on them moves something.
    """
    lines = []
    for typed, _wanted in pairs():
        kept = [entry for entry in first(typed, 2 * FIRST) if entry.kind != "page"]
        named = [f"{entry.kind} {entry.code or entry.title[:40]}" for entry in kept[:FIRST]]
        lines.append("\t".join([typed, *named]))
    return "\n".join(lines) + "\n"


@pytest.fixture
def demo(db: None) -> None:
    call_command("load_demo", stdout=StringIO())
    keeping.order_missing()
    catch_up()


def test_nine_of_ten_questions_find_their_answer_among_the_first_five(demo: None) -> None:
    """The second half was looked at only when the ranking was done."""
    asked = pairs()
    assert len(asked) >= 120
    assert min(share_found(asked[::2]), share_found(asked[1::2])) >= SHARE
    # Whoever changes the ranking writes the file anew and reads what has changed.
    assert ranked() == (FOLDER / "ranked.tsv").read_text()
    # Plans say it in other words; not of the questions, which were there before the synonyms.
    at_home = ["domácí péče", "pečovatelka", "pečovatelská služba"]
    assert [first(typed)[0].code for typed in at_home] == ["A1.2"] * 3
