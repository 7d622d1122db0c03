"""Comments that came on paper, by e-mail or at a hearing, entered by the office."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from comments import table
from comments.entering import correcting, entry
from comments.entering.correcting import CorrectingRefused
from comments.entering.entry import EntryRefused
from comments.entering.forms import MOST_POINTS, EmailForm, EntryPage
from comments.models import Comment, Consultation
from comments.receiving import BY_STAFF, ReceivingRefused
from strategy.auditing.reading import noted_reading
from strategy.form_fields import number_in
from strategy.models import Item
from strategy.redirecting import see_other
from strategy.staff import for_staff

# Of more items no list of suggestions is sent with the page.
MOST_SUGGESTED = 500
DIGITS = re.compile("[0-9]{1,18}")


@for_staff("comments.add_comment")
@require_safe
def choice(request: HttpRequest) -> HttpResponse:
    """Which consultation the comment belongs to."""
    opened = Consultation.objects.filter(opens_at__lte=timezone.now())
    context = {"consultations": opened.select_related("edition__plan")}
    return render(request, "comments/entering/choice.html", context)


@for_staff("comments.add_comment")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Enter one comment; what has to be mended comes back with every word."""
    consultation = consultation_of(consultation_id)
    invitations = entry.invited_to(consultation)
    if request.method != "POST":
        page = EntryPage(consultation, invitations, initial=_repeated(request))
        return _shown(request, page)
    points = _points(request)
    if "more" in request.POST:
        given = request.POST.dict()
        page = EntryPage(consultation, invitations, points=min(points + 1, MOST_POINTS))
        page.hold(given)
        return _shown(request, page)
    page = EntryPage(consultation, invitations, request.POST, points=points)
    return _enter(request, page)


@for_staff("comments.add_comment")
@noted_reading
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Correct the e-mail of a comment that the office entered."""
    entered = Comment.objects.filter(channel__in=BY_STAFF).select_related("plan", "contact")
    comment = get_object_or_404(entered, pk=comment_id)
    form = EmailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            correcting.correct_email(comment, form.cleaned_data["email"])
        except CorrectingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The e-mail was corrected."))
            return see_other(request.path)
    contact = getattr(comment, "contact", None)
    context = {"comment": comment, "contact": contact, "form": form}
    return render(request, "comments/entering/email.html", context)


def consultation_of(consultation_id: int) -> Consultation:
    """One that has opened, with its edition and plan at hand."""
    opened = Consultation.objects.filter(opens_at__lte=timezone.now())
    return get_object_or_404(opened.select_related("edition__plan"), pk=consultation_id)


def said_of(comment: Comment, consultation: Consultation) -> str:
    """What is told of a comment that was entered."""
    late = table.is_late(comment.received_at, consultation.closes_at, day_only=True)
    told = _("Entered as comment no. %(number)s, after the deadline.") if late else ""
    return (told or _("Entered as comment no. %(number)s.")) % {"number": comment.number}


def _enter(request: HttpRequest, page: EntryPage) -> HttpResponse:
    made = page.entry()
    if made is None:
        return _shown(request, page)
    key = page.form.cleaned_data["key"]
    try:
        comment = entry.enter(page.consultation, made, key=key, invitations=page.invitations)
    except (EntryRefused, ReceivingRefused) as refusal:
        page.form.add_error(None, str(refusal))
        return _shown(request, page)
    messages.success(request, said_of(comment, page.consultation))
    # The next one of a heap mostly came by the same way on the same day.
    same = {"zpusob": made.channel, "den": made.received_on.isoformat()}
    again = urlencode(same | ({"zapsano": comment.pk} if made.email else {}))
    address = reverse("comments:entering_one", args=[page.consultation.pk])
    return HttpResponseRedirect(f"{address}?{again}")


def _shown(request: HttpRequest, page: EntryPage) -> HttpResponse:
    items = Item.objects.filter(edition=page.consultation.edition).shown().order_by("lft")
    context: dict[str, Any] = {
        "consultation": page.consultation,
        "page": page,
        "places": items.values_list("handle", "text")[:MOST_SUGGESTED],
        "bodies": sorted({it.organisation.name for it in page.invitations.values()}),
        "entered": _entered(request),
        "may_grow": len(page.points) < MOST_POINTS,
    }
    return render(request, "comments/entering/one.html", context)


def _repeated(request: HttpRequest) -> dict[str, Any]:
    """Channel and day of the comment that was entered before, as the address carries them."""
    given = {"channel": "zpusob", "received_on": "den"}
    return {field: request.GET[name] for field, name in given.items() if name in request.GET}


def _entered(request: HttpRequest) -> Comment | None:
    """The comment that was entered before, whose e-mail may have been mistyped."""
    given = request.GET.get("zapsano", "")
    known = Comment.objects.filter(channel__in=BY_STAFF)
    return known.filter(pk=int(given)).first() if DIGITS.fullmatch(given) else None


def _points(request: HttpRequest) -> int:
    return max(1, min(number_in(request.POST.get("points", "")), MOST_POINTS))
