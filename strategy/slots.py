"""At most two works that load the machine at a time, in the whole installation.

A slot is a lock on a file, so it is free again when whoever held it is gone, however that came.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

SLOTS = (1, 2)
POLL_SECONDS = 0.5


@contextmanager
def held(slot: int) -> Iterator[bool]:
    """Hold a slot for the length of the block; False where somebody else has it."""
    folder = settings.MEDIA_ROOT / "renditions"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".press-{slot}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def any_held() -> Iterator[int | None]:
    """Hold a free slot for the length of the block; None where there is none."""
    with ExitStack() as stack:
        yield next((slot for slot in SLOTS if stack.enter_context(held(slot))), None)


@contextmanager
def awaited() -> Iterator[int]:
    """Hold a slot for the length of the block, however long it takes to get one."""
    while True:
        with any_held() as slot:
            if slot is not None:
                yield slot
                return
        time.sleep(POLL_SECONDS)
