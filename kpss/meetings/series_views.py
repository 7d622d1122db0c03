"""The coordinator's pages of meetings that come back."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kpss.meetings import series
from kpss.meetings.forms import SeriesForm
from kpss.meetings.holidays import holiday
from kpss.models import Series
from strategy.redirecting import see_other
from strategy.staff import for_staff


@for_staff("kpss.add_series")
@require_http_methods(["GET", "HEAD", "POST"])
def series_plan(request: HttpRequest) -> HttpResponse:
    """Plan a series: first its days are shown, with holidays, then its meetings are announced."""
    form = SeriesForm(request.POST or None, initial={"body": request.GET.get("skupina")})
    planned: list[tuple[date, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("deed") == "plan":
                return _planned(request, form)
            planned = _days(form.instance)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "planned": planned}
    return render(request, "kpss/meetings/series_plan.html", context)


@for_staff("kpss.change_series")
@require_http_methods(["GET", "HEAD", "POST"])
def series_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce the meetings of the coming year that are not planned yet.

    Who comes back to the address reads of all series.
    """
    if request.method != "POST":
        return see_other(reverse("kpss:meeting_staff_list"))
    found = get_object_or_404(Series.objects.select_related("body"), pk=pk)
    try:
        _say_planned(request, len(series.extend(found, request.user)))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return see_other(reverse("kpss:meeting_staff_list"))


def _days(found: Series) -> list[tuple[date, str]]:
    """Each day with the holiday that it is, if any. Raises ValidationError where there is none."""
    days = series.to_plan(found)
    if not days:
        raise ValidationError({"until": _("No day of this series is still to come.")})
    series.refuse_clock(found, days)
    return [(day, holiday(day)) for day in days]


def _planned(request: HttpRequest, form: SeriesForm) -> HttpResponse:
    values = {name: form.cleaned_data[name] for name in form.wording}
    _series, meetings = series.plan_series(form.cleaned_data["body"], request.user, **values)
    _say_planned(request, len(meetings))
    return see_other(reverse("kpss:meeting_staff_list"))


def _say_planned(request: HttpRequest, number: int) -> None:
    said = ngettext("%(count)d meeting is announced.", "%(count)d meetings are announced.", number)
    messages.success(request, said % {"count": number})
