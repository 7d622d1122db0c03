"""Somebody who is recorded is not recorded a second time when they are seated."""

import pytest
from django.test import Client
from django.urls import reverse

from kpss.models import Body, Membership, Person
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
        str(second.pk): "Jana Nová (nova@example.cz)",
    }


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
