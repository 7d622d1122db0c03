"""Pages under the secret links of comments, some of which hold until others were sent."""

from collections.abc import Callable
from functools import partial

from django.db.models import Model

from comments import links
from comments.links import Purpose
from comments.models import Comment, Invitation
from strategy import secret
from strategy.secret import View

# What a row must still say for a link to it to hold: the address of the letter may be wrong.
HELD_BY: dict[Purpose, tuple[type[Model], str]] = {
    Purpose.MINE: (Comment, "link_key"),
    Purpose.UNSUBSCRIBE_COMMENT: (Comment, "link_key"),
    Purpose.INVITATION: (Invitation, "email"),
}


def under_link(
    purpose: Purpose, *, expired: View | None = None, void: View | None = None
) -> Callable[[View], View]:
    """As `strategy.secret.under_link`; `void` from before the comment or invitation got others."""
    stands = partial(_holds, purpose) if purpose in HELD_BY else None
    return secret.under_link(purpose, expired=expired, void=void, stands=stands)


def _holds(purpose: Purpose, token: str, about: int) -> bool:
    """Whether a link was made since its receiver got those that hold now."""
    model, column = HELD_BY[purpose]
    said = model._base_manager.filter(pk=about).values_list(column, flat=True)
    return any(links.is_still(token, str(value)) for value in said)
