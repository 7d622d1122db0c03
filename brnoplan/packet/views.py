"""The council's packet for staff: what it lacks, its making, its file. Never public, never kept."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brnoplan.packet import making
from brnoplan.packet.document import file_name
from brnoplan.packet.gate import lacks, warnings, within_reach
from comments.tables.document import Orientation
from strategy import jobs
from strategy.models import Edition, Job
from strategy.pdf.document import edition_name

View = Callable[..., HttpResponseBase]


class OrderForm(forms.Form):
    orientation = forms.ChoiceField(
        label=_("Settlement table"),
        choices=Orientation.choices,
        initial=Orientation.PORTRAIT,
        widget=forms.RadioSelect,
    )


class Order(NamedTuple):
    """A packet that was ordered. `size` is in bytes, None where there is no file (any more)."""

    job: Job
    orientation: str
    ahead: int
    size: int | None
    is_outdated: bool


def for_exporters(view: View) -> View:
    """To the sign-in for who is not signed in, before anything is told; 403 without the right."""
    allowed = permission_required("strategy.export_packet", raise_exception=True)(view)
    return never_cache(login_required(allowed, login_url="admin:login"))


@for_exporters
@require_http_methods(["GET", "HEAD", "POST"])
def packet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the packet lacks, the form that orders it, and what has been ordered."""
    edition = _edition(slug, number)
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        jobs.order(Job.Kind.PACKET, edition, form.cleaned_data["orientation"])
        return HttpResponseRedirect(request.path)
    orders = _orders(edition)
    context = {
        "edition": edition,
        "edition_name": edition_name(edition),
        "lacks": within_reach(lacks(edition), request.user),
        "warnings": warnings(edition),
        "form": form,
        "orders": orders,
    }
    response = render(request, "packet/packet.html", context)
    if any(order.job.is_under_way for order in orders):
        response.headers["Refresh"] = str(jobs.REFRESH_SECONDS)
    return response


@for_exporters
@require_safe
def packet_file(request: HttpRequest, slug: str, number: int, job_id: int) -> HttpResponseBase:
    """A finished packet as a file."""
    edition = _edition(slug, number)
    done = Job.objects.filter(kind=Job.Kind.PACKET, edition=edition, state=Job.State.DONE)
    try:
        file = get_object_or_404(done, pk=job_id).file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=file_name(edition))


def _edition(slug: str, number: int) -> Edition:
    editions = Edition.objects.select_related("plan")
    return get_object_or_404(editions, plan__slug=slug, number=number)


def _orders(edition: Edition) -> list[Order]:
    """The newest first; of each orientation the one under way and the last that ended."""
    found = Job.objects.filter(kind=Job.Kind.PACKET, edition=edition).order_by("-pk")
    changed, unrecorded = making.last_change(edition), making.unrecorded(edition)
    return [_order(job, changed, unrecorded) for job in found]


def _order(job: Job, changed: datetime | None, unrecorded: str) -> Order:
    is_older = bool(changed and job.started_at and job.started_at < changed)
    return Order(
        job=job,
        orientation=str(Orientation(job.variant).label),
        ahead=jobs.ahead(job) if job.is_under_way else 0,
        size=_size(job),
        is_outdated=is_older or job.result != unrecorded,
    )


def _size(job: Job) -> int | None:
    try:
        return job.file.size if job.state == Job.State.DONE else None
    except (FileNotFoundError, ValueError):
        return None
