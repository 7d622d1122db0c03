"""A part of the requests of `./run bench fuzz`: whatever is sent, nothing ends in a fault."""

import logging
from collections.abc import Iterator

import pytest

from benchmarks import fuzz
from brnoplan.requests import NoNulMiddleware
from strategy.models import Edition

FEW = 700


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("published")
def test_no_request_whatsoever_ends_in_a_fault(published: Edition) -> None:
    assert fuzz.faults(fuzz.requests(FEW, seed=published.number)) == {}


def test_a_fault_that_is_planted_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_given: object) -> None:
        raise UnicodeDecodeError("utf-8", b"", 0, 1, "planted")

    monkeypatch.setattr(NoNulMiddleware, "process_view", faulty)
    found = fuzz.faults(fuzz.requests(100, seed=1))
    assert found.total() > 5


def test_the_same_seed_asks_the_same() -> None:
    first, again, other = (
        [(one["REQUEST_METHOD"], one["PATH_INFO"]) for one in fuzz.requests(20, seed)]
        for seed in (7, 7, 8)
    )
    assert (first == again, first == other) == (True, False)
