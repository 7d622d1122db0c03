"""A deed and its entry stand or fall together; the watch over all tests sees where they do not."""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from strategy.importing import imports
from strategy.letters import outbox, sending
from strategy.models import AuditEntry, Feedback, Letter, PlanImport, Term
from tests.comments.checking.test_views import decide, state_of
from tests.factories import item_of, make_comment, make_plan, publish
from tests.strategy.cast import client_of
from tests.strategy.importing_texts import SMALL

pytestmark = pytest.mark.django_db
# What to do, and what is so before and after it.
Deed = tuple[Callable[[], Any], Callable[[], Any]]
LETTERS = reverse("admin:strategy_letter_changelist")


def a_letter(client: Client) -> Deed:
    outbox.post("points_assigned", "oz@example.cz", {"organisation": {"name": "Odbor zdraví"}})
    Letter.objects.update(state="failed")
    sent = {"action": "send_again", "_selected_action": [Letter.objects.get().pk]}
    return lambda: client.post(LETTERS, sent), lambda: Letter.objects.get().state


def a_message(client: Client) -> Deed:
    made = Feedback.objects.create(submission_key=uuid.uuid4(), kind="idea", text="Děkuji.")
    path = reverse("strategy:feedback_settle", args=[made.pk])
    return lambda: client.post(path), lambda: Feedback.objects.get().settled_by


def a_plan(client: Client) -> Deed:
    given = {"title": "Nový", "slug": "novy"}
    path = reverse("strategy:import_list")
    return (
        lambda: client.post(path, given | {"file": SimpleUploadedFile("a.txt", SMALL.encode())}),
        PlanImport.objects.count,
    )


def a_comment(client: Client) -> Deed:
    comment = make_comment(item_of(publish(make_plan()), "A1"), published=False)
    return lambda: decide(client, comment, "publish"), lambda: state_of(comment)


def a_password(client: Client) -> Deed:
    user = User.objects.create_user("jana", is_staff=True)
    path = reverse("admin:auth_user_password_change", args=[user.pk])
    given = {"password1": "zcela-jine-heslo-71", "password2": "zcela-jine-heslo-71"}
    usable = given | {"usable_password": "true"}
    return lambda: client.post(path, usable), lambda: User.objects.get(pk=user.pk).password


def a_word(client: Client) -> Deed:
    given = {"word": "terénní služba", "explanation": "Pomoc doma."}
    path = reverse("admin:strategy_term_add")
    return lambda: client.post(path, given), Term.objects.count


DEEDS = [a_letter, a_message, a_plan, a_comment, a_password, a_word]


@pytest.mark.parametrize("prepared", DEEDS)
def test_where_the_entry_cannot_be_written_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch, prepared: Callable[[Client], Deed]
) -> None:
    do, seen = prepared(client_of("superuser"))
    before = seen()

    def refuse(*_given: Any, **_named: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(AuditEntry.objects, "create", refuse)
        with pytest.raises(DatabaseError):
            do()
    assert seen() == before
    do()
    assert seen() != before


@pytest.mark.parametrize("prepared", [a_message, a_comment, a_password])
def test_what_fails_after_its_entry_leaves_none(
    monkeypatch: pytest.MonkeyPatch, prepared: Callable[[Client], Deed]
) -> None:
    do, seen = prepared(client_of("superuser"))
    before, entries = seen(), AuditEntry.objects.count()
    create = AuditEntry.objects.create

    def write_and_fail(**given: Any) -> None:
        create(**given)
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(AuditEntry.objects, "create", write_and_fail)
        with pytest.raises(DatabaseError):
            do()
    assert (seen(), AuditEntry.objects.count()) == (before, entries)


def test_the_watch_sees_a_deed_that_forgets_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    do, _seen = a_letter(client_of("superuser"))
    monkeypatch.setattr(sending, "note_written", lambda _row: None)
    with pytest.raises(AssertionError, match="0 entries"):
        do()


def test_the_watch_sees_a_deed_in_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    do, _seen = a_plan(client_of("superuser"))
    monkeypatch.setattr(imports, "transaction", SimpleNamespace(atomic=nullcontext))
    with pytest.raises(AssertionError, match="in no transaction"):
        do()
