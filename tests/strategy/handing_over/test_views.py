"""The pages of handing over."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from lxml import html

from strategy.models import Edition, Handover, Lead, Organisation
from tests.factories import make_plan, publish
from tests.strategy.cast import client_of

LIST = "/plneni/sprava/predani/"


@pytest.fixture
def ending(db):
    """An organisation that leads the measures of a plan in force."""
    found = Organisation.objects.create(name="Odbor, který končí")
    edition = publish(make_plan(), Edition.State.APPROVED)
    for item in edition.items.filter(tier__is_measure=True):
        Lead.objects.create(
            plan=edition.plan, item_key=item.key, organisation=found, since="2020-01-01"
        )
    return found


@pytest.fixture
def taking(db):
    return Organisation.objects.create(name="Odbor, který přebírá")


def form_of(page):
    return dict(html.fromstring(page.content).forms[-1].form_values())


@pytest.mark.parametrize(
    ("who", "listed", "opened"),
    [("nobody", 302, 302), ("editor", 403, 403), ("auditor", 200, 403), ("fulfilment", 200, 200)],
)
def test_only_who_may_hand_over_opens_the_form(ending, who, listed, opened):
    client = client_of(who)
    path = f"{LIST}organizace/{ending.pk}/"
    person = User.objects.create_user("nekdo", is_staff=True)
    assert client.get(LIST).status_code == listed
    assert client.get(path).status_code == opened
    assert client.get(f"{LIST}osoba/{person.pk}/").status_code == opened
    sent = client.post(path, {"reason": "Proto.", "day": "2026-01-01", "taker": "nikdo"})
    assert sent.status_code == (303 if opened == 200 else opened)
    assert Handover.objects.count() == (1 if opened == 200 else 0)


def test_also_who_has_ended_already_is_offered_for_something_may_be_left_with_them(ending):
    Organisation.objects.filter(pk=ending.pk).update(valid_to="2020-12-31")
    gone = User.objects.create_user("odesla", is_staff=True, is_active=False)
    User.objects.create_user("spravce", is_staff=True, is_superuser=True)
    page = html.fromstring(client_of("fulfilment").get(LIST).content)
    offered = page.xpath("//section[@aria-labelledby='od-koho']//a/@href")
    assert f"{LIST}organizace/{ending.pk}/" in offered
    assert f"{LIST}osoba/{gone.pk}/" == offered[-1]
    assert len([one for one in offered if "osoba" in one]) == 2


def test_the_page_shows_what_is_held_and_hands_it_over(ending, taking):
    client = client_of("fulfilment")
    path = f"{LIST}organizace/{ending.pk}/"
    page = client.get(path)
    held = html.fromstring(page.content).xpath("//details//li")
    assert [one.text.split()[0] for one in held] == ["A1.1", "A1.2", "A1.3"]
    sent = form_of(page) | {"reason": "Odbor zanikl.", "taker": str(taking.pk)}
    answer = client.post(path, sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, LIST)
    record = Handover.objects.get()
    assert (record.to_organisation, record.passed) == (taking, {"led": 3})
    ending.refresh_from_db()
    assert ending.valid_to == record.day - timedelta(days=1)
    shown = html.fromstring(client.get(LIST).content)
    assert "Odbor zanikl." in shown.xpath("//section[@aria-labelledby='zaznamy']")[0].text_content()


def test_a_kind_can_go_to_another_than_all_the_rest(ending, taking):
    client = client_of("fulfilment")
    path = f"{LIST}organizace/{ending.pk}/"
    sent = form_of(client.get(path)) | {"reason": "Proto.", "taker": str(taking.pk)}
    client.post(path, sent | {"taker_led": "nikdo"})
    assert Handover.objects.get().to_organisation is None


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"day": "31. 2. 2026"}, {"taker": ""}])
def test_what_is_refused_keeps_all_that_was_typed(ending, taking, wrong):
    client = client_of("fulfilment")
    path = f"{LIST}organizace/{ending.pk}/"
    sent = {"reason": "Odbor zanikl.", "day": "2026-01-01", "taker": str(taking.pk)} | wrong
    page = html.fromstring(client.post(path, sent).content)
    assert len(page.find_class("error-summary")) == 1
    kept = dict(page.forms[-1].form_values())
    assert {name: kept.get(name, "") for name in sent} == sent
    assert Handover.objects.count() == 0


def test_the_administrators_account_is_not_handed_over_here(ending):
    superuser = User.objects.create_superuser("spravce")
    assert client_of("fulfilment").get(f"{LIST}osoba/{superuser.pk}/").status_code == 404
