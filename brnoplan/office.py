"""The pages of the office, for whoever may open them: the admin's first page leads there."""

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Comment, Mention, Reaction
from comments.settling import queues
from kpss.coordination.week import week
from strategy.progress import rights


class Page(NamedTuple):
    """A page of the office; `waiting` says how much waits there, None where nothing is counted."""

    url: str
    name: str
    waiting: int | None


def pages(user: User | AnonymousUser) -> list[Page]:
    """Those that the user may open.

    At most four queries beside those for the rights, and for a coordinator those of the week.
    """
    found = []
    if user.has_perm("comments.check_comment"):
        found.append(Page(reverse("comments:checking"), _("To be checked"), _to_be_checked()))
    if user.has_perm("comments.change_settlement"):
        number = queues.for_user(user).on_desk().count()
        found.append(Page(reverse("comments:desk"), _("Settlement"), number))
    if user.has_perm("comments.add_comment"):
        found.append(Page(reverse("comments:entering"), _("Enter a comment"), None))
    if user.has_perm("comments.view_consultation"):
        address = reverse("admin:comments_consultation_changelist")
        found.append(Page(address, _("Consultations"), None))
    if user.has_perm("comments.view_invitation"):
        found.append(Page(reverse("comments:inviting_list"), _("Invited bodies"), None))
    if user.has_perm("comments.erase_contact"):
        number = Mention.objects.waiting().count()
        found.append(Page(reverse("comments:mention_list"), _("Names to be hidden"), number))
    if user.has_perm(rights.DESK):
        found.append(Page(reverse("strategy:my_measures"), _("Fulfilment of measures"), None))
    if user.has_perm("strategy.add_measurelink"):
        found.append(Page(reverse("strategy:links_desk"), _("Links between plans"), None))
    if user.has_perm("kpss.change_meeting"):
        address = reverse("kpss:coordination")
        found.append(Page(address, _("Community planning"), week(user).number))
    return found


def _to_be_checked() -> int:
    """Comments, and what their authors say of answers."""
    return Comment.objects.awaiting_check().count() + Reaction.objects.awaiting_check().count()
