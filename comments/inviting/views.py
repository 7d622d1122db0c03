"""The page of an invited body under its own link, and the page of staff on who was asked."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments import links
from comments.inviting import invite
from comments.inviting.invite import AT_HAND, InvitingRefused
from comments.links import Purpose
from comments.models import Comment, CommentVersion, Consultation, Invitation
from comments.secret import under_link
from strategy.auditing.reading import noted_reading
from strategy.form_fields import number_in
from strategy.models import Item, Organisation
from strategy.redirecting import see_other
from strategy.staff import for_staff

CHANGE = "comments.change_invitation"


@under_link(Purpose.INVITATION)
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """What a body is asked, what it has sent, and the way to answer as long as it can."""
    found = get_object_or_404(Invitation.objects.select_related(*AT_HAND), pk=invitation_id)
    consultation = found.consultation
    root = Item.objects.get(edition=consultation.edition, parent=None)
    root.edition = consultation.edition
    comments = list(_sent(found))
    context = {
        "invitation": found,
        "consultation": consultation,
        "edition": consultation.edition,
        "item": root,
        "token": links.sign(*links.invited(found)),
        "comments": [(comment, links.path(*links.mine(comment))) for comment in comments],
        "said_none": any(comment.kind == Comment.Kind.NONE for comment in comments),
    }
    return render(request, "comments/inviting/invitation.html", context)


@for_staff("comments.view_invitation")
def inviting_list(request: HttpRequest) -> HttpResponse:
    """The consultations, the newest first, with how many bodies were asked and have answered."""
    invited = Count("invitations", filter=Q(invitations__invited_at__isnull=False))
    silent = Invitation.objects.invited().unanswered().filter(consultation=OuterRef("pk"))
    of_one = silent.order_by().values("consultation").annotate(number=Count("pk")).values("number")
    consultations = Consultation.objects.select_related("edition__plan").annotate(
        invited=invited, silent=Coalesce(Subquery(of_one), 0)
    )
    context = {"consultations": consultations.order_by("-opens_at")}
    return render(request, "comments/inviting/inviting_list.html", context)


@for_staff("comments.view_invitation")
@noted_reading
def inviting(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Who was asked for comments, who has answered, and who has not yet."""
    consultations = Consultation.objects.select_related("edition__plan")
    consultation = get_object_or_404(consultations, pk=consultation_id)
    if request.method == "POST":
        return _change(request, consultation)
    return render(request, "comments/inviting/inviting.html", _listed(consultation))


def _sent(of_one: Invitation) -> QuerySet[Comment]:
    """What a body has sent and not taken back, by number, with the newest wording."""
    versions = CommentVersion.objects.select_related("item").order_by("-number", "part")
    comments = of_one.comments.exclude(state=Comment.State.WITHDRAWN).order_by("number")
    return comments.prefetch_related(Prefetch("versions", versions))


def _listed(consultation: Consultation) -> dict[str, object]:
    """Three queries, whatever the number of bodies."""
    rows = consultation.invitations.select_related("organisation").with_answers()
    numbers = Comment.objects.exclude(state__in=[*Comment.UNSEEN, Comment.State.WITHDRAWN])
    rows = rows.prefetch_related(Prefetch("comments", numbers.order_by("number")))
    listed = list(rows)
    asked = [row for row in listed if row.invited_at]
    return {
        "consultation": consultation,
        "to_invite": [row for row in listed if not row.invited_at],
        "silent": [row for row in asked if not row.has_answered],
        "answered": [row for row in asked if row.has_answered],
        "asked": len(asked),
        "others": _by_kind({row.organisation_id for row in listed}),
    }


def _by_kind(listed: set[int]) -> list[tuple[str, list[Organisation]]]:
    """The bodies of today that are not on the list, under what they are."""
    others = list(Organisation.objects.valid().exclude(pk__in=listed))
    return [
        (str(kind.label), of_kind)
        for kind in Organisation.Kind
        if (of_kind := [other for other in others if other.kind == kind])
    ]


def _change(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    deed = DEEDS.get(request.POST.get("deed", ""))
    try:
        if deed is not None:
            messages.success(request, deed(request, consultation))
    except InvitingRefused as refusal:
        messages.error(request, str(refusal))
    return see_other(reverse("comments:inviting", args=[consultation.pk]))


def _choose(request: HttpRequest, consultation: Consultation) -> str:
    ticked = [number_in(given) for given in request.POST.getlist("organisation")]
    organisations = list(Organisation.objects.valid().filter(pk__in=ticked))
    if not organisations:
        raise InvitingRefused(_("Tick at least one body."))
    added = invite.choose(consultation, organisations)
    said = ngettext(
        "%(count)d body was put on the list.", "%(count)d bodies were put on the list.", added
    )
    return said % {"count": added}


def _invite(_request: HttpRequest, consultation: Consultation) -> str:
    invited = invite.invite(consultation)
    said = ngettext("%(count)d invitation goes out.", "%(count)d invitations go out.", invited)
    return said % {"count": invited}


def _leave_out(request: HttpRequest, consultation: Consultation) -> str:
    left = _named(request, consultation)
    invite.leave_out(left)
    return _("%(body)s is no longer on the list.") % {"body": left}


def _invite_again(request: HttpRequest, consultation: Consultation) -> str:
    again = _named(request, consultation)
    invite.invite_again(again, request.POST.get("email", "").strip())
    return _("The invitation goes out once more: %(body)s.") % {"body": again}


def _named(request: HttpRequest, consultation: Consultation) -> Invitation:
    invitations = consultation.invitations.select_related("organisation")
    return get_object_or_404(invitations, pk=number_in(request.POST.get("invitation", "")))


DEEDS: dict[str, Callable[[HttpRequest, Consultation], str]] = {
    "choose": _choose,
    "invite": _invite,
    "leave_out": _leave_out,
    "invite_again": _invite_again,
}
