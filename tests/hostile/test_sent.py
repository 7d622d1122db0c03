"""Payloads in the question of each address and in each form: told as text, refused in words.

The ground is that of the matrix of rights, so a new page with a form is tried by itself.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from tests.authorisation import ground
from tests.authorisation.ground import Ground
from tests.hostile import asking, browsing, looking, portal, sending
from tests.hostile.asking import Answer
from tests.pressing import unpressed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql",
        reason="what a page makes of a text is no matter of the database: tried on SQLite",
    ),
]


@pytest.fixture(scope="module")
def plain(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        with unpressed():
            yield ground.make()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def answers(plain: Ground) -> dict[str, Answer]:
    return dict(portal.everything(plain))


def test_what_is_asked_for_in_an_address_is_text(plain: Ground, answers: dict[str, Answer]) -> None:
    asked = list(sending.questions(plain.clients, answers))
    assert (looking.wrong(asked), looking.broken(asked)) == ([], [])
    assert len(asked) > 300


def test_what_is_sent_by_a_form_is_text(plain: Ground, answers: dict[str, Answer]) -> None:
    sent = list(sending.forms(plain.clients, browsing.pages(answers, whole=True)))
    assert (looking.wrong(sent), looking.broken(sent)) == ([], [])
    assert len(sent) > 300


def test_what_a_page_reads_of_its_question_is_heard() -> None:
    question = QueryDict("a=1&b=2&c=3")
    with asking.heard() as names:
        assert (question["a"], question.get("d"), "e" in question) == ("1", None, False)
        question.getlist("c")
    assert names == {"a", "c", "d", "e"}
