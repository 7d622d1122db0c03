from django.contrib import admin
from django.urls import include, path

from brnoplan import pages
from brnoplan.health import health

urlpatterns = [
    path("zdravi/", health, name="health"),
    path("admin/", admin.site.urls),
    path("o-portalu/", pages.about, name="about"),
    path("o-portalu/cookies/", pages.cookies, name="cookies"),
    path("pristupnost/", pages.accessibility, name="accessibility"),
    path("favicon.ico", pages.icon),
    path("robots.txt", pages.robots),
    path("", include("comments.urls")),
    path("", include("strategy.urls")),
]

handler400 = pages.bad_request
handler403 = pages.permission_denied
handler404 = pages.not_found
handler500 = pages.server_error
