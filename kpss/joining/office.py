"""The coordinator's pages of what the public sent to bodies."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpss.joining import deciding
from kpss.joining.deciding import DecisionRefused, Kind
from kpss.models import Application, Topic
from strategy.auditing.reading import noted_reading
from strategy.form_fields import PlainField
from strategy.redirecting import see_other
from strategy.staff import for_staff

# How many that were decided are listed under those that wait.
LATEST = 20


class DecisionForm(forms.Form):
    """Accepted or not, and what its sender gets to read."""

    use_required_attribute = False
    accepted = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("", gettext_lazy("Choose …")),
            ("1", gettext_lazy("Accept")),
            ("0", gettext_lazy("Do not accept")),
        ],
        coerce=lambda given: given == "1",
        error_messages={"required": gettext_lazy("Choose how you decide.")},
    )
    reply = PlainField(
        label=gettext_lazy("Reply"),
        longest=5000,
        lines=True,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Its sender gets it by e-mail, word for word."),
        error_messages={"required": gettext_lazy("Write the reply that its sender gets.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "rozhodnuti_%s"} | options)


@for_staff("kpss.view_application")
def sent_list(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, the oldest first, and what was decided lately. Four queries."""
    context = {
        "applications": _listed(Application, waiting=True),
        "topics": _listed(Topic, waiting=True),
        "decided_applications": _listed(Application, waiting=False),
        "decided_topics": _listed(Topic, waiting=False),
    }
    return render(request, "kpss/joining/sent_list.html", context)


@for_staff("kpss.change_application")
@noted_reading
def application_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """An application, with the form that decides it."""
    return _decide(request, Application, pk)


@for_staff("kpss.change_topic")
@noted_reading
def topic_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of a proposed topic."""
    return _decide(request, Topic, pk)


def _decide(request: HttpRequest, kind: type[Kind], pk: int) -> HttpResponse:
    rows = kind._default_manager.exclude(state=kind.State.UNCONFIRMED)
    sent = get_object_or_404(rows.select_related("body", "correspondent", "decided_by"), pk=pk)
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    if form.is_bound and form.is_valid():
        try:
            deciding.decide(sent, request.user, **form.cleaned_data)
        except DecisionRefused as refusal:
            sent.refresh_from_db()
            if sent.decided_by == request.user:
                return see_other(request.path)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Decided; the reply is on its way."))
            return see_other(reverse("kpss:sent_list"))
    return render(request, "kpss/joining/decision.html", {"sent": sent, "form": form})


def _listed(kind: type[Application] | type[Topic], *, waiting: bool) -> list[Any]:
    rows = kind._default_manager.select_related("body", "correspondent")
    if waiting:
        return list(rows.filter(state=kind.State.WAITING).order_by("sent_at", "pk"))
    decided = rows.filter(state__in=[kind.State.ACCEPTED, kind.State.DECLINED])
    return list(decided.order_by("-decided_at", "-pk")[:LATEST])
