import pytest

from brnoplan.packet import making
from tests.brnoplan.packets import FAKE


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands for the child process: the packets that it was given."""
    sources: list[str] = []

    def render(html: str) -> bytes:
        sources.append(html)
        return FAKE + str(len(sources)).encode()

    monkeypatch.setattr(making, "render", render)
    return sources
