"""News by mail: asked for on any page, confirmed from a letter, ended by one click."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  (reason beneath)
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from comments import links, subscription
from comments.links import Purpose
from comments.models import Contact, Subscription
from comments.secret import under_link
from comments.subscribing.forms import SubscriptionForm
from strategy import reading
from strategy.limits import LimitReached
from strategy.models import Item
from strategy.redirecting import see_other

UUID_SHAPE = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


# Exempt, for it changes nothing: it shows the form once more, with a token. The form that leads
# here stands on stored pages, which can carry none.
@csrf_exempt
@never_cache
@sensitive_post_parameters()
def subscription_check(request: HttpRequest) -> HttpResponse:
    """Show what was typed before a letter is sent for it."""
    if request.method != "POST":
        return redirect("strategy:front")
    form = SubscriptionForm(request.POST)
    form.is_valid()
    return _form(request, form)


@never_cache
@sensitive_post_parameters()
def subscription_send(request: HttpRequest) -> HttpResponse:
    """Send the letter by which the e-mail is to be confirmed."""
    if request.method != "POST":
        return redirect("strategy:front")
    form = SubscriptionForm(request.POST)
    item = _item(request)
    if not form.is_valid():
        return _form(request, form)
    if not form.cleaned_data["website"]:
        try:
            address = request.META.get("REMOTE_ADDR", "")
            subscription.ask(item, form.cleaned_data["email"], address=address)
        except LimitReached as refusal:
            form.add_error(None, str(refusal))
            return _form(request, form, status=429)
    return see_other(reverse("comments:subscription_sent"))


@require_safe
def subscription_sent(request: HttpRequest) -> HttpResponse:
    """What comes next; the same whether the e-mail is subscribed or not."""
    return render(request, "comments/subscription_sent.html")


@under_link(Purpose.SUBSCRIPTION)
def subscription_confirm(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """From the letter: a page that asks, and whose button confirms."""
    if request.method == "POST":
        found = subscription.confirm(subscription_id)
    else:
        found = Subscription.objects.select_related("plan").filter(pk=subscription_id).first()
    if found is None:
        raise Http404(_("There is no such subscription any more."))
    context = {
        "subscription": found,
        "subject": _subject(found),
        "end_path": links.path(Purpose.UNSUBSCRIBE, found.pk),
    }
    return render(request, "comments/subscription_confirm.html", context)


@under_link(Purpose.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """From any letter: one click ends the news, a mail program's own button too (RFC 8058)."""
    if request.method == "POST":
        subscription.end(subscription_id)
    found = Subscription.objects.select_related("plan").filter(pk=subscription_id).first()
    context = {"subscription": found, "subject": _subject(found) if found else None}
    return render(request, "comments/subscription_end.html", context)


def no_letters(request: HttpRequest, _comment_id: int) -> HttpResponse:
    """To an address that was mistyped and is not written to any more."""
    return render(request, "comments/subscription_of_comment.html", {"contact": None})


@under_link(Purpose.UNSUBSCRIBE_COMMENT, void=no_letters)
def unsubscribe_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The same for letters about one's own comment; they can be had again."""
    contacts = Contact.objects.filter(comment=comment_id)
    if request.method == "POST":
        contacts.update(wants_letters="again" in request.POST)
    contact = contacts.select_related("comment__plan", "comment__item__edition").first()
    return render(request, "comments/subscription_of_comment.html", {"contact": contact})


def _form(request: HttpRequest, form: SubscriptionForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "item": _item(request)}
    return render(request, "comments/subscription_form.html", context, status=status)


def _item(request: HttpRequest) -> Item:
    """The item that the form names, as it is read now."""
    given = request.POST.get("item", "")
    if not UUID_SHAPE.fullmatch(given):
        raise Http404(_("The form names no part of a plan."))
    return reading.placed(UUID(given))[0]


def _subject(found: Subscription) -> Item | None:
    """The item whose news they are; None for the whole plan."""
    return reading.placed(found.item_key)[0] if found.item_key else None
