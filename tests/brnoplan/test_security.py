"""What every answer carries and what every account is held to."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from brnoplan import pages
from strategy.models import Edition
from tests.comments.writing.sending import CHECK, typed
from tests.factories import item_of

LOGIN = "/admin/login/"
PASSWORD = "jen-pro-zkousku-93"

POLICY = {
    "default-src 'none'",
    *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


def carried(response: HttpResponse) -> dict[str, object]:
    policy = response.headers.get("Content-Security-Policy", "")
    return {
        "policy": set(policy.split("; ")),
        "nosniff": response.headers.get("X-Content-Type-Options"),
        "frames": response.headers.get("X-Frame-Options"),
        "referrer": response.headers.get("Referrer-Policy"),
        "opener": response.headers.get("Cross-Origin-Opener-Policy"),
    }


def test_every_kind_of_answer_carries_the_same_protection(
    client: Client, admin_client: Client, published: Edition
) -> None:
    plan = published.plan.get_absolute_url()
    etag = client.get(plan).headers["ETag"]
    answers = {
        "stored page": client.get(plan),
        "not modified": client.get(plan, headers={"if-none-match": etag}),
        "item": client.get(f"{plan}A1/"),
        "missing item": client.get(f"{plan}A9/"),
        "missing plan": client.get("/neni/"),
        "check of a comment": client.post(CHECK, typed(item_of(published, "A1"))),
        "login": client.get(LOGIN),
        "admin": admin_client.get("/admin/"),
    }
    protection = {
        "policy": POLICY,
        "nosniff": "nosniff",
        "frames": "DENY",
        "referrer": "same-origin",
        "opener": "same-origin",
    }
    assert {name: carried(answer) for name, answer in answers.items()} == dict.fromkeys(
        answers, protection
    )
    assert answers["not modified"].status_code == 304


def test_no_page_holds_code_or_style_inside(
    client: Client, admin_client: Client, published: Edition
) -> None:
    plan = published.plan.get_absolute_url()
    for browser, path in ((client, plan), (client, f"{plan}A1/"), (admin_client, "/admin/")):
        page = browser.get(path).content.decode()
        assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page) == []


def test_cookies_are_for_this_site_and_not_for_scripts(client: Client, db: None) -> None:
    User.objects.create_superuser("spravce", password=PASSWORD)
    client.get(LOGIN)
    client.post(LOGIN, {"username": "spravce", "password": PASSWORD})
    cookies = {
        name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()
    }
    assert cookies == {"csrftoken": (True, "Lax"), "sessionid": (True, "Lax")}


def login(name: str, password: str, address: str = "192.0.2.7") -> HttpResponse:
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password})


def logged_in(name: str, password: str, address: str = "192.0.2.7") -> bool:
    return "sessionid" in login(name, password, address).cookies


def test_who_guesses_ten_times_is_shut_out_for_an_hour_and_nobody_else(db: None) -> None:
    for name in ("spravce", "editorka"):
        User.objects.create_superuser(name, password=PASSWORD)
    now = datetime(2024, 5, 6, 9, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        for _guess in range(9):
            assert not logged_in("spravce", "heslo")
        assert not logged_in("spravce", "heslo")
        assert not logged_in("spravce", PASSWORD)
        assert login("spravce", PASSWORD).status_code == 429
        assert logged_in("spravce", PASSWORD, address="192.0.2.8")
        assert logged_in("editorka", PASSWORD)
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert not logged_in("spravce", PASSWORD)
    with time_machine.travel(now + timedelta(minutes=125), tick=False):
        assert logged_in("spravce", PASSWORD)


def test_nine_wrong_passwords_are_forgiven(db: None) -> None:
    User.objects.create_superuser("spravce", password=PASSWORD)
    for _guess in range(9):
        logged_in("spravce", "heslo")
    assert logged_in("spravce", PASSWORD)


@pytest.mark.parametrize("weak", ["koordinatorka", "kr4tk3", "password123", "9081726354"])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(weak, User(username="koordinatorka"))
    assert len(refused.value.messages) == 1


@pytest.mark.parametrize(
    ("page", "status"), [(pages.bad_request, 400), (pages.permission_denied, 403)]
)
def test_a_refused_request_says_so(rf: RequestFactory, page: object, status: int) -> None:
    response = page(rf.get("/"), Exception("důvod"))  # type: ignore[operator]
    assert (response.status_code, "důvod" in response.content.decode()) == (status, False)


def test_a_fault_is_told_as_one(rf: RequestFactory) -> None:
    assert pages.server_error(rf.get("/")).status_code == 500
