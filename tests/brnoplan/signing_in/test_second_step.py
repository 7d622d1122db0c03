"""The second step of the sign-in: codes of an app, recovery codes, and who gets no further."""

import re
import time
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from brnoplan.signing_in import second_step

pytestmark = pytest.mark.django_db
LOGIN, STEP = "/admin/login/", "/admin/druhy-krok/"
SET_UP, PICTURE = f"{STEP}nastavit/", f"{STEP}obrazek.svg"
PASSWORD = "jen-pro-zkousku-93"
WRONG = "000000"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Time stands; a code of each step of 30 seconds is another one."""
    with time_machine.travel("2026-05-06T09:00:00Z", tick=False) as travelled:
        yield travelled


@pytest.fixture
def user() -> User:
    return User.objects.create_user("jana", password=PASSWORD, is_staff=True)


def code_now(user: User, *, confirmed: bool = True) -> str:
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    return f"{totp.token():06}"


def enrolled(user: User, clock: Any) -> list[str]:
    """Let somebody have an app; their recovery codes."""
    device = second_step.begin(user)
    codes = second_step.confirm(user, device, code_now(user, confirmed=False), replaces=False)
    clock.shift(30)
    return codes


def give_password(client: Client, password: str = PASSWORD, **given: str) -> HttpResponse:
    return client.post(LOGIN, {"username": "jana", "password": password, **given})


def give_code(client: Client, code: str) -> HttpResponse:
    return client.post(STEP, {"code": code})


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_who_has_no_app_signs_in_by_password_where_none_is_required(
    client: Client, user: User
) -> None:
    assert give_password(client).url == "/admin/"
    assert is_signed_in(client)


def test_a_password_alone_signs_nobody_in_who_has_an_app(
    client: Client, user: User, clock: Any
) -> None:
    enrolled(user, clock)
    assert give_password(client, next="/dovoz/").url == STEP
    assert not is_signed_in(client)
    assert not is_signed_in(client)
    assert give_code(client, WRONG).status_code == 200
    assert not is_signed_in(client)
    clock.shift(30)
    assert give_code(client, code_now(user)).url == "/dovoz/"
    assert is_signed_in(client)


def test_a_code_without_a_password_leads_to_the_sign_in(
    client: Client, user: User, clock: Any
) -> None:
    enrolled(user, clock)
    assert give_code(client, code_now(user)).url == LOGIN
    assert client.get(PICTURE).url.startswith(LOGIN)
    assert client.get(SET_UP).url.startswith(LOGIN)


def test_a_code_lets_in_once(client: Client, user: User, clock: Any) -> None:
    enrolled(user, clock)
    code = code_now(user)
    give_password(client)
    assert give_code(client, code).status_code == 302
    other = Client()
    give_password(other)
    assert give_code(other, code).status_code == 200
    assert not is_signed_in(other)


def test_whoever_tries_codes_waits_longer_after_each(
    client: Client, user: User, clock: Any
) -> None:
    enrolled(user, clock)
    give_password(client)
    for _guess in range(4):
        give_code(client, WRONG)
        clock.shift(10)
    give_code(Client(), WRONG)
    device = TOTPDevice.objects.get(user=user)
    assert device.throttling_failure_count == 4
    # Another process knows of it, too: eight seconds after the fourth, the right one is refused.
    give_code(client, WRONG)
    assert not second_step.passes(user, code_now(user))
    clock.shift(60)
    assert second_step.passes(user, code_now(user))


def test_ten_wrong_codes_shut_out_as_ten_wrong_passwords_do(
    client: Client, user: User, clock: Any
) -> None:
    enrolled(user, clock)
    give_password(client)
    answers = [give_code(client, WRONG).status_code for _guess in range(10)]
    assert answers == [200] * 9 + [429]
    assert give_code(client, WRONG).status_code == 429
    clock.shift(590)
    assert give_code(client, code_now(user)).status_code == 429
    assert give_password(client).status_code == 429


def test_the_password_is_asked_again_when_too_much_time_passed_or_it_was_changed(
    client: Client, user: User, clock: Any
) -> None:
    enrolled(user, clock)
    give_password(client)
    clock.shift(601)
    assert give_code(client, code_now(user)).url == LOGIN
    give_password(client)
    user.set_password("uplne-jine-heslo-7")
    user.save()
    assert give_code(client, code_now(user)).url == LOGIN


def test_who_was_closed_in_between_is_not_let_in(client: Client, user: User, clock: Any) -> None:
    enrolled(user, clock)
    give_password(client)
    User.objects.update(is_active=False)
    assert give_code(client, code_now(user)).url == LOGIN


def test_a_recovery_code_lets_in_once_and_none_is_kept_as_it_reads(
    client: Client, user: User, clock: Any
) -> None:
    codes = enrolled(user, clock)
    assert len(set(codes)) == 10
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert kept.isdisjoint({*codes, *(code.replace("-", "") for code in codes)})
    give_password(client)
    assert give_code(client, codes[0].upper().replace("-", " ")).url == "/admin/"
    other = Client()
    give_password(other)
    assert give_code(other, codes[0]).status_code == 200
    assert second_step.left(user) == 9


# Setting up.


def test_where_it_is_required_who_has_no_app_sets_one_up_before_anything_else(
    client: Client, user: User, settings: Any, clock: Any
) -> None:
    settings.SECOND_FACTOR = True
    assert give_password(client, next="/dovoz/").url == SET_UP
    assert not is_signed_in(client)
    page = client.get(SET_UP)
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert client.post(SET_UP, {"code": WRONG}).status_code == 200
    assert client.get(SET_UP).context["secret"] == secret
    clock.shift(30)
    shown = client.post(SET_UP, {"code": code_now(user, confirmed=False)})
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", shown.content.decode())
    assert (len(codes), shown.context["on"]) == (10, "/dovoz/")
    assert "no-store" in shown.headers["Cache-Control"]
    assert is_signed_in(client)
    assert codes[0] not in client.get(SET_UP).content.decode()


def test_the_picture_is_ours_and_says_what_the_page_says(client: Client, user: User) -> None:
    client.force_login(user)
    client.get(SET_UP)
    picture = client.get(PICTURE)
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    root = ElementTree.fromstring(picture.content)  # noqa: S314  (our own)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert " style=" not in picture.content.decode()


def test_a_secret_that_somebody_was_shown_before_is_never_confirmed(
    client: Client, user: User, clock: Any
) -> None:
    """Nor shown to who knows the password alone, once there is an app."""
    client.force_login(user)
    client.get(SET_UP)
    seen = TOTPDevice.objects.get(user=user).key
    another = Client()
    another.force_login(user)
    another.get(SET_UP)
    theirs = TOTPDevice.objects.get(user=user).key
    assert theirs != seen
    # Nor has the first browser it from the second one now.
    assert client.get(PICTURE).url == SET_UP
    client.get(SET_UP)
    assert TOTPDevice.objects.get(user=user).key not in {seen, theirs}
    enrolled(user, clock)
    with_password = Client()
    with_password.post(LOGIN, {"username": user.username, "password": PASSWORD})
    picture = with_password.get(PICTURE)
    assert (picture.status_code, picture.headers["Location"]) == (302, SET_UP)
    assert not TOTPDevice.objects.filter(user=user, confirmed=False).exists()


def test_another_app_takes_the_place_of_one_only_with_a_code_of_that_one(
    client: Client, user: User, clock: Any
) -> None:
    codes = enrolled(user, clock)
    client.force_login(user)
    client.get(SET_UP)
    new = code_now(user, confirmed=False)
    assert "current" in client.post(SET_UP, {"code": new}).context["form"].errors
    assert "current" in client.post(SET_UP, {"code": new, "current": WRONG}).context["form"].errors
    old = TOTPDevice.objects.get(user=user, confirmed=True)
    clock.shift(60)
    new = code_now(user, confirmed=False)
    given = client.post(SET_UP, {"code": new, "current": codes[0]})
    assert len(given.context["codes"]) == 10
    assert TOTPDevice.objects.get(user=user).pk != old.pk
    assert not second_step.passes(user, codes[1])


def test_a_mistyped_code_of_the_new_app_uses_no_recovery_code_up(
    client: Client, user: User, clock: Any
) -> None:
    codes = enrolled(user, clock)
    client.force_login(user)
    client.get(SET_UP)
    given = client.post(SET_UP, {"code": WRONG, "current": codes[0]})
    assert list(given.context["form"].errors) == ["code"]
    assert second_step.left(user) == 10
    right = {"code": code_now(user, confirmed=False), "current": codes[0]}
    assert len(client.post(SET_UP, right).context["codes"]) == 10


def test_a_code_that_let_the_app_in_lets_nobody_in_after_it(
    client: Client, user: User, clock: Any
) -> None:
    device = second_step.begin(user)
    code = code_now(user, confirmed=False)
    assert second_step.confirm(user, device, code, replaces=False)
    assert not second_step.passes(user, code)


def test_who_sets_up_second_in_two_browsers_replaces_nothing_without_a_code(
    user: User, clock: Any
) -> None:
    """Both were told that there is none yet; the first has one by now."""
    enrolled(user, clock)
    first = TOTPDevice.objects.get(user=user)
    device = second_step.begin(user)
    code = code_now(user, confirmed=False)
    assert second_step.confirm(user, device, code, replaces=False) == []
    assert TOTPDevice.objects.get(user=user, confirmed=True) == first


def test_a_password_alone_does_not_replace_an_app(client: Client, user: User, clock: Any) -> None:
    enrolled(user, clock)
    give_password(client)
    assert client.get(SET_UP).url == STEP
    assert client.post(SET_UP, {"code": "1", "current": "2"}).url == STEP
    assert TOTPDevice.objects.filter(confirmed=False).count() == 0


def test_accounts_that_are_no_staff_see_nothing_of_it(client: Client) -> None:
    client.force_login(User.objects.create_user("obcan"))
    assert client.get(SET_UP).url.startswith(LOGIN)
    assert client.get(PICTURE).url.startswith(LOGIN)


def test_who_lost_all_is_freed(user: User, clock: Any) -> None:
    enrolled(user, clock)
    assert second_step.forget(user)
    assert not second_step.is_asked_of(user)
    assert not second_step.forget(user)


def test_who_sets_an_app_up_ends_all_other_sessions_of_the_account(
    client: Client, user: User
) -> None:
    other, somebody = Client(), Client()
    for one in (client, other):
        give_password(one)
    somebody.force_login(User.objects.create_user("petr", is_staff=True))
    client.get(SET_UP)
    client.post(SET_UP, {"code": code_now(user, confirmed=False)})
    assert [is_signed_in(one) for one in (client, other, somebody)] == [True, False, True]


def test_a_session_that_began_by_a_password_alone_ends_once_more_is_required(
    client: Client, user: User, clock: Any, settings: Any
) -> None:
    by_code = Client()
    give_password(client)
    enrolled(user, clock)
    give_password(by_code)
    give_code(by_code, code_now(user))
    settings.SECOND_FACTOR = True
    assert [is_signed_in(one) for one in (client, by_code)] == [False, True]
