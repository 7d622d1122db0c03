"""Run the benchmarks: `./run bench [trees] [compare] …`. Exit code 1 where a bound is broken."""

import sys
from importlib import import_module

from benchmarks.ground import prepare

SUBJECTS = [
    *("trees", "publishing", "pages", "front", "compare", "comments", "planning"),
    *("measures", "opendata", "pdf", "packet", "importing", "search", "fuzz", "load"),
]

if __name__ == "__main__":
    prepare()
    results = [
        result
        for subject in sys.argv[1:] or SUBJECTS
        for result in import_module(f"benchmarks.{subject}").run()
    ]
    print(f"{sum(results)} of {len(results)} bounds hold")
    sys.exit(not all(results))
