"""The coordinator's pages: rounds of all plans, opening one, who has answered, closing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from strategy.models import Round
from strategy.progress import desk
from strategy.redirecting import see_other
from strategy.rounds import answers, closing, extending, opening, periods
from strategy.rounds.forms import EvaluationForm, ExtensionForm, OpeningForm
from strategy.rounds.opening import Opened, RoundRefused
from strategy.rounds.views import round_path
from strategy.staff import for_staff

SEE, OPEN = "strategy.view_round", "strategy.add_round"
CHANGE, CLOSE = "strategy.change_round", "strategy.close_round"
ON_PAGE = 200


@for_staff(SEE)
@require_http_methods(["GET", "HEAD"])
def rounds_desk(request: HttpRequest) -> HttpResponse:
    """All rounds, the open ones with how many have answered."""
    rounds = Round.objects.select_related("plan")
    still_open = rounds.filter(closed_at=None).order_by("answers_by", "pk")
    closed = rounds.exclude(closed_at=None).order_by("-closed_at")
    page = Paginator(closed, ON_PAGE).get_page(request.GET.get("strana"))
    context = {
        "open": [(one, periods.of(one).name, answers.tally(one)) for one in still_open],
        "closed": [(one, periods.of(one).name, round_path(one)) for one in page],
        "page": page,
        "may_open": request.user.has_perm(OPEN),
    }
    return render(request, "strategy/rounds/rounds_desk.html", context)


@for_staff(OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: HttpRequest) -> HttpResponse:
    """Choose a plan, a period and the last day; then its leads are asked."""
    sent = request.POST if request.method == "POST" else None
    form = OpeningForm(sent, plans=desk.plans())
    if sent is not None and form.is_valid():
        try:
            opened = opening.open_round(**form.cleaned_data)
        except RoundRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell_opened(request, opened)
            return see_other(_path(opened.round))
    return render(request, "strategy/rounds/round_open.html", {"form": form})


@for_staff(SEE)
@require_http_methods(["GET", "HEAD"])
def round_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered and who has not; closing, and words of evaluation."""
    found = _round(pk)
    return _status_page(request, found, EvaluationForm(words=found.evaluation))


@for_staff(CLOSE)
@require_POST
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix what stands for each measure, and publish the round."""
    found = _round(pk)
    try:
        closing.close(found)
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The round is closed and its evaluation is public."))
    return see_other(_path(found))


@for_staff(CLOSE)
@require_POST
def round_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a round that was opened by mistake."""
    found = _round(pk)
    try:
        opening.call_off(found)
    except RoundRefused as refusal:
        messages.error(request, str(refusal))
        return see_other(_path(found))
    messages.success(request, _("The round was called off. What leads have said meanwhile stays."))
    return see_other(reverse("strategy:rounds_desk"))


@for_staff(CHANGE)
@require_POST
def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give leads more time."""
    found, form = _round(pk), ExtensionForm(request.POST)
    if form.is_valid():
        try:
            letters = extending.extend(found, form.cleaned_data["answers_by"], request.user)
        except RoundRefused as refusal:
            form.add_error("answers_by", str(refusal))
        else:
            messages.success(request, _("Leads have more time.") + " " + _letters(letters))
            return see_other(_path(found))
    return _status_page(request, found, EvaluationForm(words=found.evaluation), form)


@for_staff(CHANGE)
@require_POST
def round_evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the round has shown."""
    found = _round(pk)
    form = EvaluationForm(request.POST)
    if form.is_valid():
        try:
            closing.evaluate(found, form.cleaned_data["evaluation"], form.cleaned_data["seen"])
        except RoundRefused as refusal:
            found.refresh_from_db(fields=["evaluation"])
            form.add_error(None, str(refusal))
            form.on_top_of(found.evaluation)
        else:
            messages.success(request, _("The evaluation is saved."))
            return see_other(_path(found))
    return _status_page(request, found, form)


def _status_page(
    request: HttpRequest,
    found: Round,
    form: EvaluationForm,
    extension: ExtensionForm | None = None,
) -> HttpResponse:
    silent_first = answers.of(found).select_related("item", "organisation")
    rows = silent_first.order_by("is_answered", "item__lft")
    context = {
        "round": found,
        "period": periods.of(found).name,
        "tally": answers.tally(found),
        "leads": answers.by_lead(found),
        "page": Paginator(rows, ON_PAGE).get_page(request.GET.get("strana")),
        "form": form,
        "extension": extension or ExtensionForm(),
        "extensions": extending.extensions(found),
        "public_path": round_path(found) if found.closed_at else "",
        "may_close": request.user.has_perm(CLOSE) and found.closed_at is None,
        "may_evaluate": request.user.has_perm(CHANGE),
        "may_extend": request.user.has_perm(CHANGE) and found.closed_at is None,
    }
    return render(request, "strategy/rounds/round_status.html", context)


def _round(pk: int) -> Round:
    return get_object_or_404(Round.objects.select_related("plan"), pk=pk)


def _path(found: Round) -> str:
    return reverse("strategy:round_status", args=[found.pk])


def _tell_opened(request: HttpRequest, opened: Opened) -> None:
    letters, unasked = opened.letters, opened.unasked
    messages.success(request, _("The round is open.") + " " + _letters(letters))
    if unasked:
        told = ngettext(
            "About %(count)d measure nobody could be asked: it has no lead, or its lead no e-mail.",
            "About %(count)d measures nobody could be asked: "
            "they have no lead, or their lead no e-mail.",
            unasked,
        )
        messages.error(request, told % {"count": unasked})


def _letters(number: int) -> str:
    said = ngettext("%(count)d letter was written.", "%(count)d letters were written.", number)
    return said % {"count": number}
