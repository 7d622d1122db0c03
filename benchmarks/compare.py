"""Comparing: 10,000 items against 10,000, hardly changed and all reworded, as JSON."""

import json
import time

from django.db.models import F, Value
from django.db.models.functions import Concat

from benchmarks.ground import at_most, make_plan
from strategy import compare, difference, editions
from strategy.models import Edition, Item


def run() -> list[bool]:
    older = editions.publish(make_plan("porovnani", goals=10, priorities=20, measures=49))
    draft = Edition.objects.select_related("plan").get(plan=older.plan, state="draft")
    items = Item.objects.shown().filter(edition=draft)
    results = []
    changes = {
        "hardly changed": items.filter(code__endswith=".7"),
        "all reworded": items,
        "all reworded and in reverse": items,
    }
    for name, touched in changes.items():
        reworded = Concat(Value("Nadále "), F("text"))
        touched.update(text=reworded)
        if name.endswith("reverse"):
            reverse(draft)
        begun = time.perf_counter()
        json.dumps(difference.as_json(compare.compare(older, draft), {}))
        seconds = time.perf_counter() - begun
        results.append(at_most(f"10,000 items against 10,000, {name}, seconds", seconds, 3))
    return results


def reverse(draft: Edition) -> None:
    """Every list of siblings from its end, each subtree whole: the tree in a mirror."""
    last = Item.objects.get(edition=draft, parent=None).rght + 1
    Item.objects.filter(edition=draft).update(lft=last - F("rght"), rght=last - F("lft"))
