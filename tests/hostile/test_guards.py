"""Each promise of `guards` holds, and with its guard taken out it is broken."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.guards import GUARDS, Planting, Promise

pytestmark = pytest.mark.django_db
PLANTED = [(keeps, plant) for keeps, planted in GUARDS.items() for plant in planted]


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, settings: Any) -> Iterator[None]:
    """Files lie in a folder of their own; what is refused is not logged."""
    settings.DATA_DIR = tmp_path
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("keeps", GUARDS, ids=lambda keeps: keeps.__name__)
def test_the_portal_keeps_its_promise(keeps: Promise) -> None:
    keeps()


@pytest.mark.parametrize(("keeps", "plant"), PLANTED)
def test_with_its_guard_out_the_promise_is_broken(
    keeps: Promise, plant: Planting, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    # A fault of the test's own would break the promise of nothing.
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        keeps()
