"""The sheets of every public page as one file, joined when the static files are collected.

They are written apart, by purpose; whoever reads a page for the first time waits for one of them.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/site.css"
# In the order in which one builds on another.
PARTS = ("base", "layout", "plan", "forms", "comments", "changes")


class JoinedSheetsFinder(BaseFinder):
    """Finds what `{% static "css/site.css" %}` names."""

    def check(self, **_given: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_given: Any) -> Any:
        found = [str(_folder() / NAME)] if path == NAME else []
        # Nothing found is an empty list, as Django's own finders say it.
        return found[0] if found and not find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=_folder())
        storage.prefix = None  # type: ignore[attr-defined]  # as Django's own finders say it
        yield NAME, storage


@cache
def _folder() -> Path:
    """A folder of this process with the joined sheet, as old as the newest of its parts."""
    sources = [settings.BASE_DIR / f"static/css/site/{part}.css" for part in PARTS]
    folder = Path(tempfile.mkdtemp(prefix="brnoplan-sheets-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sheet = folder / NAME
    sheet.parent.mkdir()
    sheet.write_text("\n".join(source.read_text() for source in sources))
    newest = max(source.stat().st_mtime_ns for source in sources)
    os.utime(sheet, ns=(newest, newest))
    return folder
