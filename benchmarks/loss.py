"""Nothing acknowledged is lost: people comment while process after process is killed.

`./run bench loss`; LOSS_SEED and LOSS_KILLS choose another course.
"""

from benchmarks.own import driven


def run() -> list[bool]:
    return driven("benchmarks.losing")
