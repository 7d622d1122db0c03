"""The projects that pay for planning, and what they are to bring."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpss import plans
from kpss.models import Involvement, Project
from kpss.projects import carrying
from strategy.pages import WHOLE_PORTAL, storable


def project_list(request: HttpRequest) -> HttpResponse:
    projects = Project.objects.prefetch_related(_involvements())
    response = render(request, "kpss/project_list.html", {"projects": projects})
    return storable(response, WHOLE_PORTAL)


def project_detail(request: HttpRequest, slug: str) -> HttpResponse:
    projects = Project.objects.select_related("follows").prefetch_related(_involvements())
    project = get_object_or_404(projects, slug=slug)
    context = {
        "project": project,
        "activities": project.activities.prefetch_related("points"),
        "carried": carrying.of_project(project),
        "plans": plans.public(project.plans.values("pk")).values(),
        "bodies": project.bodies.order_by("kind", "name"),
        "outputs": project.outputs.filter(is_public=True),
    }
    return storable(render(request, "kpss/project_detail.html", context), WHOLE_PORTAL)


def _involvements() -> Prefetch:
    return Prefetch("involvements", Involvement.objects.select_related("organisation"))
