"""Opening somebody's contact or message is an entry, once for each opening."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from strategy.models import AuditEntry, Edition, Feedback
from tests.factories import item_of, make_comment
from tests.strategy.cast import client_of

pytestmark = pytest.mark.django_db


def readings() -> list[tuple[str, dict[str, str]]]:
    found = AuditEntry.objects.filter(deed__startswith="read ").order_by("pk")
    return [(entry.deed, entry.about) for entry in found]


def test_opening_a_comment_with_its_contact_is_one_entry(published: Edition) -> None:
    officer, editor = client_of("officer"), client_of("editor")
    comment = make_comment(item_of(published, "A1"), published=False, email="a@example.cz")
    names = ("comments:checking_comment", "comments:erase")
    for name in names:
        path = reverse(name, args=[comment.pk])
        assert officer.get(path).status_code == 200
        assert editor.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    key = {"comment_id": str(comment.pk)}
    assert readings() == [(f"read {name}", key) for name in names]


def test_opening_a_message_is_one_entry_and_its_list_is_none(admin_client: Client) -> None:
    message = Feedback.objects.create(submission_key=uuid.uuid4(), kind="idea", text="Děkuji.")
    admin_client.get(reverse("strategy:feedback_list"))
    admin_client.get(reverse("strategy:feedback_read", args=[message.pk]))
    admin_client.get(reverse("strategy:feedback_read", args=[message.pk + 1]))
    assert readings() == [("read strategy:feedback_read", {"pk": str(message.pk)})]
