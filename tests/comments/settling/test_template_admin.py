"""Answer templates in the administration."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from comments.models import AnswerTemplate, Point
from strategy import editing
from strategy.editing import Outdated, version_of
from tests.comments.settling.conftest import member_of_staff
from tests.factories import settle

LIST = "/admin/comments/answertemplate/"
RIGHTS = ("view_answertemplate", "add_answertemplate", "change_answertemplate")


@pytest.fixture
def template(db: None) -> AnswerTemplate:
    return AnswerTemplate.objects.create(name="Děkujeme", outcome="noted", text="Děkujeme.")


@pytest.fixture
def editor(client: Client, db: None) -> User:
    user = member_of_staff("jana", *RIGHTS, "change_settlement")
    client.force_login(user)
    return user


def change(client: Client, template: AnswerTemplate, version: int, **given: str) -> Any:
    sent = {"name": "Děkujeme", "outcome": "noted", "text": "Moje.", "version": str(version)}
    return client.post(f"{LIST}{template.pk}/change/", sent | given)


def test_a_template_is_written_and_changed(client: Client, editor: User) -> None:
    client.post(f"{LIST}add/", {"name": "Nová", "outcome": "", "text": "Text."})
    made = AnswerTemplate.objects.get()
    assert (made.name, made.outcome, made.text) == ("Nová", "", "Text.")
    change(client, made, version_of(made), name="Nová", outcome="explained")
    made.refresh_from_db()
    assert (made.outcome, made.text) == ("explained", "Moje.")
    assert made.history.count() == 2


def test_the_second_of_two_editors_is_shown_the_first_ones_words(
    client: Client, editor: User, template: AnswerTemplate
) -> None:
    read = version_of(template)
    editing.change(template, read, text="Kolegyně.")
    response = change(client, template, read)
    assert response.status_code == 200
    assert response.context["adminform"].form.compared
    assert AnswerTemplate.objects.get().text == "Kolegyně."
    with pytest.raises(Outdated):
        editing.change(template, read, text="Moje.")


def test_settled_together_is_no_outcome_of_a_template(
    client: Client, editor: User, template: AnswerTemplate
) -> None:
    change(client, template, version_of(template), outcome="together")
    assert AnswerTemplate.objects.get().outcome == "noted"


def test_it_is_told_where_a_template_was_used(
    client: Client, editor: User, template: AnswerTemplate, point: Point
) -> None:
    settle(point, template=template, outcome="noted")
    page = client.get(f"{LIST}{template.pk}/change/").content.decode()
    assert f'<a href="/pripominky/vyporadani/{point.pk}/">1</a>' in page
    (listed,) = client.get(LIST).context["cl"].queryset
    assert listed.used == 1


def test_a_template_that_is_gone_is_told(template: AnswerTemplate) -> None:
    gone = AnswerTemplate.objects.get()
    template.delete()
    with pytest.raises(ValidationError):
        editing.change(gone, 0, text="Moje.")


def test_answers_made_of_a_template_stay_when_it_is_deleted(
    template: AnswerTemplate, point: Point
) -> None:
    answer = settle(point, template=template, outcome="noted", reasoning="Děkujeme.")
    template.delete()
    answer.refresh_from_db()
    assert (answer.template, answer.reasoning) == (None, "Děkujeme.")


def test_who_may_not_change_templates_does_not(client: Client, template: AnswerTemplate) -> None:
    client.force_login(member_of_staff("eva", "view_answertemplate"))
    assert client.get(f"{LIST}{template.pk}/change/").status_code == 200
    assert change(client, template, version_of(template)).status_code == 403
    assert AnswerTemplate.objects.get().text == "Děkujeme."
