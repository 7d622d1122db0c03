"""Pages on which staff bring a plan in: choose a file, see what it says, mend it, write it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from strategy import jobs
from strategy.form_fields import number_in
from strategy.importing import imports, progress, showing
from strategy.importing.document import Node
from strategy.importing.forms import PARTS, UploadForm, correction_in, taking_in
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.imports import Understood
from strategy.importing.refusal import ImportRefused
from strategy.importing.verdicts import Kind
from strategy.models import Job, Organisation, PlanImport
from strategy.redirecting import see_other
from strategy.staff import for_staff, tell_refused

RIGHT = "strategy.add_planimport"
ON_PAGE = 100
NEWEST = 30
# Of those above an item, so many are offered for its parent.
OFFERED = 200
SHOWN = ("polozky", "radky", "nejiste", "vynechane", "zmeny")
# The field that one types into, by what is to be done with an item.
TYPED = {"code": "value", "text": "value", "entry": "text", "add_entry": "text", "split": "before"}
_KINDS = {"radky": "", "nejiste": Kind.UNSURE, "vynechane": Kind.LEFT_OUT}


@for_staff(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Choose a file; below it those that wait to be confirmed and that were written."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _begun(request, form.cleaned_data)
            return see_other(reverse("strategy:import_preview", args=[found.pk]))
        except ImportRefused as refusal:
            form.add_error("file", str(refusal))
    newest = PlanImport.objects.select_related("plan", "by").defer("read", "corrections")[:NEWEST]
    return render(request, "strategy/importing/list.html", {"form": form, "newest": newest})


def _begun(request: HttpRequest, given: dict[str, Any]) -> PlanImport:
    file = given["file"]
    new = {"slug": given["slug"], "title": given["title"]} if given["plan"] is None else {}
    return imports.begin(file.name, file.read(), request.user, plan=given["plan"], **new)


@for_staff(RIGHT)
@require_safe
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood of a file; while it is being written, how far that is."""
    found = _found(pk)
    job = imports.job_of(found)
    if found.written_at or (job and job.is_under_way):
        return _state(request, found, job)
    try:
        now = imports.understood(found)
    except ImportRefused as refusal:
        return render(request, "strategy/importing/refused.html", {"found": found, "why": refusal})
    return _preview(request, found, now, job)


def _preview(
    request: HttpRequest, found: PlanImport, now: Understood, job: Job | None
) -> HttpResponse:
    asked = request.GET.get("ukaz", SHOWN[0])
    if asked not in SHOWN:
        raise Http404
    difference = None if now.exact.faults else imports.difference(found, now)
    missing, doubtful = showing.missing(now)
    listed: list[Any] = now.document.nodes
    if asked in _KINDS:
        listed = showing.lines(now.document, _KINDS[asked])
    page = Paginator(listed, ON_PAGE).get_page(request.GET.get("strana"))
    context = {
        "found": found,
        "now": now,
        "asked": asked,
        "page": page,
        "items": showing.items(now, list(page)) if asked == "polozky" else [],
        "lines": showing.shown_lines(now, list(page)) if asked in _KINDS else [],
        "counts": showing.counts(now.document),
        "doubts": len(now.document.doubts),
        "said": showing.said(now),
        "kinds": showing.kinds(now.document),
        "difference": difference,
        "changes": showing.changes(difference) if difference and asked == "zmeny" else [],
        "missing": missing,
        "doubtful": doubtful,
        "organisation_kinds": Organisation.Kind.choices,
        "levels": _level_names(now),
        "lowest": levels[-1].name if (levels := now.document.levels()) else "",
        "refusal": job.result or job.error if job else "",
    }
    return render(request, "strategy/importing/preview.html", context)


def _state(request: HttpRequest, found: PlanImport, job: Job | None) -> HttpResponse:
    is_under_way = bool(job and job.is_under_way)
    context = {
        "found": found,
        "job": job,
        "is_under_way": is_under_way,
        "ahead": jobs.ahead(job) if job and is_under_way else 0,
        "percent": progress.told(job) if job else 0,
    }
    response = render(request, "strategy/importing/state.html", context)
    if is_under_way:
        response.headers["Refresh"] = str(jobs.REFRESH_SECONDS)
    return response


@for_staff(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def import_item(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Mend one item of a text: what it is, where it stands, what is said of it."""
    found = _found(pk)
    try:
        if request.method == "POST":
            imports.correct(found, _version(request), correction_in(request.POST, number))
            return _corrected(request, found, number)
        now = imports.understood(found)
    except ImportRefused as refusal:
        field = TYPED.get(request.POST.get("do", ""), "")
        tell_refused(request, str(refusal), request.POST.get(field, ""))
        return see_other(request.path if request.method == "POST" else _home(found))
    node = next((node for node, its in now.numbers.items() if its == number), None)
    if node is None or node not in now.document.nodes:
        raise Http404
    return render(request, "strategy/importing/item.html", _item(found, now, node, number))


def _item(found: PlanImport, now: Understood, node: Node, number: int) -> dict[str, Any]:
    nodes = now.document.nodes
    place = nodes.index(node)
    above = [one for one in nodes[:place] if one.level.rank < node.level.rank]
    return {
        "found": found,
        "node": node,
        "number": number,
        "levels": _level_names(now),
        "above": [(now.numbers[one], one) for one in reversed(above[-OFFERED:])],
        "parent": now.numbers[node.parent] if node.parent else None,
        "beside": [(now.numbers[one], one) for one in nodes[max(place - 3, 0) : place + 4]],
        "entries": list(enumerate(node.entries)),
        "parts": PARTS,
    }


def _corrected(request: HttpRequest, found: PlanImport, number: int) -> HttpResponse:
    messages.success(request, _("Corrected."))
    if request.POST["do"] in {"leave_out", "merge"}:
        return see_other(_home(found))
    return see_other(reverse("strategy:import_item", args=[found.pk, number]))


@for_staff(RIGHT)
@require_POST
def import_deed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line for an item, take a correction back, write it all, or forget the file."""
    found = _found(pk)
    try:
        return _done(request, found)
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
        return see_other(_home(found))


def _done(request: HttpRequest, found: PlanImport) -> HttpResponse:
    version = _version(request)
    if "take" in request.POST:
        imports.correct(found, version, taking_in(request.POST))
        messages.success(request, _("It is an item now. Look whether it stands where it should."))
    elif "take_back" in request.POST:
        imports.take_back(found, version)
        messages.success(request, _("The last correction is taken back."))
    elif "drop" in request.POST:
        imports.drop(found, version)
        messages.success(request, _("The file is forgotten; nothing was written of it."))
        return see_other(reverse("strategy:import_list"))
    elif "confirm" in request.POST:
        imports.confirm(found, version, _created(request))
    return see_other(_home(found))


def _created(request: HttpRequest) -> dict[str, str]:
    """Organisations that were ticked, each with the kind that was chosen for it."""
    pairs = zip(request.POST.getlist("name"), request.POST.getlist("kind"), strict=False)
    known = set(Organisation.Kind.values)
    return {name: kind for name, kind in pairs if name.strip() and kind in known}


def _level_names(now: Understood) -> list[str]:
    """Those of the document, then all that plans use."""
    own = [level.name for level in now.document.levels()]
    return list(dict.fromkeys([*own, *(word.name for word in BY_KEY.values())]))


def _found(pk: int) -> PlanImport:
    return get_object_or_404(PlanImport.objects.select_related("plan").defer("read"), pk=pk)


def _home(found: PlanImport) -> str:
    return reverse("strategy:import_preview", args=[found.pk])


def _version(request: HttpRequest) -> int:
    return number_in(request.POST.get("version", ""))
