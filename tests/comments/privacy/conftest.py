from pathlib import Path

import pytest

from brnoplan.packet import making
from strategy.pdf import library


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files whose bytes can be read as they are: the source itself."""
    monkeypatch.setattr(library, "render", lambda html, **_limits: html.encode())
    monkeypatch.setattr(making, "render", lambda html, **_limits: html.encode())
