"""The desk: what waits for whom, and what is done with several points at once."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments import settlement
from comments.models import Point, Settlement
from comments.settlement import SettlementRefused
from comments.settling import assigning, grouping, queues
from comments.settling.forms import AssignForm
from comments.settling.queues import Queue
from strategy.form_fields import number_in
from strategy.staff import for_staff, tell_refused

# Marks by the keys of the points that were ticked.
Ticked = dict[int, str]


@for_staff("comments.change_settlement")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """A queue of points, by deadline."""
    counts = queues.counts(request.user)
    queue = queue_of(request.GET.get("fronta", ""), counts)
    number = _page_of(request.GET.get("strana", ""))
    rows, has_next = queues.page(request.user, queue, number)
    context = {
        "queues": [(it.value, it.label, counts[it.value]) for it in Queue],
        "queue": Queue(queue),
        "count": counts[queue],
        "rows": rows,
        "number": number,
        "has_next": has_next,
        "assign_form": AssignForm(),
    }
    return render(request, "comments/desk.html", context)


@for_staff("comments.change_settlement")
@require_POST
def desk_many(request: HttpRequest) -> HttpResponse:
    """Do with the ticked points what the pressed button says."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404(_("There is no such deed."))
    permission, do = deed
    if not request.user.has_perm(permission):
        raise PermissionDenied
    try:
        messages.success(request, do(request, _ticked(request)))
    except SettlementRefused as refusal:
        tell_refused(request, str(refusal))
    return back_to_desk(request.POST.get("fronta", ""))


def queue_of(given: str, counts: dict[str, int] | None = None) -> str:
    """The queue that an address names; else one's own, or all where one has none."""
    if given in Queue.values:
        return given
    return Queue.ALL if counts is not None and not counts[Queue.MINE] else Queue.MINE


def back_to_desk(queue: str) -> HttpResponseRedirect:
    query = f"?{urlencode({'fronta': queue})}" if queue in Queue.values else ""
    return HttpResponseRedirect(reverse("comments:desk") + query)


def name_of(request: HttpRequest) -> str:
    """The name under which who is logged in answers."""
    return request.user.get_full_name()  # type: ignore[union-attr]  # staff only


def _assign(request: HttpRequest, ticked: Ticked) -> str:
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise SettlementRefused(_("Choose who is to settle them, and a day by when."))
    given = form.cleaned_data
    points = _points(request, ticked)
    assigning.assign(points, given["assigned_to"], given["due_on"], by=request.user)
    number = len(points)
    return ngettext("%(count)d point assigned.", "%(count)d points assigned.", number) % {
        "count": number
    }


def _together(request: HttpRequest, ticked: Ticked) -> str:
    points = _points(request, ticked)
    leader = grouping.leader_of(points)
    grouping.settle_together(leader, points)
    return _("They get the answer to no. %(label)s.") % {"label": settlement.label(leader)}


def _check(request: HttpRequest, ticked: Ticked) -> str:
    """Check each as it was seen; what cannot be checked is told and left."""
    checked = 0
    for answer in _answers(request, ticked):
        try:
            settlement.check(answer, by=request.user, seen=ticked[answer.point_id])
        except SettlementRefused as refusal:
            label = settlement.label(answer.point)
            messages.error(request, _("No. %(label)s") % {"label": label} + f": {refusal}")
        else:
            checked += 1
    return ngettext("%(count)d answer checked.", "%(count)d answers checked.", checked) % {
        "count": checked
    }


def _publish(request: HttpRequest, ticked: Ticked) -> str:
    answers = _answers(request, ticked)
    seen = {answer.pk: ticked[answer.point_id] for answer in answers}
    shown = settlement.publish(answers, name_of(request), seen)
    return ngettext("%(count)d answer published.", "%(count)d answers published.", len(shown)) % {
        "count": len(shown)
    }


Deed = Callable[[HttpRequest, Ticked], str]
# By the name of its button: the right that it needs, and the deed itself, which says what it did.
DEEDS: dict[str, tuple[str, Deed]] = {
    "assign": ("comments.change_handling", _assign),
    "together": ("comments.change_settlement", _together),
    "check": ("comments.publish_settlement", _check),
    "publish": ("comments.publish_settlement", _publish),
}


def _ticked(request: HttpRequest) -> Ticked:
    pairs = (given.partition(":") for given in request.POST.getlist("point"))
    keyed = ((number_in(key), mark) for key, _colon, mark in pairs)
    return {key: mark for key, mark in keyed if key}


def _points(request: HttpRequest, ticked: Ticked) -> list[Point]:
    found = list(queues.for_user(request.user).on_desk().filter(pk__in=ticked))
    if not found:
        raise SettlementRefused(_("Tick the points that it is to be done with."))
    if len(found) < len(ticked):
        raise SettlementRefused(_("Some of them are no longer on the desk. Tick them once more."))
    return found


def _answers(request: HttpRequest, ticked: Ticked) -> list[Settlement]:
    """The answers in work to the ticked points; a point that follows another needs none."""
    points = _points(request, ticked)
    in_work = Settlement.objects.in_work().filter(point__in=points)
    found = list(in_work.select_related("point__comment"))
    answered = {answer.point_id for answer in found}
    waiting = [it for it in points if it.pk not in answered and it.together_with_id not in answered]
    if waiting:
        labels = ", ".join(settlement.label(point) for point in waiting)
        raise SettlementRefused(_("No answer is drafted for no. %(labels)s.") % {"labels": labels})
    return found


def _page_of(given: str) -> int:
    return int(given) if re.fullmatch(r"[1-9][0-9]{0,5}", given) else 1
