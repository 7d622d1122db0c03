"""Which names and organisations the public learns."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kpss import people
from kpss.models import Membership, Person, Side
from strategy.models import Organisation
from tests.kpss.factories import make_body, make_member, make_person

pytestmark = pytest.mark.django_db
ADD = "/admin/kpss/person/add/"


def member(side: str, *, public: bool, name: str = "Jana Nová", organisation: bool = True):
    charity = Organisation.objects.create(kind="nonprofit", name="Charita")
    consent = public and side == Side.SERVICE_USER
    return make_member(
        make_body(),
        side,
        person=make_person(name, name_public=public and not consent),
        name_consent=consent,
        organisation=charity if organisation else None,
    )


@pytest.mark.parametrize("side", [*Side.values, ""])
def test_a_public_name_is_told(side) -> None:
    assert people.public_name(member(side, public=True)) == "Jana Nová"


@pytest.mark.parametrize("side", [Side.COMMISSIONER, Side.PROVIDER, ""])
def test_without_a_public_name_the_organisation_is_told(side) -> None:
    found = member(side, public=False)
    said = people.public_name(found)
    assert ("Nová" in said, "Charita" in said) == (False, True)
    assert people.public_organisation(found) == found.organisation


def test_of_a_service_user_neither_name_nor_organisation_is_told() -> None:
    found = member(Side.SERVICE_USER, public=False)
    assert people.public_name(found) == people.for_side(Side.SERVICE_USER)
    assert people.public_organisation(found) is None
    said = people.name_beside_side(found)
    assert ("Nová" in said, "Charita" in said, bool(said)) == (False, False, True)


def test_who_is_named_in_office_is_not_named_in_a_seat_for_the_service_users() -> None:
    official = member(Side.COMMISSIONER, public=True)
    seat = make_member(make_body("PS Duše"), Side.SERVICE_USER, person=official.person)
    assert people.public_name(official) == "Jana Nová"
    assert people.public_name(seat) == people.for_side(Side.SERVICE_USER)


@pytest.mark.parametrize("side", [*Side.values, ""])
@pytest.mark.parametrize("public", [True, False])
def test_the_database_tells_who_is_not_named_as_the_row_does(side, public) -> None:
    found = member(side, public=public)
    assert (found.is_named, Membership.objects.unnamed().exists()) == (public, not public)


def test_only_a_seat_for_the_service_users_has_a_consent() -> None:
    found = member(Side.PROVIDER, public=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=found.pk).update(name_consent=True)


@pytest.mark.parametrize("side", [*Side.values, ""])
def test_an_erased_person_is_never_shown_as_nobody(side) -> None:
    found = member(side, public=True, name="", organisation=False)
    assert people.public_name(found)
    assert people.name_beside_side(found)


def test_nobody_is_entered_without_a_name_and_who_was_erased_stays_without_one(
    admin_client: Client,
) -> None:
    assert "name" in admin_client.post(ADD).context["adminform"].form.errors
    assert not Person.objects.exists()
    erased = make_person("")
    change = f"/admin/kpss/person/{erased.pk}/change/"
    assert admin_client.post(change, {"name": ""}).status_code == 302
    named = make_person("Jana Nová")
    again = admin_client.post(f"/admin/kpss/person/{named.pk}/change/", {"name": " "})
    assert "name" in again.context["adminform"].form.errors
