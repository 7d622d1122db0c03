"""The coordinator renames a target group."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kpss.models import TargetGroup
from kpss.target_groups import naming, renaming
from kpss.target_groups.forms import RenameForm
from strategy import editing
from strategy.editing import Outdated
from strategy.staff import for_staff


@for_staff("kpss.change_targetgroup")
def target_group_rename(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(TargetGroup.objects.prefetch_related("names"), pk=pk)
    form = RenameForm(request.POST or None, initial={"version": editing.version_of(group)})
    if request.method == "POST" and form.is_valid() and _renamed(request, group, form):
        return HttpResponseRedirect(reverse("kpss:target_group_staff"))
    context = {"group": group, "name": naming.called(group), "form": form}
    return render(request, "kpss/target_group_rename.html", context)


@for_staff("kpss.view_targetgroup")
def target_group_staff(request: HttpRequest) -> HttpResponse:
    """All groups, each with the way to rename it."""
    groups = TargetGroup.objects.prefetch_related("names")
    return render(request, "kpss/target_group_staff.html", {"groups": groups})


def _renamed(request: HttpRequest, group: TargetGroup, form: RenameForm) -> bool:
    sent = form.cleaned_data
    try:
        new = renaming.rename(
            group, sent["name"], sent["version"], request.user, since=sent["since"]
        )
    except Outdated as refusal:
        current = editing.version_of(refusal.current)
        form.data = {**form.data.dict(), "version": current}  # type: ignore[attr-defined]
        form.add_error(
            None,
            _("Someone else has changed the group meanwhile. Look at its names and send it again."),
        )
        return False
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(
        request,
        _("The group is called %(name)s now. Its former address leads to it.") % {"name": new.name},
    )
    return True
