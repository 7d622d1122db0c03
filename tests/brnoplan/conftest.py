from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from brnoplan import pagestore
from brnoplan.packet import making
from strategy.models import Plan
from tests.brnoplan import stored_pages
from tests.brnoplan.packets import FAKE
from tests.strategy.cast import client_of

# As the portal has it; other tests do without the passing of time.
REREAD_SECONDS = pagestore.REREAD_SECONDS


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def editor(db: None) -> Client:
    return client_of("editor")


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for the child process: the packets that it was given."""
    sources: list[str] = []

    def render(html: str) -> bytes:
        sources.append(html)
        return FAKE + str(len(sources)).encode()

    monkeypatch.setattr(making, "render", render)
    return sources


@pytest.fixture
def counted(plan: Plan) -> None:
    """No page of `stored_pages` was made yet."""
    stored_pages.made.clear()
    stored_pages.padding.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """A clock that the test moves by hand."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(pagestore.time, "monotonic", lambda: Clock.now)
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", REREAD_SECONDS)
    return Clock


@pytest.fixture
def loaded(db: None) -> None:
    """The demo, as it is loaded once."""
    call_command("load_demo", stdout=StringIO())
