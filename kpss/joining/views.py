"""Writing to a body: a form, a letter that asks to confirm, a page that says what comes next."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from kpss.bodies.reading import is_over
from kpss.joining import sending
from kpss.joining.forms import ApplicationForm, SentForm, TopicForm
from kpss.joining.sending import Kind, SendingRefused
from kpss.links import Purpose
from kpss.models import Application, Body, Topic
from kpss.models.joining import Sent
from strategy.limits import LimitReached
from strategy.pages import of_the_writer
from strategy.redirecting import see_other
from strategy.secret import under_link

Send = Callable[..., Sent]


@of_the_writer
@sensitive_post_parameters()
def application(request: HttpRequest, slug: str) -> HttpResponse:
    """The form by which somebody asks to join a body."""
    body = get_object_or_404(Body, slug=slug)
    return _form(request, body, ApplicationForm, sending.apply_to)


@of_the_writer
@sensitive_post_parameters()
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The form by which somebody proposes what a body should talk about."""
    body = get_object_or_404(Body, slug=slug)
    return _form(request, body, TopicForm, sending.propose)


def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes next; says nothing of what was sent."""
    body = get_object_or_404(Body, slug=slug)
    return render(request, "kpss/joining/sent.html", {"body": body})


@under_link(Purpose.APPLICATION)
def application_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """From the letter: a page that asks, and whose button confirms."""
    return _confirm(request, Application, pk)


@under_link(Purpose.TOPIC)
def topic_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of a proposed topic."""
    return _confirm(request, Topic, pk)


def _form(request: HttpRequest, body: Body, form_class: type[SentForm], send: Send) -> HttpResponse:
    form = form_class(request.POST) if request.method == "POST" else form_class()
    status = 200
    try:
        if form.is_bound and form.is_valid():
            _take_in(request, body, form, send)
            return see_other(reverse("kpss:sent", args=[body.slug]))
        sending.refuse_closed(body)
    except SendingRefused as refusal:
        return _closed(request, body, form, refusal)
    except LimitReached as reached:
        form.add_error(None, _not_now(reached))
        status = 429
    context = {"body": body, "form": form}
    return render(request, "kpss/joining/form.html", context, status=status)


def _closed(
    request: HttpRequest, body: Body, form: SentForm, refusal: SendingRefused
) -> HttpResponse:
    """Why nothing is taken here, with what was typed meanwhile, to be copied."""
    context = {"body": body, "form": form, "refusal": str(refusal)}
    status = 410 if is_over(body) else 409
    return render(request, "kpss/joining/closed.html", context, status=status)


def _not_now(reached: LimitReached) -> str:
    return _(
        "What you wrote was not sent: too much has come from your e-mail or your network lately. "
        "It stays in the form; please send it again %(when)s."
    ) % {"when": reached.when}


def _take_in(request: HttpRequest, body: Body, form: SentForm, send: Send) -> None:
    said = dict(form.cleaned_data)
    key = said.pop("key")
    # Only a robot fills in what nobody sees; it is told nothing.
    if not said.pop("website"):
        send(body, key, address=request.META.get("REMOTE_ADDR", ""), **said)


def _confirm(request: HttpRequest, kind: type[Kind], pk: int) -> HttpResponse:
    found = kind._default_manager.select_related("body").filter(pk=pk).first()
    refusal = ""
    if request.method == "POST":
        try:
            found = sending.confirm(kind, pk)
        except SendingRefused as refused:
            refusal = str(refused)
    if found is None:
        raise Http404(_("What you sent was not confirmed in time. Please send it again."))
    context = {"sent": found, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "kpss/joining/confirmation.html", context, status=status)
