"""Searching: what a page of results costs in an index of 100,000 entries beside one of 1,000.

On PostgreSQL both indexes stand side by side, each in a schema of its own, and are asked in turn:
so a machine that is busy for a while is as busy for the one as for the other.
"""

import statistics
import time
from collections.abc import Iterator
from http import HTTPStatus
from random import Random

from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.ground import at_most, connection, told
from strategy.models import SearchEntry
from strategy.searching import keeping
from strategy.searching.documents import Document

FEW, MANY = 1_000, 100_000
AT_ONCE = 5_000
MOST_QUERIES = 5
MOST_TIMES = 1.5
ROUNDS = 40
# Of the first stands one in every other entry, of the last in one of two hundred.
COMMON = ["podporovat", "služby", "město", "obyvatel", "rozvoj"]
# Stands in so many entries, however many there are.
RARE, RARELY = "xylofon", 20
SYLLABLES = ["ba", "ve", "ko", "ri", "lu", "no", "ta", "mi", "do", "se", "pra", "sto", "kle", "zu"]
QUESTIONS = {
    "one word that stands everywhere": "podporovat",
    "three that stand everywhere": "podporovat služby města",
    "a rare one and a common one": "podporovat xylofony",
    "a rare one": "xylofony",
    "a common one of a kind": "podporovat&druh=comment",
    "a common one of a plan and a year": "podporovat&plan=brno-2050&rok=2005",
    "a phrase of common words": "„podporovat služby“",
    "a code": "C77",
    "a misspelt word": "podporobat",
    "two misspelt words": "podporobat kolubaxemi",
    "a word that stands nowhere": "qwertzuiopasdf",
}
TABLES = ("strategy_searchentry", "strategy_searchstem")


def run() -> list[bool]:
    for number in (FEW, MANY):
        turn_to(number)
        fill(number)
    return [held for name in QUESTIONS for held in compare(name)]


def compare(name: str) -> list[bool]:
    """A question to the large index beside the same to the small one."""
    name, question = f"search, {name}", QUESTIONS[name]
    turn_to(MANY)
    queries = queries_of(question)
    few, many, ratio = costs_of(question)
    told(f"{name}: ms of {MANY} entries", many * 1000)
    results = [at_most(f"{name}: queries", queries, MOST_QUERIES)]
    if connection.vendor == "postgresql":
        told(f"{name}: ms of {FEW} entries", few * 1000)
        results.append(at_most(f"{name}: {MANY} / {FEW} entries", ratio, MOST_TIMES))
    return results


def turn_to(number: int) -> None:
    """Search in the index of so many entries from now on. On SQLite there is one, of the last."""
    if connection.vendor != "postgresql":
        return
    schema = f"search_{number}"
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {schema}, public")
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table in TABLES:
            like = f"LIKE public.{table} INCLUDING ALL"
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {schema}.{table} ({like})")


def fill(number: int) -> None:
    begun, had = time.perf_counter(), SearchEntry.objects.count()
    documents = list(made(number))[had:]
    for start in range(0, len(documents), AT_ONCE):
        keeping._add("items", documents[start : start + AT_ONCE])
    with connection.cursor() as cursor:
        # PostgreSQL does so by itself after a while, and would do it while we measure.
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    told(f"search: seconds to index {len(documents)} entries", time.perf_counter() - begun)


def made(number: int) -> Iterator[Document]:
    random = Random(7)
    rare = ["".join(random.choices(SYLLABLES, k=4)) for _each in range(20_000)]
    for place in range(number):
        words = [
            word for often, word in enumerate(COMMON, start=1) if random.random() < 0.5 / often
        ]
        words += [rare[min(int(random.paretovariate(0.4)), len(rare)) - 1] for _each in range(20)]
        words += [RARE] * (place % (number // RARELY) == 0)
        random.shuffle(words)
        yield Document(
            whole="0",
            ref=str(place),
            kind=["item", "comment", "meeting", "document"][place % 4],
            address=f"/zkouska/{place}/",
            title=" ".join(words[:6]),
            code=f"C{place}",
            context="Zkušební plán",
            text=" ".join(words[6:]),
            plan_id=1 + place % 5,
            year=2000 + place % 25,
        )


def queries_of(question: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask(Client(SERVER_NAME="localhost"), question)
        return len(asked)


def costs_of(question: str) -> tuple[float, float, float]:
    """Median seconds of a page of the small index and of the large one, and of their ratios."""
    reader, pairs = Client(SERVER_NAME="localhost"), []
    for number in range(ROUNDS):
        # Whichever is first finds the processor's memory as the one before has left it.
        pair = {size: seconds_of(reader, question, size) for size in sizes(number)}
        pairs.append((pair[FEW], pair[MANY], pair[MANY] / pair[FEW]))
    few, many, ratio = (statistics.median(one) for one in zip(*pairs, strict=True))
    return few, many, ratio


def sizes(number: int) -> tuple[int, int]:
    return (FEW, MANY) if number % 2 else (MANY, FEW)


def seconds_of(reader: Client, question: str, size: int) -> float:
    """Of the second of two pages, for the database knows an index again only once it was asked."""
    turn_to(size)
    ask(reader, question)
    begun = time.perf_counter()
    ask(reader, question)
    return time.perf_counter() - begun


def ask(reader: Client, question: str) -> None:
    address = f"/hledani/?q={question}"
    status = reader.get(address).status_code
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{address}: {status}")
