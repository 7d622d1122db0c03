"""Open data of 10,000 measures with 100,000 readings beside the demo's: what each dataset costs.

Each is written out as a file, record by record; it must not be held in memory whole, and a record
of a large dataset must not cost much more than one of a small one.
"""

import time
import tracemalloc
from collections.abc import Iterable

from benchmarks.ground import at_most, make_plan, settle, told
from benchmarks.measures import carry_out
from brnoplan.opendata import datasets
from brnoplan.opendata.subject import Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.models import Edition, Organisation

# What has a record for each measure, indicator or reading.
GROWING = ("polozky", "ukazatele", "hodnoty", "plneni")
MEGABYTES = 50.0


def run() -> list[bool]:
    leads = [Organisation.objects.create(name=f"Odbor {number}") for number in range(20)]
    carry_out(Edition.objects.get(plan__slug="brno-2050", state="draft"), leads)
    settle()
    subjects = [SUBJECTS[name] for name in GROWING]
    small = {subject.name: milliseconds(subject) for subject in subjects}
    carry_out(make_plan("mereni", goals=10, priorities=20, measures=50), leads)
    settle()
    return [held for subject in subjects for held in measured(subject, small[subject.name])]


def measured(subject: Subject, small: float) -> list[bool]:
    large, name = milliseconds(subject), f"open data, {subject.name}"
    told(f"{name}: seconds of the whole file", large * records(subject) / 1000)
    return [
        at_most(f"{name}: a record of it / of the demo's, CPU", large / small, 1.5),
        at_most(f"{name}: MB at once", megabytes(datasets.linked(subject)), MEGABYTES),
    ]


def milliseconds(subject: Subject) -> float:
    """Of the processor, for one record; of three times the least."""
    return min(_once(subject) for _time in range(3)) * 1000 / records(subject)


def _once(subject: Subject) -> float:
    begun = time.process_time()
    exhaust(datasets.linked(subject))
    return time.process_time() - begun


def records(subject: Subject) -> int:
    return sum(1 for _record in subject.all())


def megabytes(pieces: Iterable[str]) -> float:
    """The most that was held at once while they were made."""
    tracemalloc.start()
    exhaust(pieces)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def exhaust(pieces: Iterable[str]) -> None:
    for _piece in pieces:
        pass
