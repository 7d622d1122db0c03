"""The page of a plan’s draft as the rules see it, for who writes the plan."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from strategy.linting.checking import look
from strategy.linting.rules import RULES
from strategy.models import Edition
from strategy.staff import for_staff

ON_PAGE = 50


@for_staff("strategy.change_item")
def plan_hints(request: HttpRequest, slug: str) -> HttpResponse:
    """The score with what it is made of, and the measures that a rule, or any, has a word for."""
    rule = request.GET.get("pravidlo", "")
    if rule and rule not in {one.name for one in RULES}:
        raise Http404
    drafts = Edition.objects.select_related("plan")
    draft = get_object_or_404(drafts, plan__slug=slug, state=Edition.State.DRAFT)
    found = look(draft)
    context = {
        "edition": draft,
        "look": found,
        "rule": rule,
        "page": Paginator(found.failing(rule), ON_PAGE).get_page(request.GET.get("strana")),
    }
    return render(request, "strategy/linting/plan_hints.html", context)
