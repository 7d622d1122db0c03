"""Two officers at the same moment, each in a thread and a connection of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from comments import settlement
from comments.models import Point, Settlement
from comments.settlement import SettlementRefused
from comments.settling import grouping
from tests.factories import item_of, make_comment, make_plan, publish
from tests.races import at_once, on_a_file

Outcomes = list[tuple[str, str]]


@pytest.fixture
def point(committed: None, tmp_path: Path) -> Iterator[Point]:
    """What a published comment asks for, where threads find it."""
    made = make_comment(item_of(publish(make_plan()), "A1.1")).points.get()
    with on_a_file(tmp_path / "portal.sqlite3"):
        yield made


def both(deeds: list[Callable[[], Any]]) -> list[str]:
    """What came of deeds that begin together: "done" or "refused"."""
    begin = Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> str:
        begin.wait(timeout=10)
        try:
            deed()
        except SettlementRefused:
            return "refused"
        return "done"

    return sorted(at_once([lambda deed=deed: done(deed) for deed in deeds]))


def asked(question: Callable[[], Any]) -> Any:
    return at_once([question])[0]


def decide(point: Point, outcome: str, seen: str | None) -> Callable[[], Settlement]:
    return lambda: settlement.draft(point, outcome=outcome, reasoning=f"{outcome}.", seen=seen)


def history() -> int:
    return asked(Settlement.history.count)


def test_two_officers_who_decide_at_once_give_one_outcome_and_one_step_of_history(
    point: Point,
) -> None:
    seen = asked(lambda: settlement.mark(point, None))
    came = both([decide(point, "accepted", seen), decide(point, "not_accepted", seen)])
    assert came == ["done", "refused"]
    answer = asked(Settlement.objects.get)
    assert answer.reasoning == f"{answer.outcome}."
    assert history() == 1


def test_the_control_without_what_was_seen_the_second_would_overwrite_the_first(
    point: Point,
) -> None:
    came = both([decide(point, "accepted", None), decide(point, "not_accepted", None)])
    assert came == ["done", "done"]
    assert asked(Settlement.objects.count) == 1
    assert history() == 2


def test_of_four_who_publish_an_answer_at_once_one_does(point: Point) -> None:
    answer = asked(lambda: settlement.check(decide(point, "noted", None)()))
    deeds = [lambda name=name: settlement.publish([answer], by=name) for name in "abcd"]
    assert both(deeds) == ["done", "refused", "refused", "refused"]
    assert history() == 3


def test_of_two_who_reopen_an_answer_at_once_one_does(point: Point) -> None:
    asked(lambda: settlement.publish([settlement.check(decide(point, "noted", None)())], by=""))
    came = both([lambda: settlement.reopen(point, "Proto.")] * 2)
    assert came == ["done", "refused"]
    assert asked(Settlement.objects.count) == 2


def test_points_that_are_each_put_under_the_other_at_once_make_no_circle(
    committed: None, tmp_path: Path
) -> None:
    item = item_of(publish(make_plan()), "A1.1")
    one, other = (make_comment(item).points.get() for _ in range(2))
    with on_a_file(tmp_path / "portal.sqlite3"):
        came = both(
            [
                lambda: grouping.settle_together(one, [other]),
                lambda: grouping.settle_together(other, [one]),
            ]
        )
        follow = asked(lambda: Point.objects.filter(together_with__isnull=False).count())
    assert (came, follow) == (["done", "refused"], 1)
