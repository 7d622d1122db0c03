"""Who guesses passwords or codes is shut out for a while, and nobody else is.

An account is shut for the address that guessed at it and stays open for all others: so nobody can
shut staff out from elsewhere. Who tries many accounts from one address is shut out of all of them.
"""

import ipaddress
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

# Wrong ones from one address, of whatever accounts: behind it a whole town hall may sit.
MOST = 60


class Handler(AxesDatabaseHandler):
    """Axes counts by account and address; here by the address alone, too."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or failures(request) >= MOST


def failures(request: HttpRequest) -> int:
    """How many there were from the visitor's address lately."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    lately = AccessAttempt.objects.filter(ip_address=address(request), attempt_time__gt=since)
    return lately.aggregate(total=Sum("failures_since_start"))["total"] or 0


def address(request: HttpRequest) -> str | None:
    """Of IPv6 the network, of which every household has all addresses; None of a socket.

    >>> from types import SimpleNamespace
    >>> address(SimpleNamespace(META={"REMOTE_ADDR": "2001:db8::1:2"}))
    '2001:db8::'
    """
    given = request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return None
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)


def shut_out(request: HttpRequest, _answer: object, _credentials: object) -> HttpResponse:
    """What is answered to them, whatever it was that they asked for."""
    context = admin.site.each_context(request) | {"title": _("Sign-in")}
    answer = render(request, "brnoplan/signing_in/shut_out.html", context, status=429)
    answer.headers["Retry-After"] = str(3600 * settings.AXES_COOLOFF_TIME)
    answer.headers["Cache-Control"] = "no-store"
    return answer
