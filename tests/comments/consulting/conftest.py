import pytest

from strategy.models import Edition
from tests.factories import draft_of, publish
from tests.strategy.public_pages import reword


@pytest.fixture
def approved(published: Edition) -> Edition:
    """Edition 2, approved, in which A1.2 reads otherwise; edition 1 was the draft for comments."""
    reword(draft_of(published.plan), "A1.2", "Podporovat záměr jinak.")
    return publish(published.plan, Edition.State.APPROVED)
