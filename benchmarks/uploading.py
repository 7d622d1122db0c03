"""What the page does with one file, in a process of its own: `python -m benchmarks.uploading`.

The upload reads it, the preview shows it and what it would change, the worker writes it.
"""

import sys
from pathlib import Path

from benchmarks import ground
from brnoplan.importing import make_ordered
from strategy.importing import imports, showing
from strategy.models import Plan


def upload(file: Path, slug: str) -> None:
    plan = Plan.objects.filter(slug=slug).first()
    found = imports.begin(
        file.name, file.read_bytes(), None, plan=plan, slug=slug, title="Velký plán"
    )
    now = imports.understood(found)
    imports.difference(found, now)
    showing.items(now, now.document.nodes[:100])
    missing, _doubtful = showing.missing(now)
    job = imports.confirm(found, found.version, {one.name: one.kind for one in missing})
    make_ordered(job)


if __name__ == "__main__":
    ground.settle()
    upload(Path(sys.argv[1]), sys.argv[2])
