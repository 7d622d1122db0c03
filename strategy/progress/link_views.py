"""A measure under the secret link that its lead got in a letter: half a minute, then done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from strategy.measures.reading_forms import PartRefused, ReadingPart
from strategy.models import Channel, Lead, MeasureState, ProgressReport, Reading
from strategy.numbers import written
from strategy.progress import answering, links, reporting, signals
from strategy.progress.forms import OutlookForm
from strategy.progress.links import Purpose
from strategy.progress.reporting import Outlook, ReportOutdated, ReportRefused
from strategy.redirecting import see_other
from strategy.secret import under_link

# In the address, which answer is ticked already; a letter may have a link for each.
TICKED = {
    "beze-zmeny": Outlook.NO_CHANGE,
    "podle-planu": Outlook.ON_TRACK,
    "ohrozeno": Outlook.AT_RISK,
    "splneno": Outlook.DONE,
}


def not_in_force(request: HttpRequest, _lead_id: int) -> HttpResponse:
    """The measure has another lead by now, or letters go elsewhere: the page says so."""
    return render(request, "strategy/progress/link_void.html", status=410)


@under_link(Purpose.PROGRESS, stands=links.stands, void=not_in_force)
@require_http_methods(["GET", "HEAD", "POST"])
def progress_by_link(request: HttpRequest, lead_id: int) -> HttpResponse:
    """How far a measure is, as its lead says it."""
    lead = _lead(lead_id)
    state = _state(lead)
    newest = state.report if state else None
    if state is None:
        return not_in_force(request, lead_id)
    sent = request.POST if request.method == "POST" else None
    part = _readings(state, sent)
    form = OutlookForm(
        sent,
        initial={
            "seen": newest.pk if newest else 0,
            "outlook": TICKED.get(request.GET.get("stav", "")),
        },
        label_suffix="",
    )
    # Both are asked, so that all that is wrong is told at once.
    are_valid = sent is not None and all([form.is_valid(), part.is_valid()])
    if are_valid and _is_said(lead, state, form, part):
        return see_other(links.done_path(lead))
    context = _shown(state, form) | {"part": part}
    return render(request, "strategy/progress/progress_by_link.html", context)


@under_link(Purpose.PROGRESS, stands=links.stands, void=not_in_force)
@require_safe
def progress_by_link_done(request: HttpRequest, lead_id: int) -> HttpResponse:
    """What was recorded, and how it will be read."""
    lead = _lead(lead_id)
    state = _state(lead)
    said = ProgressReport.objects.filter(plan=lead.plan_id, item_key=lead.item_key)
    report = said.filter(channel=Channel.LINK, organisation=lead.organisation_id).first()
    if state is None or report is None:
        return see_other(links.path(lead))
    context = {
        "state": state,
        "item": state.item,
        "report": report,
        "said": signals.said(report.status, report.outlook, is_proven=report.is_proven),
        "readings": _recorded_with(report),
        "form_path": links.path(lead),
    }
    return render(request, "strategy/progress/progress_by_link_done.html", context)


def _lead(lead_id: int) -> Lead:
    leads = Lead.objects.select_related("organisation", "person", "plan")
    return get_object_or_404(leads, pk=lead_id)


def _state(lead: Lead) -> MeasureState | None:
    """How the measure stands, with its wording; None where the plan in force has it no more."""
    states = MeasureState.objects.select_related("item__edition__plan", "report", "lead")
    return states.filter(plan=lead.plan_id, item_key=lead.item_key).first()


def _readings(state: MeasureState, sent: QueryDict | None) -> ReadingPart:
    """The part of the form for values of indicators. A query where the measure has any."""
    found = state.item.indicators.select_related("item__edition") if state.indicators else []
    return ReadingPart(sent, indicators=list(found))


def _recorded_with(report: ProgressReport) -> list[tuple[str, str]]:
    """Names and values of what was measured and said along with a report. Two queries at most."""
    found = Reading.objects.filter(plan=report.plan_id, item_key=report.item_key)
    found = found.filter(channel=Channel.LINK, recorded_at__gte=report.said_at)
    names = dict(report.item.indicators.values_list("key", "name")) if found else {}
    return [(names.get(one.indicator_key, ""), written(one.value)) for one in found]


def _is_said(lead: Lead, state: MeasureState, form: OutlookForm, part: ReadingPart) -> bool:
    """Record the answer and what was measured; a refusal of either is shown and undoes both."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            answering.answer(lead, state.item, given["outlook"], seen=given["seen"], **form.said())
            part.record(None, Channel.LINK)
    except PartRefused:
        return False
    except ReportOutdated as outdated:
        form.refuse(outdated)
        form.on_top_of(outdated.newest)
        state.refresh_from_db()
        return False
    except (ReportRefused, ValidationError) as refusal:
        form.refuse(refusal)
        return False
    return True


def _shown(state: MeasureState, form: OutlookForm) -> dict[str, object]:
    before = state.report
    return {
        "state": state,
        "item": state.item,
        "form": form,
        "signals": signals.of(state, state.item.edition.plan.card_fields),
        # What each answer will be recorded as.
        "answers": [
            (option, _recorded(value, before))
            for option, value in zip(form["outlook"], Outlook.values, strict=True)
        ],
    }


def _recorded(outlook: str, before: ProgressReport | None) -> str:
    """In words what an answer will be recorded as, with something that shows it."""
    status = reporting.status_after(outlook, before)
    if outlook == Outlook.NO_CHANGE and before is not None:
        return signals.said(status, is_proven=before.is_proven)
    return signals.said(status, outlook, is_proven=True)
