import pytest

from brnoplan import pagestore
from tests.kpss.minutes.scene import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page store asks at every reading what has changed."""
    monkeypatch.setattr(pagestore, "REREAD_SECONDS", 0)
