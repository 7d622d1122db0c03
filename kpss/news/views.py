"""News of community planning, for everyone: the list and the page of one piece."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kpss import plans
from kpss.models import Body, News
from kpss.news.asking import asked_body
from kpss.paging import Listed
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """All news, or those of the group that `?skupina=` names; the newest first."""
    chosen = asked_body(request)
    bodies = Body.objects.filter(news__published_at__isnull=False).distinct()
    news = News.objects.published().select_related("body").order_by("-published_at", "-pk")
    if chosen is not None:
        news = news.filter(body=chosen)
    listed = Listed(request, news, {"skupina": chosen.slug} if chosen else {})
    context = {"bodies": bodies, "chosen": chosen, "listed": listed}
    return storable(render(request, "kpss/news/news_list.html", context), WHOLE_PORTAL)


@require_safe
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news. What is being written, or was taken back, is not there."""
    piece = get_object_or_404(News.objects.published().select_related("body"), slug=slug)
    of_it = plans.public(piece.plans.values("pk"))
    context = {"piece": piece, "plans": list(of_it.values())}
    return storable(render(request, "kpss/news/news_detail.html", context), WHOLE_PORTAL)
