"""Whom plans concern, and in what: by situations in life, topics, target groups and bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kpss.concerns import reading
from kpss.meetings.lasting import until_one_is_over
from kpss.models import Concern, TargetGroup
from kpss.organisations import reading as organisations
from kpss.pages import until_midnight
from kpss.target_groups import reading as target_groups


@require_safe
def concern_list(request: HttpRequest) -> HttpResponse:
    """All ways to what concerns one."""
    concerns = list(Concern.objects.all())
    groups = TargetGroup.objects.prefetch_related("names")
    context = {
        "situations": [one for one in concerns if one.kind == Concern.Kind.SITUATION],
        "topics": [one for one in concerns if one.kind == Concern.Kind.TOPIC],
        "groups": target_groups.lines(groups, None),
        "leads": organisations.leads(),
    }
    return until_midnight(request, "kpss/concerns/concern_list.html", context)


@require_safe
def concern_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: what plans say of it, who plans it, when they meet, what can be said now."""
    concern = get_object_or_404(Concern, slug=slug)
    groups = concern.groups.prefetch_related("names")
    gathered = reading.gathered(concern, list(groups))
    until_one_is_over(request, gathered.meetings)
    context = {"concern": concern, "groups": groups, "gathered": gathered}
    return until_midnight(request, "kpss/concerns/concern_detail.html", context)
