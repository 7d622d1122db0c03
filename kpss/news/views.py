"""News of community planning, for everyone: the list and the page of one piece."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kpss.models import News
from strategy.pages import WHOLE_PORTAL, storable


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    news = News.objects.published()
    return storable(render(request, "kpss/news/news_list.html", {"news": news}), WHOLE_PORTAL)


@require_safe
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    piece = get_object_or_404(News.objects.published(), slug=slug)
    return storable(render(request, "kpss/news/news_detail.html", {"piece": piece}), WHOLE_PORTAL)
