"""What is done with minutes once they are written, and how the public will read them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kpss.minutes import course, deadline, personal, showing
from kpss.minutes.content import content_of
from kpss.minutes.course import MinutesRefused
from kpss.minutes.forms import ApproveForm, DecideForm, HideForm, SendForm
from kpss.minutes.personal import Suspect
from kpss.models import Minutes, Objection
from strategy.staff import for_staff


@for_staff("kpss.view_minutes")
@require_safe
def minutes_course(request: HttpRequest, pk: int) -> HttpResponse:
    """How the minutes stand, what they say, and what can be done with them next."""
    return _page(request, found_minutes(pk))


@for_staff("kpss.change_minutes")
@require_POST
def minutes_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Take the next step with minutes; a refusal stands on the page with all that was typed."""
    minutes, do = found_minutes(pk), DEEDS.get(deed)
    if do is None:
        raise Http404
    try:
        told = do(request, minutes)
    except MinutesRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, found_minutes(pk), typed=deed)
    messages.success(request, told)
    return redirect("kpss:minutes_course", pk)


@for_staff("kpss.view_minutes")
@require_safe
def minutes_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As the public will read them."""
    minutes = found_minutes(pk)
    meeting = showing.public_meeting(minutes.meeting)
    context = {"minutes": minutes, "meeting": meeting, "content": showing.public(minutes)}
    return render(request, "kpss/minutes/minutes_preview.html", context)


@for_staff("kpss.change_minutes")
@require_POST
def objection_decide(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """Accept an objection or not, with an answer."""
    found = get_object_or_404(Objection, pk=objection, minutes__meeting=pk)
    form = DecideForm(request.POST, prefix=f"namitka-{found.pk}")
    try:
        course.decide(found, form.data.get(form.add_prefix("state"), ""), _cleaned(form)["answer"])
    except MinutesRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, found_minutes(pk), typed=f"namitka-{found.pk}")
    messages.success(request, _("The objection is decided; its author gets the answer."))
    return redirect("kpss:minutes_course", pk)


def found_minutes(pk: int) -> Minutes:
    found = Minutes.objects.select_related("meeting__body", "approved_at")
    return get_object_or_404(found, meeting=pk)


def _page(request: HttpRequest, minutes: Minutes, typed: str = "") -> HttpResponse:
    """The page; the form of the deed that was refused keeps what was typed."""
    content = content_of(minutes)
    seen = course.mark(content)

    def given(deed: str) -> dict[str, Any]:
        return {"data": request.POST} if typed == deed else {}

    suspects = personal.suspects(minutes)
    hidden = [suspect.passage for suspect in suspects if suspect.is_hidden]
    sees_persons = request.user.has_perm("kpss.view_person")
    until = deadline.proposed(minutes)
    objections = minutes.objections.select_related("membership__person", "membership__organisation")
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "content": showing.named(content) if sees_persons else showing.public(minutes),
        "objections": [
            (one, DecideForm(prefix=f"namitka-{one.pk}", **given(f"namitka-{one.pk}")))
            for one in objections.order_by("pk")
        ],
        "is_sent_as_it_is": course.is_kept(minutes, content),
        "send_form": SendForm(
            **given("odeslat"),
            initial={"until": until, "seen": seen},
            auto_id="odeslat_%s",
        ),
        "missed": deadline.missed(minutes, minutes.objections_until or until),
        "approve_form": ApproveForm(
            **given("schvalit"),
            auto_id="schvalit_%s",
            meetings=course.later_meetings(minutes),
            initial={"seen": seen},
        ),
        "hide_form": HideForm(**given("skryt"), initial={"passages": _hidden(minutes, suspects)}),
        "suspects": suspects,
        "ticked": request.POST.getlist("suspect") if typed == "skryt" else hidden,
        "unjudged": [suspect for suspect in suspects if suspect.is_public],
        "fine": request.POST.getlist("fine"),
    }
    return render(request, "kpss/minutes/minutes_course.html", context)


def _hidden(minutes: Minutes, suspects: list[Suspect]) -> str:
    """What is hidden already and has no box of its own, one passage a line."""
    ticked = {suspect.passage.casefold() for suspect in suspects}
    texts = minutes.hidden.order_by("pk").values_list("text", flat=True)
    return "\n".join(text for text in texts if text.casefold() not in ticked)


def _cleaned(form: Any) -> dict[str, Any]:
    """What was sent, or the form's own first refusal."""
    if not form.is_valid():
        raise MinutesRefused(next(iter(form.errors.values()))[0])
    given: dict[str, Any] = form.cleaned_data
    return given


def _send(request: HttpRequest, minutes: Minutes) -> str:
    given = _cleaned(SendForm(request.POST))
    if given["until"] is None:
        raise MinutesRefused(_("Say until which day members may object."))
    sent = course.send(minutes, given["until"], request.user, seen=given["seen"] or None)
    if personal.unjudged(minutes):
        told = _("Members read now what looks personal; it is listed below.")
        messages.warning(request, told)
    if missed := deadline.missed(minutes, given["until"]):
        messages.warning(request, _told_missed(missed.day))
    said = ngettext("%(count)d letter goes out.", "%(count)d letters go out.", sent)
    return said % {"count": sent}


def _told_missed(day: date) -> str:
    told = _("The next meeting, on %(day)s, cannot approve the minutes: members may object longer.")
    return told % {"day": date_format(day, "DATE_FORMAT")}


def _approve(request: HttpRequest, minutes: Minutes) -> str:
    form = ApproveForm(request.POST, meetings=course.later_meetings(minutes))
    given = _cleaned(form)
    course.approve(
        minutes, at=given["at"], on=given["on"], by=request.user, seen=given["seen"] or None
    )
    return _("The minutes are approved; their wording is closed.")


def _hide(request: HttpRequest, minutes: Minutes) -> str:
    given = _cleaned(HideForm(request.POST))
    ticked = request.POST.getlist("suspect")
    wanted = [*given["passages"].splitlines(), *ticked]
    revealed = course.hide(minutes, wanted, request.user, reveal=given["reveal"])
    if revealed:
        return _("Saved. Hidden no more: %(passages)s.") % {"passages": ", ".join(revealed)}
    return _("Saved. The public reads [údaj skryt] in place of these passages.")


def _publish(request: HttpRequest, minutes: Minutes) -> str:
    course.publish(minutes, request.user, fine=request.POST.getlist("fine"))
    return _("The minutes are published.")


# By the last part of their addresses.
DEEDS: dict[str, Callable[[HttpRequest, Minutes], str]] = {
    "odeslat": _send,
    "schvalit": _approve,
    "skryt": _hide,
    "zverejnit": _publish,
}
