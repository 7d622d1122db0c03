"""Publishing 10,000 items: against writing the same rows once, and by the clock."""

import time

from django.db import transaction

from benchmarks.ground import at_most, make_plan
from strategy import editions
from strategy.models import Edition, Item

ROUNDS = 3
SECONDS = 5.0


def run() -> list[bool]:
    draft = make_plan("vydavany", goals=10, priorities=30, measures=33)
    name = f"publishing {Item.objects.filter(edition=draft).count():,} items"
    writing, publishing = [], []
    # In turn, so that a busy moment of the machine falls on both.
    for _ in range(ROUNDS):
        draft = Edition.objects.get(plan=draft.plan_id, state=Edition.State.DRAFT)
        writing.append(seconds_of_writing(draft))
        publishing.append(seconds_of_publishing(draft))
    return [
        at_most(f"{name} / writing them once, time", min(publishing) / min(writing), 4.0),
        at_most(f"{name}, seconds", max(publishing), SECONDS),
    ]


def seconds_of_publishing(draft: Edition) -> float:
    begun = time.perf_counter()
    editions.publish(draft)
    return time.perf_counter() - begun


def seconds_of_writing(draft: Edition) -> float:
    """The floor: the rows of a draft written by `bulk_create` alone, and taken back."""
    rows = list(Item.objects.filter(edition=draft).order_by("level", "lft"))
    with transaction.atomic():
        root = rows.pop(0)
        Item.objects.filter(edition=draft).exclude(pk=root.pk).delete()
        begun = time.perf_counter()
        Item.objects.bulk_create(rows, batch_size=editions.BATCH)
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took
