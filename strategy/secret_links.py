"""Secret links: signed, for one purpose each, and no longer than they are needed.

Whoever has one may act with what it leads to. All stand under `/odkaz/`, so that a log can leave
them out by that beginning, and so that `strategy.secret` keeps whatever is answered there,
faults included, from caches and referrers. Each app says its purposes in a `links.py`.
"""

import re
from datetime import timedelta
from enum import Enum

from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from strategy import languages

# What every secret link begins with.
BEGINNING = "/odkaz/"
# Up to whatever cannot stand in an address; the slash may be written in disguise.
_SECRET = re.compile(rf"{BEGINNING[:-1]}(?:/|%)[^\s\"'<>]+")


class SecretPurpose(Enum):
    """What a link is for: (its view, without the app's name; for how long it holds).

    The members stand in a subclass in `<app>/links.py`.
    """

    @property
    def view(self) -> str:
        return f"{self._app}:{self.value[0]}"

    @property
    def holds(self) -> timedelta:
        found: timedelta = self.value[1]
        return found

    @property
    def salt(self) -> str:
        return f"{self._app}.links.{self.name}"

    @property
    def _app(self) -> str:
        return type(self).__module__.partition(".")[0]


class LinkRefused(Exception):
    """A link that is not ours, or for something else."""


class LinkExpired(Exception):
    """A link that was ours. `about` is the primary key that it was for."""

    def __init__(self, about: int) -> None:
        super().__init__(about)
        self.about = about


def is_secret(path: str) -> bool:
    """Whether a path, in any language, is of a secret link."""
    return languages.bare(path).startswith(BEGINNING)


def masked(text: str) -> str:
    """The text with what follows `/odkaz/` left out of every address in it."""
    return _SECRET.sub(f"{BEGINNING}…", text)


def sign(purpose: SecretPurpose, about: int, while_it_is: str = "") -> str:
    """A token for one purpose, about the row of that primary key.

    `while_it_is` is what the row must still say when the token is used, such as the e-mail that
    it was sent to; `is_still` asks.
    """
    mark = f"-{_mark(while_it_is)}" if while_it_is else ""
    return _signer(purpose).sign(f"{about}{mark}")


def read(purpose: SecretPurpose, token: str) -> int:
    """The primary key that a token is about. Raises LinkRefused and LinkExpired."""
    signer = _signer(purpose)
    try:
        return _about(signer.unsign(token, max_age=purpose.holds))
    except signing.SignatureExpired:
        raise LinkExpired(_about(signer.unsign(token))) from None
    except (signing.BadSignature, ValueError):
        raise LinkRefused from None


def is_still(token: str, said: str) -> bool:
    """Whether a token that was read was made while the row said this."""
    return token.partition(":")[0].partition("-")[2] == _mark(said)


def path(purpose: SecretPurpose, about: int, while_it_is: str = "") -> str:
    return reverse(purpose.view, args=[sign(purpose, about, while_it_is)])


def url(purpose: SecretPurpose, about: int, while_it_is: str = "") -> str:
    """The whole address, for letters."""
    # The logs read this module before there are any models.
    from strategy import naming

    return naming.absolute(path(purpose, about, while_it_is))


def _signer(purpose: SecretPurpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=purpose.salt)


def _about(value: str) -> int:
    return int(value.partition("-")[0])


def _mark(said: str) -> str:
    """Enough of a keyed hash to tell one from another; says nothing of what it is of."""
    return salted_hmac("comments.links.mark", said, algorithm="sha256").hexdigest()[:16]
