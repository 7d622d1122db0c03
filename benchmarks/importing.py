"""Bringing in 10,000 items with their cards, by the command as an office runs it."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.ground import DATA, at_most
from strategy.formats import separated
from strategy.formats.table import COLUMNS, Record

SECONDS = 60.0
MEGABYTES = 300.0
GOALS, MEASURES = 100, 99


class Cost(NamedTuple):
    seconds: float
    megabytes: float


def run() -> list[bool]:
    """The portal's own table, then the same as a text, each into a new plan, then again."""
    table, text = DATA / "dovoz.csv", DATA / "dovoz.txt"
    heads = [str(column) for column in COLUMNS]
    table.write_bytes(separated.separated(heads, _records()))
    text.write_text("\n".join(_lines()), encoding="utf-8")
    return [
        holds
        for file in (table, text)
        for name in ("a new plan", "the same again")
        for holds in _bounds(file, name)
    ]


def _bounds(file: Path, name: str) -> list[bool]:
    cost = imported(file, f"dovoz-{file.suffix[1:]}")
    said = f"import of 10,000 rows ({file.suffix[1:]}), {name}"
    return [
        at_most(f"{said}, seconds", cost.seconds, SECONDS),
        at_most(f"{said}, MB", cost.megabytes, MEGABYTES),
    ]


def imported(file: Path, slug: str) -> Cost:
    """What the command takes, in a process of its own."""
    command = [
        *(sys.executable, "manage.py", "import_plan", str(file), "--plan", slug),
        *("--title", "Velký plán", "--create-organisations"),
    ]
    begun = time.perf_counter()
    silence = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silence, 1)]
    )
    _pid, status, used = os.wait4(child, 0)
    os.close(silence)
    if status:
        raise RuntimeError(f"import_plan ended with {os.waitstatus_to_exitcode(status)}")
    # Linux counts in kilobytes.
    return Cost(time.perf_counter() - begun, used.ru_maxrss / 1024)


def _records() -> Iterator[list[str]]:
    for goal in range(1, GOALS + 1):
        yield _cells(level="1", tier="Cíl", code=f"{goal}", text=f"Rozvíjet oblast {goal}.")
        for measure in range(1, MEASURES + 1):
            yield _cells(
                level="2",
                tier="Opatření",
                code=f"{goal}.{measure}",
                text=f"Podporovat záměr {goal}.{measure} v souladu s potřebami obyvatel města.",
                lead=f"Odbor {measure % 20}",
                due="12/2020",
                co_lead=f"Odbor {measure % 20 + 20}",
                activities="První činnost.\nDruhá činnost.",
                outputs="Zpráva",
                costs="2019 | 120000 | rozpočet města",
                indicators="Podpořené osoby | osoby | 10 | 2018 | 120 | 2020",
            )


def _cells(**given: str) -> list[str]:
    return [given.get(field, "") for field in Record._fields]


def _lines() -> Iterator[str]:
    for goal in range(1, GOALS + 1):
        yield f"Cíl {goal}: Rozvíjet oblast {goal}."
        for measure in range(1, MEASURES + 1):
            yield f"Opatření {goal}.{measure}: Podporovat záměr {goal}.{measure} obyvatel města."
            yield f"Gestor: Odbor {measure % 20}"
            yield f"Spolugestor: Odbor {measure % 20 + 20}"
            yield "Termín: 12/2020"
