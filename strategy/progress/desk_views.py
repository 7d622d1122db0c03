"""The desk on which staff say how far measures are, and ask leads who have not."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from strategy.form_fields import number_in
from strategy.models import MeasureState, ProgressReport
from strategy.paging import page_number, pages_around
from strategy.progress import asking, desk, hiding, reporting, rights, signals
from strategy.progress.desk import Choice, Queue
from strategy.progress.forms import HidingForm, ReportForm
from strategy.progress.reporting import ReportOutdated, ReportRefused
from strategy.redirecting import see_other
from strategy.staff import for_staff

# What was said before, beside the form.
EARLIER = 5


@for_staff(rights.DESK)
@require_http_methods(["GET", "HEAD"])
def my_measures(request: HttpRequest) -> HttpResponse:
    """Measures that one's organisations lead, with what their leads say and what is missing."""
    choice, number = choice_in(request), page_number(request)
    counts = desk.counts(request.user, choice)
    rows, has_next = desk.page(request.user, choice, number)
    context = {
        "choice": choice,
        "plans": desk.plans(),
        "queues": [
            (queue.label, counts[queue], choice.query(queue=queue), queue == choice.queue)
            for queue in Queue
            if counts[queue] or queue in {Queue.ALL, choice.queue}
        ],
        "count": counts[choice.queue],
        "rows": rows,
        "query": choice.query(),
        "may_ask": request.user.has_perm(rights.OF_ALL),
        "pages": pages_around(number, more=has_next, query=choice.query()),
    }
    return render(request, "strategy/progress/my_measures.html", context)


@for_staff(rights.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def progress_report(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say how far one measure is; below what was said of it before."""
    state = _state(key)
    if not rights.may_report(request.user, state.plan_id, key):
        raise PermissionDenied
    choice = choice_in(request)
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, state=state, initial=_initial(state))
    if sent is not None and form.is_valid() and _is_said(request, state, form):
        messages.success(request, _("Recorded: %(what)s.") % {"what": state.item})
        return see_other(_after(request, choice, state))
    context = {
        "state": state,
        "item": state.item,
        "signals": signals.of(state, state.plan.card_fields),
        "form": form,
        "reports": _reports(state),
        "query": choice.query(),
        "may_ask": request.user.has_perm(rights.OF_ALL),
        "may_hide": request.user.has_perm("strategy.change_progressreport"),
    }
    return render(request, "strategy/progress/progress_report.html", context)


@for_staff(rights.OF_ALL)
@require_POST
def progress_ask(request: HttpRequest) -> HttpResponse:
    """Send the leads of the ticked measures a letter with their links."""
    ticked = [number_in(given) for given in request.POST.getlist("measure")]
    states = MeasureState.objects.filter(pk__in=ticked).select_related("item__edition__plan")
    try:
        asked = asking.ask(list(states.order_by("plan", "item__lft")))
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_asked(request, asked)
    return see_other(_desk_path(choice_in(request)))


@for_staff("strategy.change_progressreport")
@require_http_methods(["GET", "HEAD", "POST"])
def report_hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take words with somebody's personal data out of a report, for good."""
    reports = ProgressReport.objects.select_related("item__edition__plan", "organisation")
    report = get_object_or_404(reports, pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = HidingForm(hiding.left(report), hiding.WORDS, sent)
    if sent is not None and form.is_valid():
        try:
            hiding.hide(report, form.cleaned_data["parts"], request.user)  # type: ignore[arg-type]
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The words are hidden everywhere."))
            return see_other(request.path)
    return render(request, "strategy/progress/report_hide.html", {"report": report, "form": form})


def choice_in(request: HttpRequest) -> Choice:
    """What an address or a form chooses. Whoever may report on all measures begins with all."""
    given = request.GET or request.POST
    queue, whose = given.get("fronta", ""), given.get("cije", "")
    return Choice(
        queue=Queue(queue) if queue in Queue.values else Queue.ALL,
        plan=number_in(given.get("plan", "")),
        all_of_them=whose == "vsech" or (whose != "moje" and request.user.has_perm(rights.OF_ALL)),
    )


def _state(key: UUID) -> MeasureState:
    states = MeasureState.objects.select_related("item__edition__plan", "plan", "report", "lead")
    return get_object_or_404(states, item_key=key)


def _reports(state: MeasureState) -> list[tuple[ProgressReport, str]]:
    """The newest ones, each with what it says in words."""
    found = ProgressReport.objects.filter(plan=state.plan_id, item_key=state.item_key)
    return [
        (one, signals.said(one.status, one.outlook, is_proven=one.is_proven))
        for one in found.select_related("organisation", "resolution", "by")[:EARLIER]
    ]


def _initial(state: MeasureState) -> dict[str, object]:
    """The last status and share; words and evidence are of each report itself."""
    last = state.report
    if last is None:
        return {"seen": 0}
    held = last.outlook if last.outlook in {"on_track", "at_risk"} else ""
    return {"seen": last.pk, "status": last.status, "share": last.share, "outlook": held}


def _is_said(request: HttpRequest, state: MeasureState, form: ReportForm) -> bool:
    """Record what is said in the lead's name; a refusal is shown on the form."""
    given = form.cleaned_data
    try:
        reporting.report(
            state.item,
            given["status"],
            by=request.user,
            seen=given["seen"],
            organisation=state.lead,
            **form.said(),
        )
    except ReportOutdated as outdated:
        form.refuse(outdated)
        form.on_top_of(outdated.newest)
        state.refresh_from_db()
        return False
    except (ReportRefused, ValidationError) as refusal:
        form.refuse(refusal)
        return False
    return True


def _after(request: HttpRequest, choice: Choice, state: MeasureState) -> str:
    """The page after saving: the next measure of the queue, this one again, or the desk."""
    if "next" not in request.POST:
        return _with(reverse("strategy:progress_report", args=[state.item_key]), choice)
    following = desk.following(request.user, choice, state)
    if following is None:
        return _desk_path(choice)
    return _with(reverse("strategy:progress_report", args=[following.item_key]), choice)


def _desk_path(choice: Choice) -> str:
    return _with(reverse("strategy:my_measures"), choice)


def _with(path: str, choice: Choice) -> str:
    return f"{path}?{choice.query()}"


def _tell_asked(request: HttpRequest, asked: asking.Asking) -> None:
    letters = asked.letters
    said = ngettext("%(count)d letter was written.", "%(count)d letters were written.", letters)
    messages.success(request, said % {"count": letters})
    if asked.unasked:
        named = ", ".join(item.code or item.text for item in asked.unasked)
        messages.error(
            request, _("Nobody could be asked about %(measures)s.") % {"measures": named}
        )
