"""Pages of the office: who may open them, and how they refuse a deed."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def for_staff(permission: str) -> Callable[[View], View]:
    """Let in staff with a permission such as "comments.check_comment"; others are sent to log in.

    Who is logged in and may not is refused. The page is kept by no cache.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **given: object) -> HttpResponse:
            if not (request.user.is_active and request.user.is_staff):
                return redirect_to_login(request.get_full_path(), resolve_url("admin:login"))
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **given)

        return never_cache(checked)

    return guarded


def tell_refused(request: HttpRequest, refusal: str, typed: str = "") -> None:
    """Say on the next page why a deed was refused, a message for each line of the refusal.

    What was typed for it, which is gone with its form, is said as well.
    """
    for reason in refusal.split("\n"):
        messages.error(request, reason)
    if typed.strip():
        messages.error(request, _("You had written: “%(words)s”") % {"words": typed.strip()})
