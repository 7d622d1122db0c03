"""Publish a plan in child processes that die at the database's n-th statement; tell the states.

Run as a program by test_publishing_faults.py, on the suite's database or a copy of it. For
each of POINTS a child publishes and is gone without a word: before a statement, before the
commit, or just after it. Prints one line for each: untouched, whole, or what else is left.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brnoplan.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  (needs the settings)

from strategy import editions  # noqa: E402
from strategy.models import Edition, Resolution  # noqa: E402
from tests import factories  # noqa: E402
from tests.rows import all_rows, spread  # noqa: E402

POINTS = 50
KILLED, DONE = 9, 0


def publish() -> None:
    draft = Edition.objects.get(state="draft")
    editions.publish(draft, "approved", resolution=Resolution.objects.get(edition=draft))


def dying_at(number: int) -> Callable[..., Any]:
    """A wrapper of every statement that ends the process before the n-th, counted from 1."""
    counter = iter(range(1, number + 1))

    def execute(run: Callable[..., Any], *given: Any) -> Any:
        if next(counter, None) == number:
            os._exit(KILLED)
        return run(*given)

    return execute


def killed_at_statement(number: int) -> None:
    with connection.execute_wrapper(dying_at(number)):
        publish()


def killed_at_commit(*, after: bool) -> None:
    commit = connection._commit

    def dying() -> None:
        if after:
            commit()
        os._exit(KILLED)

    connection._commit = dying
    publish()


def in_child(deed: Callable[[], None]) -> None:
    """Run a deed in a process of its own, with its own connection, and wait for its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        deed()
        os._exit(DONE)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended != KILLED:
        raise SystemExit(f"The child ended with {ended}; it was to be killed.")


def count_statements() -> int:
    """How many statements publishing takes; done and taken back."""
    numbers: list[int] = []

    def count(run: Callable[..., Any], *given: Any) -> Any:
        numbers.append(1)
        return run(*given)

    with transaction.atomic():
        with connection.execute_wrapper(count):
            publish()
        transaction.set_rollback(True)
    return len(numbers)


def tell(state: str) -> None:
    sys.stdout.write(f"{state}\n")


def main() -> None:
    editions.BATCH = 2
    plan = factories.make_plan(measures=90)
    factories.publish(plan)
    factories.make_resolution(factories.draft_of(plan))
    before = all_rows()
    # Counted with a savepoint set and given back, which a transaction by itself has not.
    for number in spread(count_statements() - 2, POINTS - 2):
        in_child(lambda number=number: killed_at_statement(number))
        tell("untouched" if all_rows() == before else f"changed at {number}")
    in_child(lambda: killed_at_commit(after=False))
    tell("untouched" if all_rows() == before else "changed before the commit")
    in_child(lambda: killed_at_commit(after=True))
    states = list(plan.editions.order_by("number").values_list("number", "state"))
    whole = [(1, "superseded"), (2, "approved"), (3, "draft")]
    tell("whole" if states == whole else f"{states}")


if __name__ == "__main__":
    main()
