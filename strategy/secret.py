"""Pages under a secret link: who has the link may act, nobody else learns of it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt  # noqa: TID251  (reason in `opens`)

from strategy import secret_links
from strategy.secret_links import LinkExpired, LinkRefused, SecretPurpose

View = Callable[..., HttpResponse]


class SecretLinksMiddleware:
    """Keeps what is answered under a secret link from caches, searches and other servers.

    By the address and not by the view, for an error page or a redirect would tell it as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if secret_links.is_secret(request.path_info):
            add_never_cache_headers(response)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def under_link(
    purpose: SecretPurpose,
    *,
    expired: View | None = None,
    void: View | None = None,
    stands: Callable[[str, int], bool] | None = None,
) -> Callable[[View], View]:
    """Give a view the primary key that its token is about, in the token's place.

    A token that is not ours is not found, nor one of which `stands`, asked with it and its key,
    says that it holds no more, unless the view `void` of the same arguments answers that; of one
    that has expired a page says so (410), unless the view `expired` does. The link itself is what
    an answer from elsewhere could not know, so no token is asked for beside it: with
    `no-referrer` a browser names no origin, and Django would refuse the form.
    """

    def guarded(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, token: str, **given: object) -> HttpResponse:
            try:
                about = secret_links.read(purpose, token)
            except LinkRefused:
                raise Http404 from None
            except LinkExpired as link:
                return (expired or link_expired)(request, link.about, **given)
            if stands is not None and not stands(token, about):
                return (void or not_found)(request, about, **given)
            return view(request, about, **given)

        return opened

    return guarded


def not_found(_request: HttpRequest, _about: int, **_given: object) -> HttpResponse:
    raise Http404


def link_expired(request: HttpRequest, _about: int, **_given: object) -> HttpResponse:
    return render(request, "strategy/link_expired.html", status=410)
