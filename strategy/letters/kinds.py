"""What letters are called, by the names of their templates in `templates/letters/`."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

KINDS: "dict[str, StrPromise]" = {
    "comment_received": _("receipt of a comment"),
    "comment_published": _("comment published"),
    "comment_rejected": _("comment not published"),
    "comment_amended": _("new wording of a comment published"),
    "comment_amendment_refused": _("new wording of a comment not published"),
    "comment_answered": _("answer to a comment"),
    "comment_withdrawn": _("comment withdrawn"),
    "consultation_cancelled": _("consultation called off"),
    "consultation_extended": _("consultation extended"),
    "invitation": _("invitation to comment"),
    "invitation_reminder": _("reminder of an invitation"),
    "minutes_sent": _("minutes sent to members"),
    "meeting_called_off": _("meeting called off"),
    "meeting_reinstated": _("meeting held after all"),
    "meeting_changed": _("change of a meeting"),
    "meeting_deputy": _("to a deputy about a meeting"),
    "meeting_invitation": _("invitation to a meeting"),
    "news": _("news of a subscription"),
    "objections_moved": _("another day for objections to minutes"),
    "objection_decided": _("answer to an objection to minutes"),
    "planning_news": _("news of community planning"),
    "planning_news_confirm": _("confirmation of a subscription"),
    "feedback": _("message about the portal"),
    "points_assigned": _("comments to settle"),
    "handover": _("handover"),
    "progress_request": _("question about measures"),
    "round_opened": _("opening of a reporting round"),
    "round_extended": _("more time in a reporting round"),
    "round_reminder": _("reminder of a reporting round"),
    "sent_confirm": _("confirmation of an application or topic"),
    "sent_decided": _("decision on an application or topic"),
    "sent_waiting": _("application or topic to be decided"),
    "subscription_confirm": _("confirmation of a subscription"),
}


def called(kind: str) -> str:
    """What a kind of letter is called; its own name where we know none."""
    return str(KINDS.get(kind, kind))
