"""News by mail: asked for on a page, confirmed from a letter, ended by one click."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from kpss.links import Purpose
from kpss.models import NewsSubscription
from kpss.news import subscribing
from kpss.news.forms import SubscriptionForm
from strategy import secret_links
from strategy.limits import LimitReached
from strategy.pages import of_the_writer
from strategy.redirecting import see_other
from strategy.secret import under_link


@of_the_writer
@sensitive_post_parameters()
def subscription(request: HttpRequest) -> HttpResponse:
    """The form, and what it sends: a letter by which the e-mail is to be confirmed."""
    if request.method != "POST":
        body = request.GET.get("skupina", "")
        return _form(request, SubscriptionForm(initial={"body": body}))
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    try:
        _ask(request, form)
    except LimitReached as reached:
        form.add_error(None, str(reached))
        return _form(request, form, status=429)
    return see_other(reverse("kpss:news_subscription_sent"))


@never_cache
@require_safe
def subscription_sent(request: HttpRequest) -> HttpResponse:
    """What comes next; the same whether the e-mail is subscribed or not."""
    return render(request, "kpss/news/subscription_sent.html")


@under_link(Purpose.NEWS)
def confirmation(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """From the letter: a page that asks, and whose button confirms."""
    if request.method == "POST":
        found = subscribing.confirm(subscription_id)
    else:
        found = _found(subscription_id)
    if found is None:
        raise Http404(_("There is no such subscription any more."))
    end_path = secret_links.path(Purpose.NO_NEWS, found.pk)
    context = {"subscription": found, "end_path": end_path}
    return render(request, "kpss/news/subscription_confirm.html", context)


@under_link(Purpose.NO_NEWS)
def end(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """From any letter: one click ends the news, a mail program's own button too (RFC 8058)."""
    if request.method == "POST":
        subscribing.end(subscription_id)
    context = {"subscription": _found(subscription_id)}
    return render(request, "kpss/news/subscription_end.html", context)


def _form(request: HttpRequest, form: SubscriptionForm, status: int = 200) -> HttpResponse:
    return render(request, "kpss/news/subscription_form.html", {"form": form}, status=status)


def _ask(request: HttpRequest, form: SubscriptionForm) -> None:
    """Only a robot fills in what nobody sees; it is told nothing, and nothing is sent."""
    given = form.cleaned_data
    if not given["website"]:
        address = request.META.get("REMOTE_ADDR", "")
        subscribing.ask(given["body"], given["email"], address=address)


def _found(subscription_id: int) -> NewsSubscription | None:
    return NewsSubscription.objects.select_related("body").filter(pk=subscription_id).first()
