"""One point on the desk: what was said, the text that it speaks of, and the answer to it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from comments import settlement
from comments.models import AnswerTemplate, Point, Settlement
from comments.settlement import AnsweredMeanwhile, SettlementRefused
from comments.settling import assigning, queues, standing
from comments.settling.assigning import NotedMeanwhile
from comments.settling.forms import AnswerForm, AssignForm, changed_items
from comments.settling.queues import Queue
from comments.settling.standing import Redline
from comments.settling.views import back_to_desk
from strategy.form_fields import number_in
from strategy.staff import for_staff

# Fields that stay as typed when something is put into the answer.
TYPED = ("outcome", "changed_item", "reasoning", "note", "template", "seen", "note_seen")


@for_staff("comments.change_settlement")
def desk_point(request: HttpRequest, point_id: int) -> HttpResponse:
    """Read a point and draft the answer to it."""
    point = found_point(request, point_id)
    redline = standing.redline(point)
    if request.method != "POST":
        return page(request, point, redline, _form(point, redline, initial=_standing(point)))
    if filled := _filled(request, point):
        return page(request, point, redline, _form(point, redline, initial=filled))
    form = _form(point, redline, data=request.POST)
    if not form.is_valid():
        return page(request, point, redline, form)
    following = queues.following(request.user, queue_in(request), point)
    try:
        _save(request, point, form.cleaned_data)
    except AnsweredMeanwhile as refusal:
        return _conflict(request, point, redline, {"answer_now": refusal.current})
    except NotedMeanwhile as refusal:
        return _conflict(request, point, redline, {"note_now": refusal.current, "is_noted": True})
    except SettlementRefused as refusal:
        form.add_error(None, str(refusal))
        return page(request, point, redline, form)
    messages.success(request, _("No. %(label)s saved.") % {"label": settlement.label(point)})
    if "next" not in request.POST:
        return back_to_point(request, point.pk)
    return back_to_point(request, following) if following else back_to_desk(queue_in(request))


def page(
    request: HttpRequest, point: Point, redline: Redline, form: AnswerForm, **more: Any
) -> HttpResponse:
    """The page of a point with a form for its answer."""
    handling = getattr(point, "handling", None)
    answer, queue = settlement.in_work(point), queue_in(request)
    assigned = {"assigned_to": handling.assigned_to, "due_on": handling.due_on} if handling else {}
    inserted = number_in(str(form["template"].value() or ""))
    template = AnswerTemplate.objects.filter(pk=inserted).first()
    context = {
        "point": point,
        "label": settlement.label(point),
        "comment": standing.whole(point.comment),
        "others": standing.others(point),
        "redline": redline,
        "form": form,
        "assign_form": AssignForm(initial=assigned),
        "answer": answer,
        "seen": settlement.mark(point, answer),
        "names_author": standing.names_author(point, str(form["reasoning"].value() or "")),
        "published": Settlement.objects.published().filter(point=point).first(),
        "leader": settlement.label(point.together_with) if point.together_with else "",
        "followers": standing.followers(point),
        "suggestions": standing.suggestions(point, queues.for_user(request.user)),
        "steps": standing.steps(point),
        "assignments": standing.assignments(point),
        "deadlines": standing.deadlines(point),
        "template": template,
        "uses": standing.uses(template) if template else [],
        "queue": queue,
        "waiting_version": point.comment.is_amended,
    }
    return render(request, "comments/desk_point.html", context | more)


def found_point(request: HttpRequest, point_id: int) -> Point:
    """A point that may be looked at, with all its page reads; 404 for any other."""
    point = standing.point_of(queues.for_user(request.user), point_id)
    if point is None:
        raise Http404(_("There is no such point on your desk."))
    return point


def queue_in(request: HttpRequest) -> str:
    """The queue that the reader goes through."""
    given = request.POST.get("fronta") or request.GET.get("fronta", "")
    return given if given in Queue.values else Queue.ALL


def back_to_point(request: HttpRequest, point_id: int) -> HttpResponseRedirect:
    address = reverse("comments:desk_point", args=[point_id])
    return HttpResponseRedirect(f"{address}?{urlencode({'fronta': queue_in(request)})}")


def _form(point: Point, redline: Redline, **given: Any) -> AnswerForm:
    current = settlement.in_work(point)
    items = changed_items(redline.draft, set(redline.changes), point, current)
    return AnswerForm(items=items, templates=standing.templates(), **given)


def _standing(point: Point) -> dict[str, Any]:
    """What the form begins with: the answer in work, the note, and their marks."""
    answer = settlement.in_work(point)
    note = point.handling.note if hasattr(point, "handling") else ""
    return {
        "outcome": answer.outcome if answer else "",
        "changed_item": answer.changed_item_id if answer else None,
        "reasoning": answer.reasoning if answer else "",
        "template": answer.template_id if answer else None,
        "note": note,
        "seen": settlement.mark(point, answer),
        "note_seen": assigning.mark(note),
    }


@transaction.atomic
def _save(request: HttpRequest, point: Point, given: dict[str, Any]) -> None:
    """Draft the answer, where one was begun, and keep the note: both or neither."""
    if given["reasoning"]:
        settlement.draft(
            point,
            outcome=given["outcome"],
            reasoning=given["reasoning"],
            changed_item=given["changed_item"],
            template=given["template"],
            by=request.user,
            seen=given["seen"],
        )
    assigning.keep_note(point, given["note"], by=request.user, seen=given["note_seen"])


def _filled(request: HttpRequest, point: Point) -> dict[str, Any] | None:
    """All that was typed with a template or another answer put in, where a button asked so."""
    typed = {name: request.POST.get(name, "") for name in TYPED}
    if "insert" in request.POST:
        chosen = number_in(request.POST.get("chosen_template", ""))
        return _put_in(typed, AnswerTemplate.objects.filter(pk=chosen).first())
    if same := number_in(request.POST.get("same", "")):
        return _put_in(typed, _answer_of(request, point, same))
    return None


def _answer_of(request: HttpRequest, point: Point, key: int) -> Settlement | None:
    """The answer to a similar point: published, or in work where it may be looked at."""
    answers = Settlement.objects.filter(point=key, point__comment__plan=point.comment.plan_id)
    seen = answers.in_work().filter(point__in=queues.for_user(request.user))
    return seen.first() or answers.published().first()


def _put_in(typed: dict[str, Any], words: AnswerTemplate | Settlement | None) -> dict[str, Any]:
    """What was typed, and after it the reasoning of a template or of another answer."""
    if words is None:
        return typed
    if isinstance(words, AnswerTemplate):
        text = words.text
        template: int | None = words.pk
    else:
        text, template = words.reasoning, words.template_id
    together = words.outcome == Settlement.Outcome.TOGETHER
    filled = {
        "outcome": typed["outcome"] or ("" if together else words.outcome),
        "reasoning": "\n\n".join(filter(None, [typed["reasoning"].strip(), text])),
        "template": template,
    }
    return typed | filled


def _conflict(
    request: HttpRequest, point: Point, redline: Redline, more: dict[str, Any]
) -> HttpResponse:
    """Both texts: what was typed, and what somebody has saved meanwhile, to be saved knowingly."""
    point = found_point(request, point.pk)
    now = _standing(point)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    marks = {"seen": now["seen"], "note_seen": now["note_seen"]}
    form = _form(point, redline, initial=typed | marks)
    return page(request, point, redline, form, is_conflict=True, **more)
