"""After a comment was sent: its receipt under a secret link, and the confirmation of its e-mail."""

from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import letters, limits, links, reading, receiving
from comments.links import Purpose
from comments.models import Comment, CommentVersion, Contact
from comments.receiving import ReceivingRefused
from comments.secret import under_link
from comments.writing.pages import why_not_now
from strategy.form_fields import AddressField
from strategy.letters import sending
from strategy.limits import LimitReached
from strategy.models import Letter
from strategy.redirecting import see_other


class AddressForm(forms.Form):
    """The e-mail to which the link goes, once more or corrected."""

    use_required_attribute = False
    email = AddressField()


@under_link(Purpose.RECEIPT)
@require_safe
def comment_received(request: HttpRequest, about: int) -> HttpResponse:
    """The number of a comment that was taken in, what it says, and what happens with it next."""
    return _receipt(request, _comment(about))


@under_link(Purpose.RECEIPT)
@require_POST
@sensitive_post_parameters()
def received_email(request: HttpRequest, about: int) -> HttpResponse:
    """Send the link of confirmation again, to the same address or to the right one."""
    comment, form = _comment(about), AddressForm(request.POST)
    if not form.is_valid():
        return _receipt(request, comment, form)
    email = form.cleaned_data["email"]
    try:
        receiving.correct_email(comment, email, limits.for_comment(_address(request), email))
    except (ReceivingRefused, LimitReached) as refusal:
        return _receipt(request, comment, form, refusal=refusal)
    return see_other(links.path(Purpose.RECEIPT, comment.pk))


@under_link(Purpose.RECEIPT)
@require_POST
def received_without_email(request: HttpRequest, about: int) -> HttpResponse:
    """Go on without the e-mail."""
    comment = _comment(about)
    try:
        receiving.go_on_without_email(comment, limits.for_comment(_address(request), ""))
    except (ReceivingRefused, LimitReached) as refusal:
        return _receipt(request, comment, refusal=refusal)
    return see_other(links.path(Purpose.RECEIPT, comment.pk))


def confirmation_expired(request: HttpRequest, about: int) -> HttpResponse:
    """Say that the link came too late, and send another one on demand."""
    comment = _comment(about)
    contact, refusal = _contact_in_question(comment, request), None
    if request.method == "POST" and contact is not None:
        try:
            receiving.ask_again(comment, limits.for_comment(_address(request), contact.email))
        except (ReceivingRefused, LimitReached) as reason:
            refusal = reason
    sent = request.method == "POST" and contact is not None and refusal is None
    context = {
        "comment": comment,
        "state": _state(comment, contact),
        "expired": True,
        "sent": sent,
        "refusal": _in_words(refusal),
        "later": _later(comment) if sent else None,
    }
    status = 429 if isinstance(refusal, LimitReached) else 200 if sent else 410
    return render(request, "comments/comment_confirmation.html", context, status=status)


# Scanners of mail follow every link in it, so only the button confirms.
@under_link(Purpose.CONFIRMATION, expired=confirmation_expired)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, about: int) -> HttpResponse:
    """Ask whether the e-mail is right; by POST, note that it is."""
    comment = _comment(about)
    contact = _contact_in_question(comment, request)
    if request.method == "POST" and contact is not None:
        receiving.confirm(comment)
        return see_other(request.path)
    context = {"comment": comment, "state": _state(comment, contact)}
    if contact is not None:
        context["mine"] = links.path(*links.mine(comment)) if contact.confirmed_at else ""
    return render(request, "comments/comment_confirmation.html", context)


def _comment(about: int) -> Comment:
    comments = Comment.objects.select_related("item__edition__plan", "item__tier", "plan")
    return get_object_or_404(comments, pk=about)


def _contact_in_question(comment: Comment, request: HttpRequest) -> Contact | None:
    """Who sent it, where the link went to the address that stands there still."""
    match = request.resolver_match
    contact = Contact.objects.filter(comment=comment).exclude(email="").first()
    if contact is None or match is None or comment.state == Comment.State.EXPIRED:
        return None
    return contact if links.is_still(match.kwargs["token"], contact.email) else None


def _state(comment: Comment, contact: Contact | None) -> str:
    """How the confirmation stands: “waiting”, “confirmed”, “deleted”, or “void” for this link."""
    if comment.state == Comment.State.EXPIRED:
        return "deleted"
    if contact is None:
        return "void"
    return "confirmed" if contact.confirmed_at else "waiting"


def _receipt(
    request: HttpRequest,
    comment: Comment,
    form: AddressForm | None = None,
    *,
    refusal: Exception | None = None,
) -> HttpResponse:
    contact = Contact.objects.filter(comment=comment).first()
    parts = CommentVersion.objects.filter(comment=comment, number=1).select_related("item")
    context = {
        "comment": comment,
        "item": comment.item,
        "received": reading.moment(comment.received_at, day_only=comment.received_on_day_only),
        "parts": parts.order_by("part"),
        "waits": comment.state == Comment.State.UNCONFIRMED,
        "email": contact.email if contact else "",
        "form": form or AddressForm(initial={"email": contact.email if contact else ""}),
        "until": comment.received_at + Purpose.CONFIRMATION.holds,
        "later": _later(comment),
        "refusal": _in_words(refusal),
        "mine": links.path(*links.mine(comment)),
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
    }
    status = 429 if isinstance(refusal, LimitReached) else 200
    return render(request, "comments/comment_received.html", context, status=status)


def _later(comment: Comment) -> datetime | None:
    """When the letter with the link goes out, where it has to wait for its turn."""
    letter = letters.receipt_of(comment)
    if letter is None or letter.state != Letter.State.WAITING:
        return None
    expected = sending.expected_at(letter)
    return expected if expected > timezone.now() else None


def _in_words(refusal: Exception | None) -> str:
    if isinstance(refusal, LimitReached):
        return why_not_now(refusal)
    return str(refusal or "")


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
