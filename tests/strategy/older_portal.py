"""Prepare a database that an older version has left, and tell what became of it.

Run as a program by test_older_portal.py, on an SQLite file of its own.
"""

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (needs the settings)
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.test import Client  # noqa: E402

OLDER = [
    ("strategy", "0002_freeze_published_editions"),
    ("comments", "0001_comments_and_settlements"),
]
EDITIONS = ["approved", "withdrawn", "draft"]


def fill(apps: Any) -> None:
    """Two editions approved before resolutions were, of which the second is withdrawn."""
    plan = apps.get_model("strategy", "Plan").objects.create(slug="starsi", title="Starší plán")
    for number, state in enumerate(EDITIONS, start=1):
        published = {"stamp": "approved", "published_at": f"2018-0{number}-01T12:00:00Z"}
        edition = apps.get_model("strategy", "Edition").objects.create(
            plan=plan,
            number=number,
            state="superseded" if state == "approved" else state,
            title=plan.title,
            **(published if state != "draft" else {}),
        )
        place = {"lft": 1, "rght": 2, "level": 0, "tree_id": edition.pk}
        apps.get_model("strategy", "Item").objects.create(
            edition=edition, key=f"00000000-0000-4000-8000-{0:012}", handle="plan", **place
        )


def told() -> dict[str, Any]:
    from strategy.integrity import checking
    from strategy.models import Edition, Job

    published = Edition.objects.published().order_by("number")
    days = ["2018-01-15", "2018-02-15"]
    reader = Client(SERVER_NAME="localhost")
    return {
        "faults": [str(fault) for fault in checking.verify()],
        "approvals": [str(edition.approved_by) for edition in published],
        "withdrawn": [[edition.withdrawn_at, edition.withdrawal_reason] for edition in published],
        "ordered": list(Job.objects.order_by("pk").values_list("kind", "edition__number")),
        "days": [reader.get(f"/starsi/k/{day}/").status_code for day in days],
        "pages": [reader.get(f"/starsi/edice/{number}/").status_code for number in (1, 2)],
    }


def main() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(OLDER)
    fill(executor.loader.project_state(OLDER).apps)
    for _twice in range(2):
        call_command("prepare", verbosity=0)
    json.dump(told(), sys.stdout)


if __name__ == "__main__":
    main()
