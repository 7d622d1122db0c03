"""Pages under a secret link: who has the link may act, nobody else learns of it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from comments import links
from comments.links import LinkExpired, LinkRefused, Purpose

View = Callable[..., HttpResponse]


def under_link(purpose: Purpose) -> Callable[[View], View]:
    """Give a view the primary key that its token is about, in the token's place.

    A token that is not ours is not found; of one that has expired a page says so (410). The
    answer is kept by no cache and no search engine, and gives its address away to nobody.
    The link itself is what an answer from elsewhere could not know, so no token is asked for
    beside it: with `no-referrer` a browser names no origin, and Django would refuse the form.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, token: str, **given: object) -> HttpResponse:
            try:
                response = view(request, links.read(purpose, token), **given)
            except LinkRefused:
                raise Http404 from None
            except LinkExpired:
                response = render(request, "comments/link_expired.html", status=410)
            return unseen(response)

        return csrf_exempt(never_cache(opened))

    return guarded


def unseen(response: HttpResponse) -> HttpResponse:
    """Let neither a log elsewhere, nor a cache, nor a search engine learn of a page's address."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
