"""How much one sender may do within a time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from strategy import limits
from strategy.limits import NETWORK, Limit, LimitReached
from strategy.models import Allowance

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(hours=1))


def passes(*uses: limits.Use) -> bool:
    try:
        with transaction.atomic():
            limits.take(uses)
    except LimitReached:
        return False
    return True


def test_as_many_pass_as_the_limit_says_until_the_next_stretch(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        assert [passes((THREE, "kdo")) for _time in range(5)] == [True] * 3 + [False] * 2
        assert passes((THREE, "jiný"))
    with time_machine.travel(NOON + timedelta(minutes=59), tick=False):
        assert not passes((THREE, "kdo"))
    with time_machine.travel(NOON + timedelta(minutes=60), tick=False):
        assert passes((THREE, "kdo"))


def test_what_is_refused_by_one_limit_is_not_counted_by_another(db: None) -> None:
    other = Limit("other", 3, THREE.within)
    with time_machine.travel(NOON, tick=False):
        assert passes((THREE, "a"), (other, "x"))
        for _time in range(2):
            assert passes((THREE, "b"))
        assert [passes((other, "x"), (THREE, "b")) for _time in range(3)] == [True, False, False]
        assert [passes((other, "x")) for _time in range(2)] == [True, False]


def test_a_refusal_says_how_long_it_lasts(db: None) -> None:
    with time_machine.travel(NOON + timedelta(minutes=20, seconds=30), tick=False):
        for _time in range(3):
            limits.take([(THREE, "kdo")])
        with pytest.raises(LimitReached) as refused:
            limits.take([(THREE, "kdo")])
        assert refused.value.until == NOON + timedelta(hours=1)
        assert (refused.value.seconds, refused.value.minutes) == (39 * 60 + 30, 40)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_belongs_to_a_network(address: str, network: str) -> None:
    assert limits.network_of(address) == network


def test_the_worker_forgets_what_no_limit_asks_for_any_more(db: None) -> None:
    with time_machine.travel(NOON, tick=False):
        limits.take([(Limit("daily", 10, timedelta(days=1)), "a"), (NETWORK, "b")])
    with time_machine.travel(NOON + timedelta(hours=11, minutes=59), tick=False):
        assert not limits.forget_ended()
    with time_machine.travel(NOON + timedelta(hours=12, minutes=1), tick=False):
        limits.take([(NETWORK, "c")])
        assert limits.forget_ended()
        assert not limits.forget_ended()
        assert Allowance.objects.count() == 2
