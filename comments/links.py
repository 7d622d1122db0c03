"""Secret links: signed, for one purpose each, and no longer than they are needed.

All stand under `/odkaz/`, so that a log can leave them out by that beginning, as
`strategy.secret_links` does, and so that `comments.secret` keeps whatever is answered there,
faults included, from caches and referrers.
"""

from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from comments.models import Comment, Invitation


class Purpose(Enum):
    """What a link is for: the name of its view in `comments`, and for how long it holds."""

    CONFIRMATION = ("confirmation", timedelta(days=7))
    RECEIPT = ("comment_received", timedelta(days=30))
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


class Link(NamedTuple):
    """What `sign`, `path` and `url` make a link of, as in `path(*mine(comment))`."""

    purpose: Purpose
    about: int
    while_it_is: str


class LinkRefused(Exception):
    """A link that is not ours, or for something else."""


class LinkExpired(Exception):
    """A link that was ours. `about` is the primary key that it was for."""

    def __init__(self, about: int) -> None:
        super().__init__(about)
        self.about = about


def mine(comment: Comment) -> Link:
    """To an author's own page, where all can be done with the comment."""
    return Link(Purpose.MINE, comment.pk, str(comment.link_key))


def no_letters(comment: Comment) -> Link:
    """Ends the letters about a comment to its author."""
    return Link(Purpose.UNSUBSCRIBE_COMMENT, comment.pk, str(comment.link_key))


def invited(invitation: Invitation) -> Link:
    """Under which an invited body answers, as long as its invitation goes to that address."""
    return Link(Purpose.INVITATION, invitation.pk, invitation.email)


def sign(purpose: Purpose, about: int, while_it_is: str = "") -> str:
    """A token for one purpose, about the row of that primary key.

    `while_it_is` is what the row must still say when the token is used, such as the e-mail that
    it was sent to; `is_still` asks.
    """
    mark = f"-{_mark(while_it_is)}" if while_it_is else ""
    return _signer(purpose).sign(f"{about}{mark}")


def read(purpose: Purpose, token: str) -> int:
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


def path(purpose: Purpose, about: int, while_it_is: str = "") -> str:
    return reverse(purpose.view, args=[sign(purpose, about, while_it_is)])


def url(purpose: Purpose, about: int, while_it_is: str = "") -> str:
    """The whole address, for letters."""
    return f"{settings.SITE_URL}{path(purpose, about, while_it_is)}"


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"comments.links.{purpose.name}")


def _about(value: str) -> int:
    return int(value.partition("-")[0])


def _mark(said: str) -> str:
    """Enough of a keyed hash to tell one from another; says nothing of what it is of."""
    return salted_hmac("comments.links.mark", said, algorithm="sha256").hexdigest()[:16]
