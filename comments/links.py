"""Secret links: signed, for one purpose each, and no longer than they are needed.

All stand under `/odkaz/`, so that a log can leave them out by that beginning; every page under it
says `Referrer-Policy: no-referrer` and is stored nowhere.
"""

from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.urls import reverse


class Purpose(Enum):
    """What a link is for: the name of its view in `comments`, and for how long it holds."""

    CONFIRMATION = ("confirmation", timedelta(days=7))
    MINE = ("mine", timedelta(days=3 * 365))
    INVITATION = ("invitation", timedelta(days=365))
    SUBSCRIPTION = ("subscription_confirm", timedelta(days=7))
    UNSUBSCRIBE = ("unsubscribe", timedelta(days=3 * 365))
    UNSUBSCRIBE_COMMENT = ("unsubscribe_comment", timedelta(days=3 * 365))

    @property
    def view(self) -> str:
        return f"comments:{self.value[0]}"

    @property
    def holds(self) -> timedelta:
        return self.value[1]


class LinkRefused(Exception):
    """A link that is not ours, or for something else."""


class LinkExpired(Exception):
    """A link that was ours. `about` is the primary key that it was for."""

    def __init__(self, about: int) -> None:
        super().__init__(about)
        self.about = about


def sign(purpose: Purpose, about: int) -> str:
    """A token for one purpose, about the row of that primary key."""
    return _signer(purpose).sign(str(about))


def read(purpose: Purpose, token: str) -> int:
    """The primary key that a token is about. Raises LinkRefused and LinkExpired."""
    signer = _signer(purpose)
    try:
        return int(signer.unsign(token, max_age=purpose.holds))
    except signing.SignatureExpired:
        raise LinkExpired(int(signer.unsign(token))) from None
    except (signing.BadSignature, ValueError):
        raise LinkRefused from None


def path(purpose: Purpose, about: int) -> str:
    return reverse(purpose.view, args=[sign(purpose, about)])


def url(purpose: Purpose, about: int) -> str:
    """The whole address, for letters."""
    return f"{settings.SITE_URL}{path(purpose, about)}"


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"comments.links.{purpose.name}")
