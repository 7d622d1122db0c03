from django.contrib import admin
from django.urls import include, path

from brnoplan import comparing, pages
from brnoplan.health import health
from brnoplan.packet import views as packet

urlpatterns = [
    path("zdravi/", health, name="health"),
    path("admin/", admin.site.urls),
    path("o-portalu/", pages.about, name="about"),
    path("o-portalu/cookies/", pages.cookies, name="cookies"),
    path("pristupnost/", pages.accessibility, name="accessibility"),
    path("favicon.ico", pages.icon),
    path("robots.txt", pages.robots),
    path("<slug:slug>/srovnani/", comparing.choose, name="comparison_choice"),
    path("<slug:slug>/srovnani/navrh/", comparing.draft_latest, name="comparison_draft_latest"),
    path(
        "<slug:slug>/srovnani/<int:older>/navrh/",
        comparing.comparison_draft,
        name="comparison_draft",
    ),
    path("<slug:slug>/srovnani/<int:older>/<int:newer>/", comparing.comparison, name="comparison"),
    path(
        "<slug:slug>/srovnani/<int:older>/<int:newer>/zmeny.json",
        comparing.comparison_json,
        name="comparison_json",
    ),
    path("<slug:slug>/edice/<int:number>/podklad/", packet.packet, name="packet"),
    path(
        "<slug:slug>/edice/<int:number>/podklad/<int:job_id>.pdf",
        packet.packet_file,
        name="packet_file",
    ),
    path("", include("comments.urls")),
    path("", include("kpss.urls")),
    path("", include("strategy.urls")),
]

handler400 = pages.bad_request
handler403 = pages.permission_denied
handler404 = pages.not_found
handler500 = pages.server_error
