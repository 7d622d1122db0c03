"""No answer of the city is without somebody who gave it."""

import pytest
from django.conf import settings

from comments import settlement
from comments.models import Settlement
from strategy.models import Edition
from tests.factories import item_of, make_comment


@pytest.mark.parametrize(("by", "signed"), [("", settings.CITY_NAME), ("Jana Malá", "Jana Malá")])
def test_who_publishes_without_a_name_signs_for_the_city(
    published: Edition, by: str, signed: str
) -> None:
    point = make_comment(item_of(published, "A1.1")).points.get()
    answer = settlement.draft(point, outcome="noted", reasoning="Děkujeme.")
    settlement.publish([settlement.check(answer)], by)
    assert Settlement.objects.get().settled_by == signed
