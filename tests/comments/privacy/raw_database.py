"""Erase somebody in a database of its own, and look into its very files before and after.

Run as a program by test_scrubbing.py, on a copy of the suite's SQLite database.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402  (needs the settings)
from django.db import connection  # noqa: E402

from comments.models import Comment, Erasure  # noqa: E402
from comments.privacy import erasing  # noqa: E402
from strategy.models import Item  # noqa: E402
from tests import factories  # noqa: E402
from tests.comments.privacy import canaries  # noqa: E402

# So many others that their rows fill pages of the database and split them.
OTHERS = 60


def files() -> list[Path]:
    database = Path(settings.DATABASES["default"]["NAME"])
    found = [database.with_name(f"{database.name}{end}") for end in ("", "-wal", "-journal")]
    return [path for path in found if path.exists()]


def heard() -> dict[str, list[str]]:
    """The canaries in each of the database's files."""
    contents = {path: path.read_bytes() for path in files()}
    return {
        path.name: [
            canary
            for canary in (canaries.NAME, canaries.EMAIL, canaries.PHONE)
            if canary.encode() in content or json.dumps(canary)[1:-1].encode() in content
        ]
        for path, content in contents.items()
    }


def fill() -> Comment:
    edition = factories.publish(factories.make_plan())
    item = factories.item_of(edition, "A1.1")
    add_others(item)
    comment = canaries.plant(item)
    add_others(item)
    return comment


def add_others(item: Item) -> None:
    for number in range(OTHERS // 2):
        factories.make_comment(item, name=f"Jiný {number}", text="Jinak. " * number)


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests erased
    told: dict[str, Any] = {}
    comment = fill()
    told["written"] = heard()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    told["settled"] = heard()
    erasing.erase(comment, "Žádost.", None, wording=True)
    told["erased"] = heard()
    told["scrubbed"] = Erasure.objects.get().scrubbed_at is not None
    told["others"] = Comment.objects.filter(contact__name__startswith="Jiný").count()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
