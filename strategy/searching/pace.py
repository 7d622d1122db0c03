"""How much of a process suggestions may take, whoever asks for them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Exhausted(Exception):
    """That there is no time left for now."""


class Pace:
    """Seconds of work that come back by themselves, `share` of each second, up to `most`.

    It goes by what the work costs and not by who asks, so that nobody's address is written down;
    whoever types when it is used up searches by the button.
    """

    def __init__(self, *, share: float, most: float) -> None:
        self._share, self._most = share, most
        self._left, self._at = most, time.monotonic()
        self._lock = threading.Lock()

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Take what the work in it costs. Raises Exhausted before it where nothing is left."""
        begun = self._begin()
        try:
            yield
        finally:
            with self._lock:
                self._left -= time.monotonic() - begun

    def _begin(self) -> float:
        with self._lock:
            now = time.monotonic()
            self._left = min(self._most, self._left + (now - self._at) * self._share)
            self._at = now
            if self._left <= 0:
                raise Exhausted
            return now
