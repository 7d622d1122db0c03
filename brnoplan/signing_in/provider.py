"""The city's provider of accounts, asked by Authlib: what it says of itself is kept for a while.

Authlib follows the protocol (state, nonce, PKCE, signature). What an ID token must say beyond its
defaults stands in `claims`: it is for us, from that provider, and signed with a key of a pair.
"""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError

logger = logging.getLogger(__name__)
# Of a key pair: a provider that also offers `none` or a shared secret is not taken at its word.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
# Seconds: how long an answer is waited for, how long addresses and keys are kept (a token with a
# key that is none of them has the keys asked for anew), and how long a provider that is away is
# not asked again, for whoever asks it holds one of our threads.
WAIT, KEPT, AWAY = 4, 600, 15
# What is raised where a provider is away, or answers what is none of the protocol's.
FAULTS = (requests.RequestException, RuntimeError, KeyError, TypeError, AttributeError)


class Unreachable(Exception):
    """The provider does not answer."""


class Invalid(Exception):
    """What came back from the provider is not valid."""


class _Absence:
    """Until when the provider is held to be away; by process."""

    until = 0.0


def redirect(request: HttpRequest, back: str) -> HttpResponse:
    """To the provider, which leads back to that address. Raises Unreachable."""
    answer: HttpResponse = _asked(lambda: _provider().authorize_redirect(request, back))
    return answer


def claims(request: HttpRequest) -> dict[str, Any]:
    """What the ID token says, once all of it is right. Raises Unreachable and Invalid."""
    options = {
        "iss": {"essential": True, "values": [settings.OIDC_ISSUER]},
        "aud": {"essential": True, "values": [settings.OIDC_CLIENT_ID]},
        "sub": {"essential": True},
        "nonce": {"essential": True},
    }
    token = _asked(
        lambda: _provider().authorize_access_token(request, claims_options=options, leeway=60)
    )
    return dict(token.get("userinfo") or {})


def _asked(question: Callable[[], Any]) -> Any:
    if time.monotonic() < _Absence.until:
        raise Unreachable
    try:
        return question()
    except FAULTS as error:
        # Only who lets us wait is spared: answers that come can be provoked by anybody.
        if isinstance(error, requests.ConnectionError | requests.Timeout):
            _Absence.until = time.monotonic() + AWAY
        logger.warning("Single sign-on unreachable: %s", type(error).__name__)
        raise Unreachable from None
    except (AuthlibBaseError, JoseError, ValueError) as error:
        # Its kind alone: the rest may name a person.
        logger.warning("Single sign-on refused: %s", type(error).__name__)
        raise Invalid from None


def _provider() -> Any:
    """Authlib's, which keeps addresses and keys in itself."""
    given = (settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    found = _kept(*given, settings.OIDC_SCOPE, int(time.monotonic() // KEPT))
    found.load_server_metadata()["id_token_signing_alg_values_supported"] = ALGORITHMS
    return found


@lru_cache(maxsize=1)
def _kept(issuer: str, client: str, secret: str, scope: str, _stretch: int) -> Any:
    return OAuth().register(
        "city",
        client_id=client,
        client_secret=secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": WAIT},
    )


def forget() -> None:
    """Ask anew next time, as after `KEPT`; for tests."""
    _kept.cache_clear()
    _Absence.until = 0.0
