from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from brnoplan import comparing, pages, style
from brnoplan.health.views import health, numbers
from brnoplan.opendata.data_views import data
from brnoplan.packet import views as packet

# What machines read; it speaks no language but the portal's own.
machines = [
    path("zdravi/", health, name="health"),
    path("zdravi/metriky/", numbers, name="metrics"),
    path("favicon.ico", pages.icon),
    path("robots.txt", pages.robots),
    path("", include("brnoplan.opendata.urls")),
    path("", include("brnoplan.sharing.urls")),
    path("styl/sady.css", style.schemes_sheet, name="schemes_sheet"),
    path("styl/barva-<slug:digest>.css", style.accent_sheet, name="accent_sheet"),
]
# Pages; in another language than the portal's own they stand under its code.
readable: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    # Early, for many may send a comment at once.
    path("", include("comments.urls")),
    path("o-portalu/", pages.about, name="about"),
    path("o-portalu/cookies/", pages.cookies, name="cookies"),
    path("o-portalu/kontakt/", pages.contact, name="contact"),
    path("napoveda/", pages.help_index, name="help"),
    path("napoveda/pripominka/", pages.help_comment, name="help_comment"),
    path("napoveda/vznik-planu/", pages.help_plan, name="help_plan"),
    path("napoveda/sledovani/", pages.help_follow, name="help_follow"),
    path("napoveda/urad/", pages.help_office, name="help_office"),
    path("pristupnost/", pages.accessibility, name="accessibility"),
    path("styl/", style.style, name="style"),
    path("data/", data, name="data"),
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
    path("", include("kpss.urls")),
    path("", include("strategy.urls")),
]
urlpatterns = [*machines, *i18n_patterns(*readable, prefix_default_language=False)]

handler400 = pages.bad_request
handler403 = pages.permission_denied
handler404 = pages.not_found
handler500 = pages.server_error
