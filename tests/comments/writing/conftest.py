import pytest

from strategy.models import Edition
from tests.factories import open_consultation


@pytest.fixture
def edition(published: Edition) -> Edition:
    """The small plan's published edition while it is consulted."""
    open_consultation(published)
    return published
