"""The portal and its floor in one server: a constant page without any middleware.

The floor stands under /podlaha/<size>/, the same page behind all of the portal's middleware under
/vrstvy/<size>/; everything else is the portal as it is, but that SQLite does not wait for the disk:
the floor writes nothing, and how fast a disk is says nothing of the portal. The PostgreSQL that
`./run bench` starts does not wait for it either.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from benchmarks import ground
from brnoplan.urls import urlpatterns as portal_patterns
from brnoplan.wsgi import application as portal

PAGES: dict[int, bytes] = {}


def constant(request: HttpRequest, size: int) -> HttpResponse:
    content = PAGES.setdefault(size, b"x" * size)
    return HttpResponse(content, headers={"Content-Length": str(size)})


urlpatterns = [
    path("podlaha/<int:size>/", constant),
    path("vrstvy/<int:size>/", constant),
    # Not included, for the patterns of languages stand at the root only.
    *portal_patterns,
]
settings.ROOT_URLCONF = __name__
if connection.vendor == "sqlite":
    settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

ground.settle()
with override_settings(MIDDLEWARE=[]):
    floor = WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    handler = floor if environ["PATH_INFO"].startswith("/podlaha/") else portal
    return handler(environ, start_response)
