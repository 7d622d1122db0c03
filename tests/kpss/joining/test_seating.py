"""From an accepted application to a seat, without anything being written twice."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kpss.bodies import seating
from kpss.models import Application, Membership, Person
from strategy.models import Organisation
from tests.kpss.factories import make_body, make_person
from tests.kpss.joining.test_deciding import make_application
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db
TERM = {"term_from": "2026-11-01", "role": "member"}


def accepted(**fields: Any) -> Application:
    given = {"state": "accepted", "decided_at": timezone.now(), "organisation": "charita brno"}
    return make_application(make_body(), **(given | fields))


def page(application: Application) -> str:
    return reverse("kpss:seat", args=[application.body.slug]) + f"?prihlaska={application.pk}"


def test_the_form_holds_what_the_application_says() -> None:
    known = Organisation.objects.create(name="Charita Brno", kind="nonprofit")
    application, client = accepted(), client_of("coordinator")
    decision = reverse("kpss:application_decide", args=[application.pk])
    assert page(application) in client.get(decision).content.decode()
    form = client.get(page(application)).context["form"]
    assert {name: form[name].value() for name in ("name", "email", "side", "organisation")} == {
        "name": "Paní", "email": "pani@example.cz", "side": "provider", "organisation": known.pk,
    }  # fmt: skip


def test_who_is_seated_from_it_is_its_member_and_it_leads_there_no_more() -> None:
    application, client = accepted(), client_of("coordinator")
    typed = TERM | {"name": "Jana Nová", "email": "pani@example.cz", "side": "provider"}
    assert client.post(page(application), typed).status_code == 303
    application.refresh_from_db()
    member = Membership.objects.get()
    assert (application.membership, member.person.name) == (member, "Jana Nová")
    decision = reverse("kpss:application_decide", args=[application.pk])
    assert page(application) not in client.get(decision).content.decode()


def test_one_application_seats_once_even_when_it_is_sent_from_a_page_of_before() -> None:
    application, client = accepted(), client_of("coordinator")
    typed = TERM | {"name": "Jana Nová", "email": "pani@example.cz", "side": "provider"}
    client.post(page(application), typed)
    answer = client.post(page(application), typed | {"name": "Eva Jiná", "email": "e@example.cz"})
    assert answer["Location"] == reverse("kpss:seats", args=[application.body.slug])
    assert (Membership.objects.count(), Person.objects.count()) == (1, 1)


def test_an_application_that_seated_somebody_meanwhile_seats_nobody_more() -> None:
    application = accepted()
    make = {"body": application.body, "term_from": date(2026, 11, 1), "side": "provider"}
    seating.seat(Membership(person=make_person(), **make), None, application)
    with pytest.raises(ValidationError):
        seating.seat(Membership(person=make_person(), **make), None, application)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("state", ["waiting", "declined"])
def test_what_was_not_accepted_fills_in_nothing(state: str) -> None:
    application = accepted(state=state)
    form = client_of("coordinator").get(page(application)).context["form"]
    assert form["name"].value() is None


def test_an_application_to_another_body_fills_in_nothing() -> None:
    application, other = accepted(), make_body("PS Rodiny")
    address = reverse("kpss:seat", args=[other.slug]) + f"?prihlaska={application.pk}"
    client = client_of("coordinator")
    assert client.get(address).context["form"]["name"].value() is None
    client.post(address, TERM | {"name": "Jana Nová", "side": "provider"})
    application.refresh_from_db()
    assert (application.membership, Membership.objects.get().body) == (None, other)
