"""Who guesses is shut out where they are, and nobody else."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory

from brnoplan.signing_in import guessing

pytestmark = pytest.mark.django_db
LOGIN, PASSWORD = "/admin/login/", "jen-pro-zkousku-93"
HERE, THERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def staff() -> User:
    return User.objects.create_user("jana", password=PASSWORD, is_staff=True)


def give(name: str, password: str, address: str = HERE) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password})


def test_who_tries_many_accounts_is_shut_out_of_all_of_them_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guessing, "MOST", 3)
    assert [give(f"nekdo-{number}", "x").status_code for number in range(3)] == [200] * 3
    refused = give("jana", PASSWORD)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert "no-store" in refused.headers["Cache-Control"]
    assert f'href="{LOGIN}"' in refused.content.decode()
    assert give("jana", PASSWORD, THERE).status_code == 302


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", None),
    ],
)
def test_of_ipv6_the_network_counts(given: str, counted: str | None) -> None:
    assert guessing.address(RequestFactory(REMOTE_ADDR=given).get("/")) == counted
