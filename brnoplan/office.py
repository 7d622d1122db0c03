"""The pages of the office, for whoever may open them: the admin's first page leads there."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Mention, Reaction
from comments.settling import queues
from kpss.coordination.week import week
from strategy.explaining import summaries
from strategy.models import Feedback
from strategy.progress import rights

Visitor = User | AnonymousUser


class Page(NamedTuple):
    """A page of the office; `waiting` says how much waits there, None where nothing is counted."""

    url: str
    name: str
    waiting: int | None


class Door(NamedTuple):
    """Which right opens a page, its URL name and title, and how what waits there is counted."""

    right: str
    leads_to: str
    title: Promise
    waiting: Callable[[Visitor], int] | None = None


def _to_be_checked(_user: Visitor) -> int:
    """Comments, and what their authors say of answers."""
    return Comment.objects.awaiting_check().count() + Reaction.objects.awaiting_check().count()


def _on_desk(user: Visitor) -> int:
    return queues.for_user(user).on_desk().count()


def _names(_user: Visitor) -> int:
    return Mention.objects.waiting().count()


def _of_week(user: Visitor) -> int:
    return week(user).number


def _stale_summaries(_user: Visitor) -> int:
    return summaries.waiting()


def _messages(_user: Visitor) -> int:
    return Feedback.objects.waiting().count()


DOORS = (
    Door("comments.check_comment", "comments:checking", _("To be checked"), _to_be_checked),
    Door("comments.change_settlement", "comments:desk", _("Settlement"), _on_desk),
    Door("comments.add_comment", "comments:entering", _("Enter a comment")),
    Door(
        "comments.view_consultation",
        "admin:comments_consultation_changelist",
        _("Consultations"),
    ),
    Door("comments.view_invitation", "comments:inviting_list", _("Invited bodies")),
    Door("comments.erase_contact", "comments:mention_list", _("Names to be hidden"), _names),
    Door(rights.DESK, "strategy:my_measures", _("Fulfilment of measures")),
    Door("strategy.add_handover", "strategy:handover_list", _("Handovers")),
    Door("strategy.add_measurelink", "strategy:links_desk", _("Links between plans")),
    Door(
        "strategy.change_summary",
        "strategy:summary_list",
        _("Summaries in plain language"),
        _stale_summaries,
    ),
    Door(
        "strategy.view_feedback",
        "strategy:feedback_list",
        _("Messages about the portal"),
        _messages,
    ),
    Door("strategy.change_translation", "strategy:translation_list", _("Translations of plans")),
    Door("kpss.change_meeting", "kpss:coordination", _("Community planning"), _of_week),
)


def pages(user: Visitor) -> list[Page]:
    """Those that the user may open.

    At most six queries beside those for the rights, and for a coordinator those of the week.
    """
    return [
        Page(reverse(door.leads_to), str(door.title), door.waiting(user) if door.waiting else None)
        for door in DOORS
        if user.has_perm(door.right)
    ]
