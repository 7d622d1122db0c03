"""The form for everyone, and the office's list of what came."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from strategy.auditing.reading import noted_reading
from strategy.feedback import sending
from strategy.feedback.forms import FeedbackForm, page_of
from strategy.limits import LimitReached
from strategy.models import Feedback
from strategy.pages import of_the_writer
from strategy.redirecting import see_other
from strategy.staff import for_staff

ON_PAGE = 50


@of_the_writer
@sensitive_post_parameters()
def feedback(request: HttpRequest) -> HttpResponse:
    """The form; `?stranka=` says which page somebody came from."""
    status = 200
    if request.method == "POST":
        form = FeedbackForm(request.POST)
        try:
            if form.is_valid():
                return see_other(f"{reverse('strategy:feedback_sent')}{_number(request, form)}")
        except LimitReached as reached:
            told = _("Too much has come from your network lately. Please send it %(when)s.")
            form.add_error(None, told % {"when": reached.when})
            status = 429
    else:
        form = FeedbackForm(initial={"page": page_of(request.GET.get("stranka", ""))})
    return render(request, "strategy/feedback/form.html", {"form": form}, status=status)


def feedback_sent(request: HttpRequest) -> HttpResponse:
    """What comes next, with the number in the address; says nothing of what was sent."""
    number = request.GET.get("cislo", "")
    context = {"number": number if number.isascii() and number.isdecimal() else ""}
    return render(request, "strategy/feedback/sent.html", context)


@for_staff("strategy.view_feedback")
def feedback_list(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, and then what was dealt with. Two queries."""
    context = {
        "waiting": list(Feedback.objects.waiting().order_by("sent_at", "pk")),
        "page": Paginator(Feedback.objects.exclude(settled_at=None), ON_PAGE).get_page(
            request.GET.get("strana")
        ),
    }
    return render(request, "strategy/feedback/list.html", context)


@for_staff("strategy.view_feedback")
@noted_reading
def feedback_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with what can be done about it."""
    found = get_object_or_404(Feedback.objects.select_related("settled_by"), pk=pk)
    return render(request, "strategy/feedback/read.html", {"feedback": found})


@require_POST
@for_staff("strategy.change_feedback")
def feedback_settle(request: HttpRequest, pk: int) -> HttpResponse:
    sending.settle(get_object_or_404(Feedback, pk=pk), request.user)
    messages.success(request, _("It is among those that were dealt with."))
    return see_other(reverse("strategy:feedback_list"))


@for_staff("strategy.change_feedback")
def feedback_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more before the words are gone for good."""
    found = get_object_or_404(Feedback, pk=pk, erased_at=None)
    if request.method != "POST":
        return render(request, "strategy/feedback/erase.html", {"feedback": found})
    sending.erase(found, request.user)
    messages.success(request, _("The message was erased, and the letter about it."))
    return see_other(reverse("strategy:feedback_list"))


def _number(request: HttpRequest, form: FeedbackForm) -> str:
    """Only a robot fills in what nobody sees; it is told nothing."""
    said = dict(form.cleaned_data)
    key = said.pop("key")
    if said.pop("website"):
        return ""
    made = sending.send(key, address=request.META.get("REMOTE_ADDR", ""), **said)
    return f"?cislo={made.pk}"
