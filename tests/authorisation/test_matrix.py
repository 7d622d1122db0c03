"""Every route and every action of the admin, for everybody, as `matrix.txt` says.

A line is a route, the methods, and who is answered how: “login” leads to the sign-in. What is not
as it says is printed as lines to be read and, where they are right, put into the file. Then
`python -m tests.authorisation.printing` prints docs/authorisation.md anew.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from comments.consulting import paper
from comments.tables import making
from strategy.pdf import library
from tests.authorisation import asking, ground, printing
from tests.authorisation.ground import Ground
from tests.authorisation.routes import routes

once = pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="who may do what is decided before the database is asked: tried on SQLite",
)
# Workers of one machine share the routes.
SHARES = 4
PRESSING = (library, paper, making)


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield ground.make()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quietly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No PDF is pressed, and what is refused is not logged ten thousand times."""
    for module in PRESSING:
        monkeypatch.setattr(module, "render", lambda html, seconds=None: b"%PDF-1.7")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@once
@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_is_answered_as_the_matrix_says(everything: Ground, share: int) -> None:
    paths = sorted(routes())[share::SHARES]
    answered = [line for path in paths for line in asking.lines(everything, path)]
    written = [line for line in printing.lines() if printing.path_of(line) in paths]
    assert printing.differing(written, answered) == ""


@once
@pytest.mark.django_db
def test_every_action_of_the_admin_is_offered_as_the_matrix_says(everything: Ground) -> None:
    offered = list(asking.actions())
    written = [line for line in printing.lines() if line.startswith(asking.ACTION)]
    assert printing.differing(written, offered) == ""


def test_the_matrix_speaks_of_no_route_that_is_gone() -> None:
    told = {printing.path_of(line) for line in printing.lines()}
    assert told - {"action"} == set(routes())


def test_the_documentation_prints_the_matrix() -> None:
    assert printing.PAGE.read_text() == printing.page()
