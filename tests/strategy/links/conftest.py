import pytest

from strategy.models import Edition, Item, Plan
from tests.factories import draft_of, make_plan, publish


@pytest.fixture
def first(db: None) -> Edition:
    """A published plan with the measures A1.1 … A1.3."""
    return publish(make_plan("prvni", "První plán"))


@pytest.fixture
def second(first: Edition) -> Edition:
    return publish(make_plan("druhy", "Druhý plán"))


def reworded(plan: Plan, texts: dict[str, str]) -> None:
    """Give measures of a draft other words."""
    for code, text in texts.items():
        Item.objects.filter(edition=draft_of(plan), code=code).update(text=text)
