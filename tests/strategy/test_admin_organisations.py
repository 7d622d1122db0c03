"""Bodies in the administration: added, changed without overwriting anybody, with their history."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from strategy import editing
from strategy.editing import Outdated, version_of
from strategy.models import Organisation
from tests.strategy.cast import client_of

LIST = reverse("admin:strategy_organisation_changelist")
ADD = reverse("admin:strategy_organisation_add")


@pytest.fixture
def body(db: None) -> Organisation:
    return Organisation.objects.create(name="Odbor zdraví", email="oz@example.cz")


@pytest.fixture
def officer(db: None) -> Client:
    return client_of("officer")


def form_of(body: Organisation, **changes: object) -> dict[str, object]:
    named = ("kind", "name", "abbreviation", "email")
    given = {name: getattr(body, name) for name in named} | {"valid_from": "", "valid_to": ""}
    return given | {"version": version_of(body)} | changes


def change(client: Client, body: Organisation, form: dict[str, object]):
    return client.post(reverse("admin:strategy_organisation_change", args=[body.pk]), form)


def test_an_officer_adds_a_body_with_who_settles_for_it(officer) -> None:
    member = User.objects.create_user("clen")
    given = {"kind": "district", "name": "Brno-střed", "email": "mc@example.cz"}
    answer = officer.post(ADD, given | {"members": [member.pk], "version": ""})
    assert answer.status_code == 302
    made = Organisation.objects.get()
    assert (made.kind, made.name, list(made.members.all())) == ("district", "Brno-střed", [member])


def test_an_officer_changes_a_body(officer, body) -> None:
    answer = change(officer, body, form_of(body, email="nova@example.cz"))
    assert answer.status_code == 302
    body.refresh_from_db()
    assert body.email == "nova@example.cz"
    assert body.history.first().history_user.username == "officer"


def test_the_second_of_two_who_change_a_body_is_shown_both(officer, body) -> None:
    form = form_of(body, name="Odbor péče")
    change(officer, body, form_of(body, name="Odbor zdravotní"))
    page = change(officer, body, form)
    assert page.status_code == 200
    assert [label for label, _own, _theirs in page.context["adminform"].form.compared]
    body.refresh_from_db()
    assert body.name == "Odbor zdravotní"


def test_who_settles_for_it_is_not_overwritten_in_silence_either(body) -> None:
    read = version_of(body)
    first, second = (User.objects.create_user(name) for name in ("prvni", "druhy"))
    editing.change(body, read, members=[first])
    with pytest.raises(Outdated):
        editing.change(body, read, members=[second])
    assert list(body.members.all()) == [first]


def test_saving_what_is_there_already_is_no_change(body) -> None:
    editing.change(body, 0, name=body.name, members=[])
    assert body.history.count() == 1


@pytest.mark.parametrize(("person", "adding"), [("editor", 200), ("auditor", 403)])
def test_others_of_the_office_change_no_body(body, person: str, adding: int) -> None:
    """Editors may add one: the cards of measures name bodies that the directory lacks."""
    client = client_of(person)
    assert change(client, body, form_of(body, name="Jiný")).status_code == 403
    assert client.get(ADD).status_code == adding
    body.refresh_from_db()
    assert body.name == "Odbor zdraví"


def test_a_body_is_one_as_long_as_it_is_valid(body) -> None:
    today = localdate()
    Organisation.objects.create(name="Zrušený", valid_to=today - timedelta(days=1))
    Organisation.objects.create(name="Budoucí", valid_from=today + timedelta(days=1))
    last = Organisation.objects.create(name="Dnes končí", valid_to=today)
    assert set(Organisation.objects.valid()) == {body, last}
