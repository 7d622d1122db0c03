"""Bringing in 10,000 items with their cards, by the command and by the page, as an office does."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from openpyxl.packaging.core import DocumentProperties

from benchmarks.ground import DATA, at_most
from strategy.formats import separated, workbook
from strategy.formats.table import COLUMNS, Record

SECONDS = 60.0
MEGABYTES = 300.0
GOALS, MEASURES = 100, 99


class Cost(NamedTuple):
    """`busy` are the seconds of the processor, which others that keep it busy do not lengthen."""

    seconds: float
    busy: float
    megabytes: float


def run() -> list[bool]:
    """The portal's own tables, and a text, each into a new plan, then again; then by the page."""
    files = _files()
    return [
        holds
        for way, cost_of in (("command", _by_command), ("page", _by_page))
        for file in files
        for name in ("a new plan", "the same again")
        for holds in _bounds(f"{way}, {file.suffix[1:]}, {name}", cost_of(file, way))
    ]


def _files() -> list[Path]:
    table, sheet, text = (DATA / f"dovoz.{kind}" for kind in ("csv", "xlsx", "txt"))
    heads = [str(column) for column in COLUMNS]
    records = list(_records())
    table.write_bytes(separated.separated(heads, records))
    rows = workbook.Sheet("Plan", "Velký plán", heads, workbook.WIDTHS, records)
    sheet.write_bytes(workbook.workbook_of(rows, DocumentProperties()))
    text.write_text("\n".join(_lines()), encoding="utf-8")
    return [table, sheet, text]


def _bounds(said: str, cost: Cost) -> list[bool]:
    print(f"     {said}: {cost.busy:.1f} s of the processor", flush=True)
    return [
        at_most(f"import of 10,000 rows ({said}), seconds", cost.seconds, SECONDS),
        at_most(f"import of 10,000 rows ({said}), MB", cost.megabytes, MEGABYTES),
    ]


def _by_command(file: Path, way: str) -> Cost:
    return _measured(
        *("manage.py", "import_plan", str(file), "--plan", _slug(file, way)),
        *("--title", "Velký plán", "--create-organisations"),
    )


def _by_page(file: Path, way: str) -> Cost:
    """Upload, preview and writing together."""
    return _measured("-m", "benchmarks.uploading", str(file), _slug(file, way))


def _slug(file: Path, way: str) -> str:
    return f"dovoz-{way}-{file.suffix[1:]}"


def _measured(*arguments: str) -> Cost:
    """What a programme of ours takes, in a process of its own."""
    command = [sys.executable, *arguments]
    begun = time.perf_counter()
    silence = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silence, 1)]
    )
    _pid, status, used = os.wait4(child, 0)
    os.close(silence)
    if status:
        code = os.waitstatus_to_exitcode(status)
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with {code}")
    # Linux counts in kilobytes.
    busy = used.ru_utime + used.ru_stime
    return Cost(time.perf_counter() - begun, busy, used.ru_maxrss / 1024)


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
