import pytest
from django.core.exceptions import ValidationError

from kpss.cycles import reading
from kpss.cycles.chains import chains
from kpss.models import Cycle
from tests.kpss.factories import make_cycle


def drawn() -> list[list[tuple[str, list[str]]]]:
    found = chains(reading.cycles())
    return [
        [(link.cycle.plan.slug, [one.plan.slug for one in link.action_plans]) for link in chain]
        for chain in found
    ]


@pytest.mark.django_db
def test_plans_stand_in_the_order_in_which_they_followed_one_another() -> None:
    third = make_cycle("treti", 2013, 2015)
    second = make_cycle("druhy", 2010, 2013)
    first = make_cycle("prvni", None, 2009)
    make_cycle("jiny", 2016, 2019)
    Cycle.objects.filter(pk=second.pk).update(follows=first)
    Cycle.objects.filter(pk=third.pk).update(follows=second)
    make_cycle("akcni-2014", 2014, 2014, carries_out=third)
    make_cycle("akcni-2013", 2013, 2013, carries_out=third)
    assert drawn() == [
        [("prvni", []), ("druhy", []), ("treti", ["akcni-2013", "akcni-2014"])],
        [("jiny", [])],
    ]


@pytest.mark.django_db
def test_where_two_plans_follow_one_both_are_there() -> None:
    first = make_cycle("prvni", None, 2009)
    for slug in ("a", "b"):
        make_cycle(slug, 2010, 2013, follows=first)
    assert drawn() == [[("prvni", []), ("a", []), ("b", [])]]


@pytest.mark.django_db
def test_no_plan_follows_itself_not_even_through_others() -> None:
    first = make_cycle("prvni")
    second = make_cycle("druhy", follows=first)
    first.follows = second
    with pytest.raises(ValidationError):
        first.full_clean()
    first.follows = first
    with pytest.raises(ValidationError):
        first.full_clean()
    Cycle.objects.get(pk=second.pk).full_clean()


@pytest.mark.django_db
def test_an_action_plan_has_no_action_plan() -> None:
    plan = make_cycle("plan")
    action = make_cycle("akcni", carries_out=plan)
    action.full_clean()
    with pytest.raises(ValidationError):
        make_cycle("dalsi", carries_out=action).full_clean()
