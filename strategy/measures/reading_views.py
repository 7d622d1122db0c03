"""Pages on which staff record values of a measure's indicators, and correct them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from strategy import editing
from strategy.editing import Outdated
from strategy.form_fields import number_in
from strategy.measures import hiding_views, measured, readings
from strategy.measures.reading_forms import ReadingForm, show_refusal
from strategy.measures.readings import ReadingRefused
from strategy.models import Indicator, MeasureState, Reading
from strategy.numbers import written
from strategy.progress import rights
from strategy.redirecting import see_other
from strategy.staff import for_staff

# Of each indicator, beneath the form.
NEWEST = 12


@for_staff(rights.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_list(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a value of one of a measure's indicators; below what is recorded already."""
    states = MeasureState.objects.select_related("item__edition__plan")
    state = get_object_or_404(states, item_key=key)
    if not rights.may_measure(request.user, state.plan_id, key):
        raise PermissionDenied
    indicators = list(state.item.indicators.select_related("item__edition"))
    sent = request.POST if request.method == "POST" else None
    form = ReadingForm(sent, indicators=indicators, initial={"day": localdate()})
    if sent is not None and form.is_valid() and _is_recorded(request, form):
        messages.success(request, _("The value is recorded."))
        return see_other(request.path)
    context = {
        "state": state,
        "item": state.item,
        "form": form if indicators else None,
        "rows": _rows(state, indicators),
        "may_correct": rights.may_correct(request.user, state.plan_id, key),
        "withdrawn": _withdrawn(state) if request.user.has_perm(hiding_views.HIDE) else [],
    }
    return render(request, "strategy/measures/reading_list.html", context)


@for_staff(rights.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a value; below what stood there before, and who changed it."""
    reading = _reading(request, pk)
    indicator = _indicator(reading)
    sent = request.POST if request.method == "POST" else None
    said = {name: getattr(reading, name) for name in readings.SAID}
    said |= {
        "value": written(reading.value),
        "indicator": str(reading.indicator_key),
        "seen": editing.version_of(reading),
    }
    form = ReadingForm(sent, indicators=[indicator], initial=said)
    if sent is not None and form.is_valid() and _is_corrected(request, reading, form):
        messages.success(request, _("The value is corrected."))
        return see_other(_list_path(reading))
    context = {
        "reading": reading,
        "indicator": indicator,
        "form": form,
        "history": [
            (one, written(one.value))
            for one in reading.history.select_related("history_user").order_by("-history_id")
        ],
        "list_path": _list_path(reading),
    }
    return render(request, "strategy/measures/reading_change.html", context)


@for_staff(rights.DESK)
@require_POST
def reading_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a value that should not have been recorded."""
    reading = _reading(request, pk)
    try:
        readings.withdraw(reading, number_in(request.POST.get("seen", "")), request.user)
    except (ReadingRefused, Outdated) as refusal:
        messages.error(request, str(refusal))
        return see_other(reverse("strategy:reading_change", args=[pk]))
    messages.success(request, _("The value is taken back."))
    return see_other(_list_path(reading))


def _reading(request: HttpRequest, pk: int) -> Reading:
    reading = get_object_or_404(Reading.objects.select_related("plan"), pk=pk)
    if not rights.may_correct(request.user, reading.plan_id, reading.item_key):
        raise PermissionDenied
    return reading


def _indicator(reading: Reading) -> Indicator:
    """The indicator as the newest edition has it."""
    found = Indicator.objects.filter(key=reading.indicator_key, item__edition__plan=reading.plan_id)
    newest = found.select_related("item").order_by("-item__edition__number").first()
    return newest or Indicator(key=reading.indicator_key, name=_("Indicator"))


def _rows(
    state: MeasureState, indicators: list[Indicator]
) -> list[tuple[Indicator, list[measured.Value], bool]]:
    """The indicators, each with its newest values and whether there are more. One query."""
    found: dict[UUID, list[measured.Value]] = {}
    of_measure = Reading.objects.filter(plan=state.plan_id, item_key=state.item_key)
    columns = measured.Value._fields
    for key, *value in of_measure.order_by("-day").values_list("indicator_key", *columns):
        found.setdefault(key, []).append(measured.Value(*value))
    rows = ((one, found.get(one.key, [])) for one in indicators)
    return [(one, values[:NEWEST], len(values) > NEWEST) for one, values in rows]


def _withdrawn(state: MeasureState) -> list[tuple[Any, str]]:
    """The last records of the measure's values that were taken back, whose words can be hidden."""
    gone = Reading.history.filter(
        plan=state.plan_id, item_key=state.item_key, history_type="-"
    ).order_by("-history_id")
    return [(one, written(one.value)) for one in gone]


def _is_recorded(request: HttpRequest, form: ReadingForm) -> bool:
    """Record the value; a refusal is shown on the form."""
    try:
        readings.record(form.measured(), by=request.user)
    except ReadingRefused as refusal:
        form.add_error("day", str(refusal))
        return False
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _is_corrected(request: HttpRequest, reading: Reading, form: ReadingForm) -> bool:
    try:
        readings.correct(reading, form.cleaned_data["seen"], request.user, **form.said())
    except Outdated as outdated:
        now = written(getattr(outdated.current, "value"))  # noqa: B009 - of any model
        told = _("%(reason)s Now it says %(value)s. Save again to put yours in its place.")
        form.add_error(None, told % {"reason": outdated, "value": now})
        form.on_top_of(editing.version_of(outdated.current))
        return False
    except ValidationError as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _list_path(reading: Reading) -> str:
    return reverse("strategy:reading_list", args=[reading.item_key])
