"""The page that answers what is to be done this week, and the one on which a task is closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kpss.coordination.forms import ClosingForm
from kpss.coordination.week import week
from kpss.minutes import tasks
from kpss.minutes.tasks import TaskRefused
from strategy.editing import Outdated, version_of
from strategy.redirecting import see_other
from strategy.staff import for_staff


@for_staff("kpss.change_meeting")
@require_safe
def coordination(request: HttpRequest) -> HttpResponse:
    """What this week asks of the coordinator."""
    return render(request, "kpss/coordination/week.html", {"week": week(request.user)})


@for_staff("kpss.change_task")
@require_http_methods(["GET", "HEAD", "POST"])
def task_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when and how a task ended, between two meetings."""
    task = get_object_or_404(tasks.open_ones(), pk=pk)
    form = ClosingForm(request.POST or None, initial={"version": version_of(task)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            tasks.close(task, given["version"], given["on"], given["result"], request.user)
        except (TaskRefused, Outdated) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The task is closed."))
            return see_other(reverse("kpss:coordination"))
    context = {"task": task, "who": tasks.who(task), "form": form}
    return render(request, "kpss/coordination/task_close.html", context)
