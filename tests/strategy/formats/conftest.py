import pytest
from django.core.management import call_command

from strategy.models import Edition


@pytest.fixture
def real(db: None) -> Edition:
    """The city's own plan as the demo publishes it, with its plan at hand."""
    call_command("load_demo", verbosity=0)
    return Edition.objects.published().select_related("plan").order_by("number")[0]
