"""Writing to the tree: an insert and a move among 150 plans against one plan alone."""

import statistics
import time

from benchmarks.ground import at_most, make_plan
from strategy import tree
from strategy.models import Edition, Item


def run() -> list[bool]:
    alone = make_plan("sam", goals=5, priorities=3, measures=4)
    first = [insert_and_move(alone) for _ in range(41)]
    for number in range(149):
        make_plan(f"plan-{number}", goals=5, priorities=3, measures=4)
    among = [insert_and_move(alone) for _ in range(41)]
    ratio = statistics.median(among) / statistics.median(first)
    return [at_most("insert and move among 150 plans / in one alone, time", ratio, 1.2)]


def insert_and_move(draft: Edition) -> float:
    """Seconds for one insert, one move and the delete that leaves the plan as it was."""
    parents = list(Item.objects.filter(edition=draft, level=2).order_by("lft")[:2])
    tier = Item.objects.filter(edition=draft, level=3).first().tier
    begun = time.perf_counter()
    item = tree.create_item(parents[0], tier, text="Nové opatření")
    item = tree.move_item(item, parents[1], "first-child")
    took = time.perf_counter() - begun
    tree.delete_item(item)
    return took
