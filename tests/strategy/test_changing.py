"""The change of any row that has a history."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import FieldDoesNotExist, ValidationError

from strategy.editing import Outdated, change, version_of
from strategy.models import Organisation
from tests.races import at_once, needs_postgres


@pytest.fixture
def body(db: None) -> Organisation:
    return Organisation.objects.create(name="Odbor zdraví", email="oz@example.cz")


def test_every_change_is_a_new_version_with_its_author(body) -> None:
    read, author = version_of(body), User.objects.create_user("jana")
    changed = change(body, read, author, name="Odbor péče", abbreviation="OP")
    assert (changed.name, changed.abbreviation, changed.email) == (
        "Odbor péče",
        "OP",
        "oz@example.cz",
    )
    newest, _first = body.history.all()
    assert version_of(body) == newest.history_id > read
    assert newest.history_user == author


def test_a_row_without_a_record_is_of_version_0(body) -> None:
    body.history.all().delete()
    assert version_of(body) == 0
    assert change(body, 0, name="Odbor péče").name == "Odbor péče"


def test_nobody_is_said_to_have_done_what_a_stranger_or_a_command_did(body) -> None:
    change(body, version_of(body), AnonymousUser(), name="První")
    change(body, version_of(body), name="Druhý")
    assert {record.history_user for record in body.history.all()} == {None}


def test_what_is_refused_by_its_fields_changes_nothing(body) -> None:
    author = User.objects.create_user("jana")
    with pytest.raises(ValidationError) as refusal:
        change(body, version_of(body), name="", members=[author])
    assert list(refusal.value.message_dict) == ["name"]
    assert (body.history.count(), body.members.count()) == (1, 0)


def test_a_list_alone_is_a_change_too(body) -> None:
    author = User.objects.create_user("jana")
    read = version_of(body)
    change(body, read, members=[author])
    change(body, read, members=[author])
    assert (body.history.count(), list(body.members.all())) == (2, [author])
    with pytest.raises(Outdated):
        change(body, read, members=[])
    assert list(body.members.all()) == [author]


def test_a_row_that_is_gone_is_told_in_one_sentence(body) -> None:
    gone = Organisation.objects.get()
    body.delete()
    with pytest.raises(ValidationError) as refusal:
        change(gone, 1, name="Odbor péče")
    assert len(refusal.value.messages) == 1


def test_a_field_that_the_model_has_not_is_a_mistake(body) -> None:
    with pytest.raises(FieldDoesNotExist):
        change(body, version_of(body), nmae="Odbor péče")


@needs_postgres
def test_of_four_who_save_at_once_one_is_heard(committed: None) -> None:
    body = Organisation.objects.create(name="Odbor zdraví")
    read = version_of(body)

    def told(name: str) -> bool:
        try:
            change(body, read, name=name)
        except Outdated:
            return True
        return False

    answers = at_once([lambda name=name: told(name) for name in "abcd"])
    assert sorted(answers) == [False, True, True, True]
    assert body.history.count() == 2
