"""How data are answered: to anyone from anywhere, known by a version, and with errors as data."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from brnoplan import pagestore
from strategy.days import next_midnight
from strategy.pages import WHOLE_PORTAL, storable, valid_until

View = Callable[..., HttpResponseBase]

METHODS = "GET, HEAD, OPTIONS"
# What other portals' pages may read, and send beside what every page may.
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# Raised with every change of what the same rows are given as.
FORM = 2


class AskedWrongly(Exception):
    """A parameter means nothing; the text says which and why."""


def open_data(view: View) -> View:
    """A view that gives data: open to all origins, without a cookie, with a version to ask by."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        response = _answered(view, request, *args, **given)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    return answered


def _answered(view: View, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT | {"Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        answer = problem(405, _("This interface only reads"), _("Ask it by GET or HEAD."))
        answer.headers["Allow"] = METHODS
        return answer
    etag = version(request)
    if known := get_conditional_response(request, etag=etag):
        return known
    try:
        response = view(request, *args, **given)
    except Http404 as missing:
        return problem(404, _("There is no such thing here"), str(missing))
    except AskedWrongly as wrong:
        return problem(400, _("The question cannot be understood"), str(wrong))
    response.headers.setdefault("ETag", etag)
    response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
    return response


def version(request: HttpRequest) -> str:
    """ETag of whatever is given at this address: of the rows, the day and the form. No query.

    The revisions are at most a second old, and were read before the rows: a version may name
    older rows than it holds, never newer ones.
    """
    revision = pagestore.store.revisions().get(WHOLE_PORTAL, 0)
    parts = [FORM, revision, localdate(), request.get_host(), request.get_full_path()]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def as_json(
    request: HttpRequest, content: object, content_type: str = "application/json"
) -> HttpResponse:
    """A document that is kept like any page, until midnight at the latest."""
    valid_until(request, next_midnight())
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return storable(HttpResponse(written, content_type=content_type), WHOLE_PORTAL)


def problem(status: int, title: str, detail: str) -> HttpResponse:
    """An error as data, after RFC 9457."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return HttpResponse(
        json.dumps(content, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", "Content-Language": "cs"},
    )
