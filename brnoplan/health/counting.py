"""Numbers that the processes of one gunicorn count together, in memory that they share.

The memory is taken before they fork. Each process counts in a place of its own, so none waits for
another; the place stays when the process goes, so that sums never fall. Two additions cost a
stored page less than a microsecond, where the usual library would write into a mapped file each.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Places for processes, and numbers in each.
SLOTS, WIDTH = 64, 4096
CLASSES = 5  # 1xx … 5xx
# Upper bounds of the histogram in seconds; beyond the last there is one more field.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Fields: stored pages given out whole, and as “not modified”; the histogram; its sum in µs.
STORED, KNOWN, HISTOGRAM = 0, 1, 2
SUM = HISTOGRAM + len(BOUNDS) + 1
FIRST_VIEW = SUM + 1
MOST_VIEWS = (WIDTH - FIRST_VIEW) // CLASSES
OTHER = "other"


class Counters:
    def __init__(self) -> None:
        self._memory = memoryview(mmap.mmap(-1, SLOTS * WIDTH * 8)).cast("Q")
        self._adding = threading.Lock()
        self._views: dict[str, int] = {}
        self.take(0)

    def take(self, slot: int) -> None:
        """Count in that place from now on; for a process that has just been forked."""
        self._first = slot % SLOTS * WIDTH

    def stored(self, status: str) -> None:
        """A page of the page store went out, whole or as known."""
        self._add(KNOWN if status.startswith("304") else STORED, 1)

    def made(self, view: str, status: int, seconds: float) -> None:
        """A request came to Django and took that long."""
        place = FIRST_VIEW + self._number(view) * CLASSES + min(max(status // 100, 1), CLASSES) - 1
        self._add(place, 1)
        self._add(HISTOGRAM + bisect_left(BOUNDS, seconds), 1)
        self._add(SUM, int(seconds * 1_000_000))

    def sum(self, field: int) -> int:
        """What all processes have counted there."""
        return sum(self._memory[slot * WIDTH + field] for slot in range(SLOTS))

    def views(self) -> Iterator[tuple[str, int, int]]:
        """(view, class of status, times) of all that was asked for at all."""
        for view, number in self._known().items():
            for status in range(1, CLASSES + 1):
                if times := self.sum(FIRST_VIEW + number * CLASSES + status - 1):
                    yield view, status, times

    def _add(self, field: int, more: int) -> None:
        with self._adding:
            self._memory[self._first + field] += more

    def _number(self, view: str) -> int:
        known = self._known()
        name = view.partition(":")[0] if view.startswith("admin:") else view
        return known.get(name, known[OTHER])

    def _known(self) -> dict[str, int]:
        """Every view under a number, the same in all processes, for all have the same code."""
        if not self._views:
            names = sorted({OTHER, *_names(get_resolver().url_patterns)} - {""})
            kept = [OTHER, *(name for name in names if name != OTHER)][:MOST_VIEWS]
            self._views = {name: number for number, name in enumerate(kept)}
        return self._views


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else ""
        elif pattern.namespace == "admin":
            yield "admin"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern.url_patterns, inner)


counters = Counters()
