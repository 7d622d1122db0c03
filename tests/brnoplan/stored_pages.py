"""A portal of a few pages that count how often they are made, some of which may be stored."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from brnoplan import pagestore
from brnoplan import urls as portal
from strategy.models import Plan

made: list[str] = []
padding: dict[str, str] = {}
BOOK = b"PK" + b"a" * 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def storable(request: HttpRequest) -> HttpResponse:
    made.append(request.path)
    response = HttpResponse(f"<p>Připomínky: {len(made)}</p>{''.join(padding.values())}")
    response.page_store_plan = Plan.objects.get().pk
    return response


def of_all_plans(request: HttpRequest) -> HttpResponse:
    response = storable(request)
    response.page_store_plan = pagestore.WHOLE_PORTAL
    return response


def unmarked(request: HttpRequest) -> HttpResponse:
    made.append(request.path)
    return HttpResponse("jen pro vás")


def book(request: HttpRequest) -> HttpResponse:
    made.append(request.path)
    response = HttpResponse(BOOK, content_type=XLSX)
    response.page_store_plan = Plan.objects.get().pk
    return response


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = storable(request)
    response.set_cookie("kdo", "já")
    return response


def missing(request: HttpRequest) -> HttpResponse:
    response = storable(request)
    response.status_code = 404
    return response


urlpatterns = [
    path("plan/", storable),
    path("domu/", of_all_plans),
    path("jine/", unmarked),
    path("kniha/", book),
    path("susenka/", with_cookie),
    path("chybi/", missing),
    *portal.urlpatterns,  # the addresses that error pages lead to
]
