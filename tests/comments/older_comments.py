"""Bring a database up to date whose comments an older version has left; tell what became of them.

Run as a program by test_older_comments.py, on a database of its own.
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
from django.utils import timezone  # noqa: E402

OLDER = [
    ("strategy", "0008_name_the_columns_that_are_sealed"),
    ("comments", "0001_comments_and_settlements"),
]


def fill(apps: Any) -> None:
    """A comment of two versions with a published answer, one without, and one with no wording."""
    item = make_item(apps)
    moment = timezone.now()
    shown = {"state": "published", "published_at": moment}
    for number, texts in enumerate([["Původně.", "Nově."], ["Jen jednou."], []], start=1):
        comment = apps.get_model("comments", "Comment").objects.create(
            plan=item.edition.plan, number=number, item=item, item_key=item.key, **shown
        )
        for version, text in enumerate(texts, start=1):
            apps.get_model("comments", "CommentVersion").objects.create(
                comment=comment, number=version, text=text
            )
        point = apps.get_model("comments", "Point").objects.create(
            comment=comment, item=item, text=texts[-1] if texts else "–"
        )
        if number == 1:
            apps.get_model("comments", "Settlement").objects.create(
                point=point, outcome="explained", reasoning="Vysvětlujeme.", **shown
            )
    apps.get_model("comments", "NumberSeries").objects.create(plan=item.edition.plan, last=3)


def make_item(apps: Any) -> Any:
    plan = apps.get_model("strategy", "Plan").objects.create(slug="starsi", title="Starší plán")
    edition = apps.get_model("strategy", "Edition").objects.create(
        plan=plan, number=1, state="draft", title=plan.title
    )
    place = {"lft": 1, "rght": 2, "level": 0, "tree_id": edition.pk}
    item = apps.get_model("strategy", "Item").objects.create(
        edition=edition, key="00000000-0000-4000-8000-000000000001", handle="plan", **place
    )
    edition.state = edition.stamp = "consultation"
    edition.published_at = timezone.now()
    edition.save()
    return item


def told() -> dict[str, Any]:
    from comments import reading
    from comments.models import Comment, CommentVersion, Point

    return {
        "comments": list(
            Comment.objects.order_by("number").values_list("number", "version", "newest_version")
        ),
        "parts": list(
            CommentVersion.objects.order_by("pk").values_list("number", "part", "item__handle")
        ),
        "points": sorted({str(key) for key in Point.objects.values_list("item_key", flat=True)}),
        "keys": len(set(Comment.objects.values_list("link_key", flat=True))),
        "read": [
            [comment.number, comment.parts[0].text, [it.reasoning for it in comment.answers]]
            for comment in reading.of_comments(Comment.objects.all())
        ],
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
