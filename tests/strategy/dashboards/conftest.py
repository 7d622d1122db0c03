import pytest
from django.utils.timezone import localdate

from strategy.models import Edition
from tests.strategy.dashboards.scene import stir
from tests.strategy.progress.scene import in_force, make_department


@pytest.fixture
def stirred(db: None) -> Edition:
    """The first of two plans in force whose measures stand in all sorts of ways today."""
    leads = [make_department("OSP"), make_department("OŠMT")]
    editions = [in_force(leads[0], 40), in_force(leads[1], 20, slug="druhy-plan")]
    for seed, edition in enumerate(editions):
        stir(edition.plan, leads, seed, localdate())
    return editions[0]
