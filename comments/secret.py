"""Pages under a secret link: who has the link may act, nobody else learns of it."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from comments import links
from comments.links import LinkExpired, LinkRefused, Purpose

View = Callable[..., HttpResponse]


def under_link(purpose: Purpose) -> Callable[[View], View]:
    """Give a view the primary key that its token is about, in the token's place.

    A token that is not ours is not found; of one that has expired a page says so (410).
    The link itself is what nobody elsewhere can know, so no token against forgery is asked for
    beside it: with `no-referrer` a browser names no origin, and Django would refuse the form.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, token: str, **given: object) -> HttpResponse:
            try:
                return view(request, links.read(purpose, token), **given)
            except LinkRefused:
                raise Http404(_("This link is not valid.")) from None
            except LinkExpired:
                return render(request, "comments/link_expired.html", status=410)

        return csrf_exempt(opened)

    return guarded
