"""What the secret links of comments are for; see `strategy.secret_links`."""

from datetime import timedelta
from typing import NamedTuple

from comments.models import Comment, Invitation
from strategy.secret_links import (
    LinkExpired,
    LinkRefused,
    SecretPurpose,
    is_still,
    path,
    read,
    sign,
    url,
)

__all__ = [
    "Link",
    "LinkExpired",
    "LinkRefused",
    "Purpose",
    "invited",
    "is_still",
    "mine",
    "no_letters",
    "path",
    "read",
    "sign",
    "url",
]


class Purpose(SecretPurpose):
    """What a link is for: the name of its view in `comments`, and for how long it holds."""

    CONFIRMATION = ("confirmation", timedelta(days=7))
    RECEIPT = ("comment_received", timedelta(days=30))
    MINE = ("mine", timedelta(days=3 * 365))
    INVITATION = ("invitation", timedelta(days=365))
    SUBSCRIPTION = ("subscription_confirm", timedelta(days=7))
    UNSUBSCRIBE = ("unsubscribe", timedelta(days=3 * 365))
    UNSUBSCRIBE_COMMENT = ("unsubscribe_comment", timedelta(days=3 * 365))


class Link(NamedTuple):
    """What `sign`, `path` and `url` make a link of, as in `path(*mine(comment))`."""

    purpose: Purpose
    about: int
    while_it_is: str


def mine(comment: Comment) -> Link:
    """To an author's own page, where all can be done with the comment."""
    return Link(Purpose.MINE, comment.pk, str(comment.link_key))


def no_letters(comment: Comment) -> Link:
    """Ends the letters about a comment to its author."""
    return Link(Purpose.UNSUBSCRIBE_COMMENT, comment.pk, str(comment.link_key))


def invited(invitation: Invitation) -> Link:
    """Under which an invited body answers, as long as its invitation goes to that address."""
    return Link(Purpose.INVITATION, invitation.pk, invitation.email)
