import pytest
from django.db.models.functions import Collate

from strategy.models import Plan

# ČSN 97 6030: č, ř, š, ž after c, r, s, z; ch after h; other diacritics decide only ties.
ORDERED = ["Cena", "Čas", "dar", "ďas", "Hora", "chata", "Ihned", "rak", "řeka", "Zima", "žába"]


@pytest.mark.django_db
def test_both_databases_sort_czech_alike_under_one_name() -> None:
    for number, title in enumerate(reversed(ORDERED)):
        Plan.objects.create(slug=f"plan-{number}", title=title)
    plans = Plan.objects.order_by(Collate("title", "cs-x-icu"))
    assert [plan.title for plan in plans] == ORDERED
