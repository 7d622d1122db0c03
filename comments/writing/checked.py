"""A comment as its check page sends it on: judged and cleaned there, so taken here by its word.

The ticket beside it is what says so, and it speaks of every word.
"""

from functools import cached_property
from typing import Any

from comments import links
from comments.links import Purpose
from comments.models import Comment, Invitation
from comments.rows import Said
from comments.writing import words as typing
from comments.writing.words import Words
from strategy.models import Item


class Checked:
    """The words of a valid submission about the edition of `item`, by their whole names.

    What may have changed since they were judged, whether an invitation still stands, says `stands`.
    """

    def __init__(self, words: Words, item: Item) -> None:
        self.item, self.words = item, words

    @cached_property
    def invitation(self) -> Invitation | None:
        return invitation_of(self.words.get("invitation", ""), self.item)

    @property
    def stands(self) -> bool:
        return not self.words.get("invitation") or self.invitation is not None

    def said(self) -> list[Said]:
        """The points as `receiving.receive` takes them in. One query where others are named."""
        points = typing.points(self.words)
        places = typing.items_at((point["place"] for point in points), self.item)
        return [
            Said(
                places[point["place"].casefold()],
                *(point.get(name, "") for name in (*typing.SAID, "weight")),
            )
            for point in points
        ]

    def sent_by(self) -> dict[str, Any]:
        """Who sends it, as `receiving.receive` takes it in."""
        given = self.words
        sender: dict[str, Any] = {"kind": given["kind"], "name": given["name"]}
        sender["name_public"] = given["name_public"] == "on"
        if self.invitation:
            return sender | _of_invited(self.invitation)
        return sender | {name: given[name] for name in ("speaker", "organisation", "email")}


def invitation_of(token: str, item: Item) -> Invitation | None:
    """The invitation to comment on that edition that a token is about; one of ours only."""
    if not token:
        return None
    try:
        about = links.read(Purpose.INVITATION, token)
    except (links.LinkRefused, links.LinkExpired):
        return None
    invitations = Invitation.objects.select_related("organisation")
    found = invitations.filter(pk=about, consultation__edition=item.edition_id).first()
    return found if found and links.is_still(token, found.email) else None


def _of_invited(invitation: Invitation) -> dict[str, Any]:
    body = invitation.organisation
    outside = body.is_outside
    return {
        "invitation": invitation,
        "email": invitation.email,
        "organisation": body.name,
        "speaker": Comment.Speaker.ORGANISATION if outside else Comment.Speaker.DEPARTMENT,
    }
