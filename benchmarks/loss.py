"""Nothing acknowledged is lost: people comment while process after process is killed.

Then the same before a portal that answers before it keeps (`benchmarks.planted`): a driver that
does not find that would find nothing. `./run bench loss`; LOSS_SEED and LOSS_KILLS choose another
course.
"""

from benchmarks.ground import at_least
from benchmarks.own import driven

DRIVER = "benchmarks.losing"
PLANTED = {"LOSS_PLANTED": "1", "LOSS_KILLS": "6"}


def run() -> list[bool]:
    results = driven(DRIVER)
    print("     with a defect planted, so that bounds are to be over:")
    broken = driven(DRIVER, **PLANTED).count(False)
    return [*results, at_least("loss: bounds that tell of the defect", broken, 1)]
