import pytest
from django.core.management import call_command

from strategy import editing, editions
from strategy.models import Edition, Item, Plan, Tier
from tests.factories import publish


@pytest.fixture
def real(db: None) -> Edition:
    """The city's own plan as the demo publishes it, with its plan at hand."""
    call_command("load_demo", verbosity=0)
    published = Edition.objects.published().filter(plan__slug="brno-2050")
    return published.select_related("plan").order_by("number")[0]


@pytest.fixture
def other(db: None) -> Edition:
    """A plan of other levels: measures with no goal above, under a goal, under a measure."""
    plan = Plan.objects.create(slug="jiny", title="Akční plán")
    goal, measure, step = (
        Tier.objects.create(plan=plan, position=place, name=name, name_plural=name, is_measure=is_)
        for place, (name, is_) in enumerate(
            [("Strategický cíl", False), ("Opatření", True), ("Krok", True)], start=1
        )
    )
    root = Item.objects.get(edition=editions.begin(plan), parent=None)
    editing.add_item(root, measure, text="Hned.", due="průběžně")
    under = editing.add_item(root, goal, text="Bydlení", code="1.1", description="Proč.")
    first = editing.add_item(under, measure, text="Byty.", code="1.1.1", lead="Odbor", due="2020")
    editing.add_item(first, step, text="Soupis.", description="Jak.\nKdy.")
    editing.add_item(under, measure, text="Další.", code="1.1.7", due="12/2020")
    return publish(plan)
