from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from brnoplan.packet import making
from tests.brnoplan.packets import FAKE
from tests.strategy.cast import client_of


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
