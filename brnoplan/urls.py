from django.contrib import admin
from django.urls import include, path

from brnoplan.health import health

urlpatterns = [
    path("zdravi/", health, name="health"),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("strategy.urls")),
]
