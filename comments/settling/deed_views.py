"""What is done with one point beside its answer: each deed is a button on the point's page."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments import settlement
from comments.models import Point, Settlement
from comments.settlement import SettlementRefused
from comments.settling import assigning, grouping, queues, splitting
from comments.settling.forms import AssignForm
from comments.settling.point_views import back_to_point, found_point, queue_in
from comments.settling.views import name_of
from strategy.form_fields import number_in
from strategy.staff import for_staff, tell_refused

# A line of its own between two points that a part is split into.
BETWEEN = "---"


@for_staff("comments.change_settlement")
@require_POST
def desk_deed(request: HttpRequest, point_id: int, deed: str) -> HttpResponse:
    """Do something with a point, and go back to its page with what came of it."""
    found = DEEDS.get(deed)
    if found is None:
        raise Http404(_("There is no such deed."))
    permission, do = found
    if not request.user.has_perm(permission):
        raise PermissionDenied
    point = found_point(request, point_id)
    try:
        point, told = do(request, point)
        messages.success(request, told)
    except SettlementRefused as refusal:
        tell_refused(request, str(refusal), request.POST.get("reason", ""))
    return back_to_point(request, point.pk)


@for_staff("comments.change_settlement")
def desk_split(request: HttpRequest, point_id: int) -> HttpResponse:
    """Split a point: its words with a line between what is to be settled on its own."""
    point = found_point(request, point_id)
    words, refusal = request.POST.get("words", point.text), ""
    if request.method == "POST":
        try:
            made = splitting.split(point, _passages(words))
        except SettlementRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Split into %(count)d points.") % {"count": len(made)})
            return back_to_point(request, point.pk)
    context = {
        "point": point,
        "label": settlement.label(point),
        "words": words,
        "between": BETWEEN,
        "refusal": refusal,
        "queue": queue_in(request),
    }
    return render(request, "comments/desk_split.html", context)


def _passages(words: str) -> list[str]:
    passages = [""]
    for line in words.splitlines():
        if line.strip() == BETWEEN:
            passages.append("")
        else:
            passages[-1] += f"{line}\n"
    return passages


def _check(request: HttpRequest, point: Point) -> tuple[Point, str]:
    settlement.check(_answer(point), by=request.user, seen=request.POST.get("seen"))
    return point, _("The answer is checked; it can be published.")


def _publish(request: HttpRequest, point: Point) -> tuple[Point, str]:
    answer = _answer(point)
    seen = {answer.pk: request.POST["seen"]} if "seen" in request.POST else None
    settlement.publish([answer], name_of(request), seen)
    return point, _("The answer is published.")


def _discard(request: HttpRequest, point: Point) -> tuple[Point, str]:
    settlement.discard(_answer(point), by=request.user, seen=request.POST.get("seen"))
    return point, _("The draft is discarded.")


def _reopen(request: HttpRequest, point: Point) -> tuple[Point, str]:
    settlement.reopen(point, request.POST.get("reason", ""), by=request.user)
    return point, _("Reopened: the published answer stands until the new one is published.")


def _assign(request: HttpRequest, point: Point) -> tuple[Point, str]:
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise SettlementRefused(_("Choose who is to settle them, and a day by when."))
    given = form.cleaned_data
    assigning.assign([point], given["assigned_to"], given["due_on"], by=request.user)
    return point, _("Assigned.")


def _join(_request: HttpRequest, point: Point) -> tuple[Point, str]:
    return splitting.join(point), _("The part is one point again.")


def _together(request: HttpRequest, point: Point) -> tuple[Point, str]:
    keys = [point.pk, number_in(request.POST.get("with", ""))]
    points = list(queues.for_user(request.user).filter(pk__in=keys))
    leader = grouping.leader_of(points)
    grouping.settle_together(leader, points)
    return point, _("They get the answer to no. %(label)s.") % {"label": settlement.label(leader)}


def _apart(_request: HttpRequest, point: Point) -> tuple[Point, str]:
    return grouping.settle_apart(point), _("The point is settled on its own.")


def _answer(point: Point) -> Settlement:
    answer = settlement.in_work(point)
    if answer is None:
        raise SettlementRefused(_("There is no answer in work."))
    return answer


Deed = Callable[[HttpRequest, Point], tuple[Point, str]]
# By the last part of its address: the right that it needs, and the deed itself, which gives the
# point to go on with and says what it did.
DEEDS: dict[str, tuple[str, Deed]] = {
    "zkontrolovat": ("comments.publish_settlement", _check),
    "zverejnit": ("comments.publish_settlement", _publish),
    "zahodit": ("comments.change_settlement", _discard),
    "otevrit": ("comments.publish_settlement", _reopen),
    "pridelit": ("comments.change_handling", _assign),
    "spojit": ("comments.change_settlement", _join),
    "spolecne": ("comments.change_settlement", _together),
    "samostatne": ("comments.change_settlement", _apart),
}
