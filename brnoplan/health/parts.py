"""The parts of the portal of which each is well or not, asked one after another."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brnoplan import daily
from brnoplan.health import room
from strategy.models import Edition, Item, Job, Letter

# How long a letter or a job that could go on may wait before somebody should look why.
PATIENCE = timedelta(minutes=30)
# How long a process goes by what it found in the trees, which anybody may have it ask for.
TREE_SECONDS = 10.0
# Less, and an upload or a PDF may be what fills the disk.
LEAST_FREE = 1_000_000_000


class Part(NamedTuple):
    """A part under its name for programs and for people, and what is wrong with it, if anything."""

    key: str
    name: str
    wrong: str


def parts() -> list[Part]:
    """Every part, the database first. Where that is away, no other that stands in it is asked."""
    found = [_asked("database")]
    is_there = not found[0].wrong
    return found + [
        _asked(key)
        if is_there or key not in IN_DATABASE
        else Part(key, str(NAMES[key]), _("unknown"))
        for key in PARTS
        if key != "database"
    ]


def _asked(key: str) -> Part:
    try:
        wrong = PARTS[key]()
    except (DatabaseError, OSError) as error:
        # The class alone: what a database or a disk says holds names and addresses.
        wrong = type(error).__name__
    return Part(key, str(NAMES[key]), wrong)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = _written() - set(cursor.fetchall())
    return (
        _("%(count)s not applied: run manage.py prepare") % {"count": len(missing)}
        if missing
        else ""
    )


@cache
def _written() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration of this code, by its files: to load them takes a second."""
    folders = [(app.label, Path(app.path) / "migrations") for app in apps.get_app_configs()]
    return frozenset(
        (label, file.stem)
        for label, folder in folders
        for file in folder.glob("[0-9]*.py")
        if label in MIGRATED
    )


def _letters() -> str:
    """Of a letter that may not go out yet nothing is said: it waits for its recipient's sake."""
    tried = Q(attempts__gt=0) | Q(send_after__lte=timezone.now())
    oldest = Letter.objects.waiting().filter(tried).aggregate(at=Min("written_at"))["at"]
    return _late(oldest)


def _jobs() -> str:
    oldest = Job.objects.filter(state=Job.State.WAITING).aggregate(at=Min("ordered_at"))["at"]
    return _late(oldest)


def _late(oldest: datetime | None) -> str:
    """What is wrong where the oldest waits longer than it should; the worker may be gone."""
    waits = timezone.now() - oldest if oldest else timedelta()
    if waits < PATIENCE:
        return ""
    minutes = int(waits.total_seconds() // 60)
    return _("the oldest has waited for %(minutes)d min; is the worker running?") % {
        "minutes": minutes
    }


def _disk() -> str:
    free = room.free()
    return _("only %(free)s left") % {"free": filesizeformat(free)} if free < LEAST_FREE else ""


def _tree() -> str:
    now = time.monotonic()
    if not _trees or _trees[0][0] < now - TREE_SECONDS:
        _trees[:] = [(now, _trees_now())]
    return _trees[0][1]


# When the trees were last looked at, by the clock of this process, and what was wrong.
_trees: list[tuple[float, str]] = []


def forget_trees() -> None:
    """Have them looked at anew by the next who asks."""
    _trees.clear()


def _trees_now() -> str:
    """Drafts, whose places change; what was published is the daily verification's business.

    The places of n items are the numbers from 1 to 2n, each once.
    """
    drafts = Item.objects.filter(edition__state=Edition.State.DRAFT).order_by()
    places = drafts.values_list("edition").annotate(
        count=Count("pk"),
        lefts=Count("lft", distinct=True),
        rights=Count("rght", distinct=True),
        last=Max("rght"),
        sum=Sum("lft") + Sum("rght"),
    )
    broken = [
        str(edition)
        for edition, count, *found in places
        if found != [count, count, 2 * count, count * (2 * count + 1)]
    ]
    return _("drafts out of order: %(numbers)s") % {"numbers": ", ".join(broken)} if broken else ""


def _editions() -> str:
    last = daily.order_verification()
    if last and (last.result or last.state == Job.State.FAILED):
        return _("The last verification of the published editions found faults.")
    return ""


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "letters": _letters,
    "jobs": _jobs,
    "disk": _disk,
    "tree": _tree,
    "editions": _editions,
}
IN_DATABASE = frozenset(PARTS) - {"disk"}
NAMES = {
    "database": gettext_lazy("database"),
    "migrations": gettext_lazy("migrations"),
    "letters": gettext_lazy("letters"),
    "jobs": gettext_lazy("jobs"),
    "disk": gettext_lazy("disk"),
    "tree": gettext_lazy("tree of the drafts"),
    "editions": gettext_lazy("editions"),
}
# The portal's own; those of libraries come with their versions, by the same `prepare`.
MIGRATED = ("strategy", "comments", "kpss")
