"""Letters that ask leads how far their measures are."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from strategy.models import Edition, Lead, Letter, MeasureState, Organisation
from strategy.progress import asking, reporting
from strategy.progress.reporting import ReportRefused, Status
from tests.factories import item_of
from tests.strategy.progress.scene import EMAIL, in_force, lead_of, make_department


def everything() -> list[MeasureState]:
    states = MeasureState.objects.select_related("item__edition__plan")
    return list(states.order_by("plan", "item__lft"))


def links_in(letter: Letter) -> list[str]:
    return re.findall(r"https?://\S+/odkaz/plneni/\S+/", letter.plain)


def test_one_letter_asks_an_address_about_all_its_measures(
    edition: Edition, client: Client
) -> None:
    reporting.report(item_of(edition, "A1.2"), Status.DONE)
    asked = asking.ask(everything())
    letter = Letter.objects.get()
    assert (asked, letter.to, letter.wanted) == (asking.Asking(1, []), EMAIL, True)
    assert letter.kind == "progress_request"
    paths = [urlsplit(url).path for url in links_in(letter)]
    asked_about = [client.get(path).context["item"].code for path in paths]
    assert asked_about == ["A1.1", "A1.2", "A1.3"]


def test_who_reports_for_a_measure_is_asked_in_person(edition: Edition) -> None:
    petr = User.objects.create_user("petr", email="petr@brno.example")
    Lead.objects.filter(pk=lead_of(edition).pk).update(person=petr)
    asking.ask(everything())
    told = {letter.to: len(links_in(letter)) for letter in Letter.objects.all()}
    assert told == {EMAIL: 2, "petr@brno.example": 1}


def test_the_same_letter_goes_out_once_a_day(edition: Edition) -> None:
    asking.ask(everything())
    asking.ask(everything())
    assert Letter.objects.count() == 1
    asking.ask(everything()[:1])
    assert Letter.objects.count() == 2


def test_it_says_whom_it_could_not_ask(edition: Edition) -> None:
    in_force(make_department("OŽP", ""), measures=1, slug="jiny-plan")
    asked = asking.ask(everything())
    assert asked.letters == 1
    assert [item.edition.plan.slug for item in asked.unasked] == ["jiny-plan"]


def test_where_nobody_can_be_asked_it_refuses(edition: Edition) -> None:
    Organisation.objects.update(email="")
    with pytest.raises(ReportRefused):
        asking.ask(everything())
    with pytest.raises(ReportRefused):
        asking.ask([])


@pytest.mark.parametrize("measures", [1, 3])
def test_it_asks_as_much_for_three_measures_as_for_one(
    department: Organisation, measures: int, django_assert_num_queries
) -> None:
    in_force(department, measures)
    states = everything()
    with django_assert_num_queries(4):
        asking.ask(states)
