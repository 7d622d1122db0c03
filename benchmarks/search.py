"""Searching: what a page of results costs in an index of 100,000 entries beside one of 1,000."""

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
ROUNDS = 40
# Of the first stands one in every other entry, of the last in one of two hundred.
COMMON = ["podporovat", "služby", "město", "obyvatel", "rozvoj"]
SYLLABLES = ["ba", "ve", "ko", "ri", "lu", "no", "ta", "mi", "do", "se", "pra", "sto", "kle", "zu"]
QUESTIONS = {
    "one word that stands everywhere": "podporovat",
    "three that stand everywhere": "podporovat služby města",
    "a rare one and a common one": "podporovat kolubavemi",
    "a common one of a kind": "podporovat&druh=comment",
    "a phrase of common words": "„podporovat služby“",
    "a code": "C77",
    "a word that stands nowhere": "podporobat kolubaxemi",
}


def run() -> list[bool]:
    small = costs_of(FEW)
    large = costs_of(MANY)
    results = []
    for name, (seconds, queries) in large.items():
        told(f"search, {name}: ms of {FEW} entries", small[name][0] * 1000)
        told(f"search, {name}: ms of {MANY} entries", seconds * 1000)
        results.append(at_most(f"search, {name}: queries", queries, MOST_QUERIES))
        if connection.vendor == "postgresql":
            ratio = seconds / small[name][0]
            results.append(at_most(f"search, {name}: {MANY} / {FEW} entries", ratio, 1.5))
    return results


def costs_of(number: int) -> dict[str, tuple[float, int]]:
    """(median seconds, queries) of a page for each question, in an index of so many entries."""
    fill(number)
    return {name: cost_of(question) for name, question in QUESTIONS.items()}


def fill(number: int) -> None:
    begun, had = time.perf_counter(), SearchEntry.objects.count()
    documents = list(made(number))[had:]
    for start in range(0, len(documents), AT_ONCE):
        keeping._add("items", documents[start : start + AT_ONCE])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told(f"search: seconds to index {len(documents)} entries", time.perf_counter() - begun)


def made(number: int) -> Iterator[Document]:
    random = Random(7)
    rare = ["".join(random.choices(SYLLABLES, k=4)) for _each in range(20_000)]
    rare[0] = "kolubavemi"
    for place in range(number):
        words = [
            word for often, word in enumerate(COMMON, start=1) if random.random() < 0.5 / often
        ]
        words += [rare[min(int(random.paretovariate(0.4)), len(rare)) - 1] for _each in range(20)]
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
            plan_id=place % 5,
            year=2000 + place % 25,
        )


def cost_of(question: str) -> tuple[float, int]:
    reader, address = Client(SERVER_NAME="localhost"), f"/hledani/?q={question}"
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address)
        queries = len(asked)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address}: {answer.status_code}")
    times = []
    for _each in range(ROUNDS):
        begun = time.perf_counter()
        reader.get(address)
        times.append(time.perf_counter() - begun)
    return statistics.median(times), queries
