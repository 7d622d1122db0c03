"""Somebody who is recorded is not recorded a second time when they are seated."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpss.bodies.forms import SeatField
from kpss.bodies.recorded import seat_in_words
from kpss.models import Body, Membership, Person, Side
from strategy.models import Organisation
from tests.kpss.factories import make_body, make_member, make_person
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db
JANA = {"name": "Jana Nová", "email": "jana@example.cz"}


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("coordinator")


def seat(client: Client, body: Body, **fields):
    given = {"side": "provider", "role": "member", "term_from": "2020-01-01"} | fields
    return client.post(reverse("kpss:seat", args=[body.slug]), given)


@pytest.mark.parametrize("email", ["jana@example.cz", "Jana@Example.cz"])
def test_the_same_form_sent_twice_seats_once_and_says_so_at_the_email(
    coordinator: Client, body: Body, email: str
) -> None:
    assert seat(coordinator, body, **JANA).status_code == 303
    page = seat(coordinator, body, **JANA | {"email": email})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["email"])
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_who_is_recorded_elsewhere_is_found_by_the_email(coordinator: Client, body: Body) -> None:
    member = make_member(make_body("PS Rodina"), person=make_person(**JANA))
    assert seat(coordinator, body, **JANA).status_code == 303
    assert body.memberships.get().person == member.person


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"name": "Petr Nový", "email": "jana@example.cz"}, "email"),
        ({"name": "Jana Nová"}, "name"),
    ],
)
def test_who_may_be_the_one_recorded_is_not_recorded_again(
    coordinator: Client, body: Body, typed: dict[str, str], where: str
) -> None:
    make_person(**JANA)
    page = seat(coordinator, body, **typed)
    assert list(page.context["form"].errors) == [where]
    assert (Person.objects.count(), Membership.objects.count()) == (1, 0)


def test_a_namesake_with_another_email_is_somebody_new_and_both_are_told_apart(
    coordinator: Client, body: Body
) -> None:
    alone = make_person("Petr Starý")
    first = make_person(**JANA)
    assert seat(coordinator, body, **JANA | {"email": "nova@example.cz"}).status_code == 303
    form = coordinator.get(reverse("kpss:seat", args=[body.slug])).context["form"]
    labels = {str(value): label for value, label in form.fields["person"].choices if value}
    second = Membership.objects.get().person
    assert labels == {
        str(alone.pk): "Petr Starý",
        str(first.pk): "Jana Nová (jana@example.cz)",
        str(second.pk): f"Jana Nová ({seat_in_words(Membership.objects.get())}; nova@example.cz)",
    }


def test_a_seat_is_told_by_organisation_side_and_term(body: Body) -> None:
    provider = {"organisation": Organisation.objects.create(name="Charita")}
    running = make_member(body, Side.PROVIDER, **provider)
    over = make_member(body, Side.SERVICE_USER, term_to=date(2020, 1, 1))
    since = seat_in_words(running).rsplit(", ", 1)[1]
    assert seat_in_words(running) == f"Charita, {Side.PROVIDER.label}, {since}"
    assert seat_in_words(over) == f"{body}, {Side.SERVICE_USER.label}, 2018–2020"
    assert "2018" in since
    assert SeatField(None).label_from_instance(running) == (
        f"{running.person} ({body}, {seat_in_words(running)})"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_namesakes_in_the_administration_are_told_apart_at_no_cost_of_their_number(
    coordinator: Client, body: Body, number: int, django_assert_num_queries: Any
) -> None:
    address = reverse("admin:kpss_membership_add")
    namesakes = [make_person("Jana Nová", email="") for _ in range(number + 1)]
    seats = [make_member(body, person=person) for person in namesakes]
    alone = make_member(body, person=make_person("Petr Starý"))
    # Content types are read once.
    coordinator.get(address)
    with django_assert_num_queries(15):
        form = coordinator.get(address).context["adminform"].form
    labels = {str(value): label for value, label in form.fields["person"].choices if value}
    told = f" ({seat_in_words(seats[0])})"
    assert labels == {
        **{str(one.person_id): f"Jana Nová{told}" for one in seats},
        str(alone.person_id): "Petr Starý",
    }
    deputies = [label for value, label in form.fields["deputy_for"].choices if value]
    assert sorted(deputies) == sorted(
        f"{one.person} ({seat_in_words(one)})" for one in [*seats, alone]
    )


def test_an_overlong_name_is_told_of_alone(coordinator: Client, body: Body) -> None:
    page = seat(coordinator, body, name="J" * 201)
    assert list(page.context["form"].errors) == ["name"]


def test_of_two_fields_of_which_one_is_needed_neither_is_called_optional(
    coordinator: Client, body: Body
) -> None:
    form = coordinator.get(reverse("kpss:seat", args=[body.slug])).context["form"]
    assert [name for name in form.fields if getattr(form.fields[name], "one_of_two", False)] == [
        "person",
        "name",
    ]
