"""Signing in with the city's own account, and every token that lets nobody in."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client

from brnoplan import groups
from brnoplan.settings import pairs
from brnoplan.signing_in import provider as asking
from tests.brnoplan.signing_in import provider as providing
from tests.brnoplan.signing_in.provider import Provider

BEGIN, BACK = "/admin/mesto/", "/admin/mesto/zpet/"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        made = Provider()
        yield made
        made.stop()


@pytest.fixture
def provider(running: Provider, settings: Any, db: None) -> Provider:
    running.claims, running.alg, running.signing = {}, "RS256", running.key
    running.codes.clear()
    running.told.clear()
    asking.forget()
    settings.OIDC_ISSUER = running.url
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = providing.CLIENT, providing.SECRET
    settings.OIDC_GROUPS = [("plan-editors", groups.EDITOR), ("auditors", groups.AUDITOR)]
    settings.SITE_URL = "http://testserver"
    groups.create_groups()
    return running


def sign_in(client: Client, provider: Provider, leads_to: str = "") -> HttpResponse:
    led = client.get(f"{BEGIN}?next={leads_to}")
    return client.get(BACK, provider.consent(led.url))


def is_signed_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_whom_the_provider_names_is_let_in_with_the_groups_of_the_claim(
    client: Client, provider: Provider
) -> None:
    assert BEGIN in client.get("/admin/login/").content.decode()
    assert sign_in(client, provider, "/dovoz/").url == "/dovoz/"
    assert is_signed_in(client)
    user = User.objects.get()
    told = (user.is_staff, user.is_superuser, user.has_usable_password(), user.first_name)
    assert told == (True, False, False, "Jana")
    assert [group.name for group in user.groups.all()] == [groups.EDITOR]
    assert provider.asked[-1].keys() >= {"code_verifier", "code"}


def test_an_account_of_the_provider_is_more_than_a_password(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    sign_in(client, provider)
    assert is_signed_in(client)


def test_groups_may_be_distinguished_names_of_a_directory(
    client: Client, provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = "CN=plan\\, editoři,OU=Skupiny,DC=brno,DC=cz"
    monkeypatch.setenv("GROUPS", f"{named} => {groups.EDITOR}; auditors=>{groups.AUDITOR};")
    settings.OIDC_GROUPS = pairs("GROUPS")
    provider.claims = {"groups": [named, "somebody"]}
    sign_in(client, provider)
    assert [group.name for group in User.objects.get().groups.all()] == [groups.EDITOR]


@pytest.mark.parametrize(
    "given", ["plan-editors=Editor plánu,plan-audit=Auditor", "a => ", "a => b => c", "a", "=> b"]
)
def test_groups_that_are_no_pairs_are_refused_with_an_example(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUPS", given)
    with pytest.raises(ImproperlyConfigured, match=r"GROUPS must hold pairs such as .* => .*; "):
        pairs("GROUPS")


def test_the_next_sign_in_sets_the_groups_anew_and_is_of_the_same_account(
    client: Client, provider: Provider
) -> None:
    sign_in(client, provider)
    provider.claims = {"groups": "auditors"}
    sign_in(Client(), provider)
    assert [group.name for group in User.objects.get().groups.all()] == [groups.AUDITOR]
    provider.claims = {"sub": "18"}
    sign_in(Client(), provider)
    assert User.objects.count() == 2


def test_no_claim_makes_a_superuser_or_takes_an_account_over(
    client: Client, provider: Provider
) -> None:
    User.objects.create_superuser("spravce", password="x")
    provider.claims = {"preferred_username": "spravce", "is_superuser": True, "is_staff": True}
    sign_in(client, provider)
    assert User.objects.filter(is_superuser=True).get().username == "spravce"
    assert User.objects.count() == 2


def test_it_leads_nowhere_else(client: Client, provider: Provider) -> None:
    assert sign_in(client, provider, "https://evil.example/").url == "/admin/"


def no_groups(provider: Provider) -> None:
    provider.claims = {"groups": ["somebody"]}


def wrong_nonce(provider: Provider) -> None:
    provider.claims = {"nonce": "jiny"}


def no_nonce(provider: Provider) -> None:
    provider.claims = {"nonce": None}


def wrong_audience(provider: Provider) -> None:
    provider.claims = {"aud": "jina-aplikace"}


def wrong_audience_for_our_party(provider: Provider) -> None:
    provider.claims = {"aud": "jina-aplikace", "azp": providing.CLIENT}


def wrong_issuer(provider: Provider) -> None:
    provider.claims = {"iss": "http://jiny.example"}


def expired(provider: Provider) -> None:
    provider.claims = {"iat": int(time.time()) - 600, "exp": int(time.time()) - 300}


def no_subject(provider: Provider) -> None:
    provider.claims = {"sub": None}


def unsigned(provider: Provider) -> None:
    provider.alg = "none"


def signed_with_the_shared_secret(provider: Provider) -> None:
    provider.alg, provider.signing = "HS256", providing.shared_secret()


def signed_by_another(provider: Provider) -> None:
    provider.signing = providing.other_key()


@pytest.mark.parametrize(
    "lie",
    [
        no_groups, wrong_nonce, no_nonce, wrong_audience, wrong_audience_for_our_party,
        wrong_issuer, expired, no_subject, unsigned, signed_with_the_shared_secret,
        signed_by_another,
    ],
)  # fmt: skip
def test_a_wrong_token_lets_nobody_in_and_says_so(
    client: Client, provider: Provider, lie: Callable[[Provider], None]
) -> None:
    lie(provider)
    answer = sign_in(client, provider)
    assert (answer.status_code, bool(answer.context["why"])) == (403, True)
    assert "no-store" in answer.headers["Cache-Control"]
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_who_comes_back_with_another_state_is_refused(client: Client, provider: Provider) -> None:
    given = provider.consent(client.get(BEGIN).url)
    assert client.get(BACK, given | {"state": "jiny"}).status_code == 403
    assert not is_signed_in(client)
    assert Client().get(BACK, given).status_code == 403


def test_coming_back_a_second_time_is_refused(client: Client, provider: Provider) -> None:
    given = provider.consent(client.get(BEGIN).url)
    assert client.get(BACK, given).status_code == 302
    client.post("/admin/logout/")
    assert client.get(BACK, given).status_code == 403
    assert not is_signed_in(client)


def test_a_closed_account_stays_closed(client: Client, provider: Provider) -> None:
    sign_in(client, provider)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)
    assert sign_in(Client(), provider).status_code == 403


def test_a_provider_that_refuses_or_is_away_is_told(
    client: Client, provider: Provider, settings: Any
) -> None:
    given = provider.consent(client.get(BEGIN).url)
    denied = {"error": "access_denied", "state": given["state"]}
    assert client.get(BACK, denied).status_code == 403
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get(BEGIN).status_code == 403


def test_addresses_and_keys_are_asked_for_once_and_keys_again_when_there_is_another(
    client: Client, provider: Provider
) -> None:
    sign_in(client, provider)
    sign_in(Client(), provider)
    assert provider.told == ["openid-configuration", "keys"]
    first, provider.key = provider.key, providing.other_key("2")
    provider.signing = provider.key
    assert sign_in(Client(), provider).status_code == 302
    assert provider.told == ["openid-configuration", "keys", "keys"]
    provider.key = provider.signing = first


def test_a_provider_that_is_away_is_not_asked_by_everybody_and_passwords_go_on(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get(BEGIN).status_code == 403
    settings.OIDC_ISSUER = provider.url
    refused = client.get(BEGIN)
    assert (refused.status_code, provider.told) == (403, [])
    assert 'href="/admin/login/"' in refused.content.decode()
    User.objects.create_user("jana", password="jen-pro-zkousku-93", is_staff=True)
    client.post("/admin/login/", {"username": "jana", "password": "jen-pro-zkousku-93"})
    assert is_signed_in(client)
    asking.forget()
    assert sign_in(Client(), provider).status_code == 302


def test_a_session_begins_when_one_comes_back_and_is_another_one(
    client: Client, provider: Provider
) -> None:
    led = client.get(BEGIN)
    session = client.session
    planted, session["began_at"] = session.session_key, int(time.time()) - 3600
    session.save()
    client.get(BACK, provider.consent(led.url))
    assert client.session.session_key != planted
    assert client.session["began_at"] > time.time() - 60


def test_without_a_provider_there_is_no_such_way(client: Client, db: None) -> None:
    assert BEGIN not in client.get("/admin/login/").content.decode()
    assert [client.get(BEGIN).status_code, client.get(BACK).status_code] == [404, 404]
