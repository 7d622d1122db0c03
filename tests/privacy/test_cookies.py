"""Over HTTPS no page sets a cookie but two, and none has a browser ask another site."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as ours
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from strategy.models import Edition, Feedback
from tests import test_every_page as every
from tests.comments.writing.sending import CHECK, typed
from tests.everybody import PREFIXES
from tests.factories import item_of, open_consultation
from tests.privacy import elsewhere

# Views and what stands around them set cookies, templates name addresses.
pytestmark = pytest.mark.same_on_both

SHOWN = """import json; from brnoplan import settings
print(json.dumps({name: value for name, value in vars(settings).items()
    if name.startswith(("CSRF_COOKIE", "SESSION_COOKIE", "SECURE_SSL", "MESSAGE_STORAGE"))}))"""
ATTRIBUTES = ("max-age", "secure", "httponly", "samesite", "path", "domain")
COOKIES: dict[str, tuple[Any, ...]] = {
    "csrftoken": (52 * 7 * 86_400, True, True, "Lax", "/", ""),
    "sessionid": (12 * 3_600, True, True, "Lax", "/", ""),
}
# All kinds of pages that give a cookie to who is not signed in: each has a form that is sent.
WITH_FORM = {
    *("kpss:application", "kpss:news_subscription", "kpss:topic", "strategy:feedback"),
}
COOKIE_PAGE = "/o-portalu/cookies/"
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def secure(settings: Any, tmp_path: Path) -> None:
    """As the settings are in a city's portal, read by a process of its own."""
    environment = {"PATH": os.environ["PATH"], "BRNOPLAN_DATA": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", SHOWN],
        env=environment | {"BRNOPLAN_HTTPS": "1"},
        cwd=ours.BASE_DIR,
        capture_output=True,
        check=True,
    )
    for name, value in json.loads(ran.stdout).items():
        setattr(settings, name, value)


def addresses() -> set[str]:
    """Of every kind of page but those of the administration."""
    made = [every.of_the_office(), every.of_comments(), every.of_planning(), every.of_plans()]
    return {prefix + one for those in made for one in those.values() for prefix in PREFIXES}


def asked(client: Client, addresses: Iterable[str]) -> Iterator[tuple[str, HttpResponse]]:
    """(address, answer) of each, in a browser that knows nothing but whose session it is."""
    session = client.cookies.get("sessionid")
    for address in addresses:
        client.cookies.clear()
        if session:
            client.cookies["sessionid"] = session.value
        yield address, client.get(address, secure=True)


def kind(address: str) -> str:
    return resolve(urlsplit(address).path.removeprefix("/en")).view_name


def set_by(answer: HttpResponse) -> dict[str, tuple[Any, ...]]:
    return {
        name: tuple(cookie[attribute] for attribute in ATTRIBUTES)
        for name, cookie in answer.cookies.items()
    }


def wrong_with(answer: HttpResponse, *, allowed: Iterable[str]) -> list[Any]:
    """Cookies that are not ours, or otherwise than ours; and addresses on other sites."""
    known = {name: COOKIES[name] for name in allowed}
    cookies = [each for each in set_by(answer).items() if each not in known.items()]
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return cookies + (elsewhere.asked_by_page(answer.content.decode()) if is_page else [])


def sign_in(client: Client) -> HttpResponse:
    """As `jana`, whose password is the name."""
    return client.post(LOGIN, {"username": "jana", "password": "jana"}, secure=True)


def test_reading_sets_no_cookie_and_a_form_that_of_forms(client: Client, db: None) -> None:
    giving, wrong = set(), {}
    for address, answer in asked(client, addresses()):
        if answer.cookies:
            giving.add(kind(address))
        if found := wrong_with(answer, allowed=["csrftoken"]):
            wrong[address] = found
    assert (wrong, giving) == ({}, WITH_FORM)


def test_who_checks_a_comment_gets_the_cookie_of_forms(client: Client, published: Edition) -> None:
    open_consultation(published)
    checked = client.post(CHECK, typed(item_of(published, "A1")), secure=True)
    assert set_by(checked) == {"csrftoken": COOKIES["csrftoken"]}


def test_staff_get_two_cookies_and_no_third_for_what_they_are_told(
    client: Client, db: None
) -> None:
    every_address = addresses()
    assert set_by(sign_in(client)) == COOKIES
    answers = asked(client, sorted(every_address))
    found = {address: wrong_with(answer, allowed=COOKIES) for address, answer in answers}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    settled = reverse("strategy:feedback_settle", args=[Feedback.objects.latest("pk").pk])
    told = client.post(settled, secure=True, follow=True)
    assert len(told.context["messages"]) == 1
    assert set(told.client.cookies) == set(COOKIES)


def test_the_administration_sets_the_same_two(client: Client, db: None) -> None:
    User.objects.create_superuser("jana", password="jana")
    pages = every.of_the_administration()
    assert set_by(client.get(LOGIN, secure=True)) == {"csrftoken": COOKIES["csrftoken"]}
    sign_in(client)
    found = {one: wrong_with(answer, allowed=COOKIES) for one, answer in asked(client, pages)}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_the_page_about_cookies_says_how_long_each_lasts(client: Client, db: None) -> None:
    said = re.findall(r"<dt><code>(\w+)</code></dt>\s*<dd>(.*?)</dd>", _of_cookies(client))
    assert [name for name, _words in said] == list(COOKIES)
    assert "a year" in said[0][1]
    assert re.findall(r"\d+ \w+", said[1][1]) == ["12 h", "120 min"]


def _of_cookies(client: Client) -> str:
    return client.get(f"/en{COOKIE_PAGE}", secure=True).content.decode()


def planting(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.set_cookie("kdo", "nikdo", max_age=60)
        response.content += b'<img src="//elsewhere.example/x.png">'
        return response

    return answer


def test_a_planted_cookie_and_a_picture_from_elsewhere_are_found(
    client: Client, db: None, settings: Any
) -> None:
    settings.MIDDLEWARE = [f"{__name__}.planting", *settings.MIDDLEWARE]
    answer = client.get(COOKIE_PAGE, secure=True)
    assert wrong_with(answer, allowed=COOKIES) == [
        ("kdo", (60, "", "", "", "/", "")),
        "//elsewhere.example/x.png",
    ]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("CSRF_COOKIE_SECURE", False),
        ("CSRF_COOKIE_HTTPONLY", False),
        ("CSRF_COOKIE_SAMESITE", "None"),
        ("CSRF_COOKIE_AGE", None),
        ("CSRF_COOKIE_PATH", "/admin/"),
        ("CSRF_COOKIE_DOMAIN", "brno.example"),
    ],
)
def test_each_attribute_that_is_otherwise_is_found(
    client: Client, db: None, settings: Any, setting: str, value: Any
) -> None:
    setattr(settings, setting, value)
    assert len(wrong_with(client.get(LOGIN, secure=True), allowed=COOKIES)) == 1


def test_our_sheets_ask_no_other_site() -> None:
    # That of documents is for the press, which has addresses of its own.
    every_sheet = Path(ours.BASE_DIR, "static").rglob("*.css")
    sheets = [each for each in every_sheet if each.name != "pdf.css"]
    assert [one for each in sheets for one in elsewhere.asked_by_sheet(each.read_text())] == []
    assert len(sheets) > 1
    planted = "@import 'https://elsewhere.example/a.css'; p { background: url(//b.example/c.png) }"
    found = list(elsewhere.asked_by_sheet(planted))
    assert found == ["https://elsewhere.example/a.css", "//b.example/c.png"]


def test_whatever_a_browser_would_fetch_is_read() -> None:
    html = """<base href="//a/"><link rel="alternate" href="//no/"><link rel="preconnect"
    href="https://b/"><a href="//no/">x</a><img srcset="//c/" style="background: url('//d/')">
    <form action="https://e/"><meta http-equiv="refresh" content="0; url=https://f/">"""
    assert elsewhere.asked_by_page(html) == [
        *("//a/", "https://b/", "//c/", "//d/", "https://e/", "https://f/"),
    ]
    assert elsewhere.asked_by_page('<img src="/a.png"><script src="a/b.js?v=1"></script>') == []
