"""Every route and every action of the admin, for everybody, as `matrix.txt` says.

A line is a route, the methods, and who is answered how: “login” leads to the sign-in. What is not
as it says is printed as lines to be read and, where they are right, put into the file. Then
`python -m tests.authorisation.printing` prints docs/authorisation.md anew.
"""

import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path

from brnoplan import urls
from brnoplan.signing_in import provider
from tests.authorisation import asking, deeds, ground, printing
from tests.authorisation.ground import Ground
from tests.authorisation.routes import routes
from tests.pressing import unpressed

once = pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="who may do what is decided before the database is asked: tried on SQLite",
)
# Workers of one machine share the routes.
SHARES = 4
# They change nothing; a comment sent without a token is shown once more, with one; under a secret
# link the link is the token.
WITHOUT_TOKEN = {
    "/<slug>/vyporadani.<kind>", "/overeni/", "/pripominka/kontrola/", "/pripominka/odber/",
    "/pripominka/odeslat/",
}  # fmt: skip


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield ground.make()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quietly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No PDF is pressed, what is refused is not logged ten thousand times, and there is a provider
    of accounts, which is not asked."""
    monkeypatch.setattr(settings, "OIDC_ISSUER", "https://ucty.example.org")
    monkeypatch.setattr(
        provider, "redirect", lambda *_: HttpResponseRedirect("https://ucty.example.org")
    )
    monkeypatch.setattr(provider, "claims", lambda _request: {})
    logging.disable(logging.CRITICAL)
    with unpressed(lambda _html: b"%PDF-1.7"):
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
def test_in_english_everybody_is_answered_alike(everything: Ground) -> None:
    assert list(asking.otherwise_in_english(everything)) == []


@once
@pytest.mark.django_db
def test_who_is_not_wholly_signed_in_is_nobody(everything: Ground) -> None:
    """The right password is not enough, nor a session of an account that was closed."""
    steps = "/admin/druhy-krok/"  # where the second step is given
    addresses = [one for one in asking.guarded(everything) if not one.startswith(steps)]
    assert len(addresses) > 300
    answered = {
        (name, address, answer)
        for name, client in everything.outsiders.items()
        for address in addresses
        if (answer := asking.answer(client, "GET", address)) != "login"
    }
    assert answered == set()


@once
@pytest.mark.django_db
def test_what_comes_from_a_form_of_another_site_is_refused(everything: Ground) -> None:
    """But for what the reasons beside their exemptions say."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = everything.clients["superuser"].cookies
    taken = {
        path
        for path, labelled in everything.addresses.items()
        for address in labelled.values()
        if asking.answer(client, "POST", address) != "403"
    }
    assert {path for path in taken if not path.startswith("/odkaz/")} == WITHOUT_TOKEN


@once
@pytest.mark.django_db
def test_what_the_administration_does_by_itself_is_entered(
    everything: Ground, deeds_are_entered: set[str]
) -> None:
    """The watch of `tests/deeds.py` holds each to its entry; here is told that it was done."""
    deeds_are_entered.clear()
    deeds.do_all(everything)
    assert {name.removeprefix("admin:") for name in deeds_are_entered} == deeds.DONE


@once
@pytest.mark.django_db
def test_every_action_of_the_admin_is_offered_as_the_matrix_says(everything: Ground) -> None:
    offered = list(asking.actions())
    written = [line for line in printing.lines() if line.startswith(asking.ACTION)]
    assert printing.differing(written, offered) == ""


def test_the_matrix_speaks_of_no_route_that_is_gone() -> None:
    told = {printing.path_of(line) for line in printing.lines()}
    assert told - {"action"} == set(routes())


def test_a_route_that_is_in_no_table_fails_it(settings: Any) -> None:
    planted = ModuleType("planted")
    planted.urlpatterns = [*urls.urlpatterns, path("nova/", lambda _request: HttpResponse())]
    settings.ROOT_URLCONF = planted
    with pytest.raises(AssertionError, match="/nova/"):
        test_the_matrix_speaks_of_no_route_that_is_gone()


def test_the_documentation_prints_the_matrix() -> None:
    assert printing.PAGE.read_text() == printing.page()
