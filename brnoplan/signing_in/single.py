"""Signing in with the city's own account: OpenID Connect, where settings name a provider."""

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from brnoplan.signing_in import provider, sessions
from brnoplan.signing_in.proven import BACKEND
from strategy import naming
from strategy.auditing.noting import note

logger = logging.getLogger(__name__)
NEXT = "single_sign_on_next"


class SignInRefused(Exception):
    """Why somebody is not let in; its text is for them."""


@require_safe
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider. A link and no form: our policy lets forms go nowhere else."""
    _only_where_set()
    request.session[NEXT] = request.GET.get("next", "")
    # The provider knows one address, whatever language somebody reads.
    back = naming.absolute(reverse("admin:single_sign_on_back"))
    try:
        return provider.redirect(request, back)
    except (provider.Unreachable, provider.Invalid):
        return _refused(request, _away())


@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code that says who it is."""
    _only_where_set()
    try:
        user = account(_claims(request))
    except SignInRefused as refusal:
        return _refused(request, str(refusal))
    leads_to = request.session.pop(NEXT, "")
    login(request, user, backend=BACKEND)
    request.session[sessions.MORE] = True
    ours = url_has_allowed_host_and_scheme(leads_to, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(leads_to if ours else reverse("admin:index"))


def account(claims: dict[str, Any]) -> User:
    """The account of whom the provider has named, in just the groups that its claim leads to.

    It goes by the provider and its `sub`, never by a name: so nobody gets another's account.
    Raises SignInRefused.
    """
    groups = _groups(claims)
    if not groups:
        _dismiss(claims)
        raise SignInRefused(_("Your account leads to no group of this portal. Ask who runs it."))
    with transaction.atomic():
        user, _made = User.objects.get_or_create(username=_name(claims["sub"]))
        if not user.is_active:
            raise SignInRefused(_("Your account in this portal is closed. Ask who runs it."))
        user.is_staff = True
        user.first_name = str(claims.get("given_name") or "")[:150]
        user.last_name = str(claims.get("family_name") or "")[:150]
        if not user.password:
            user.set_unusable_password()
        user.save()
        if {group.pk for group in groups} != set(user.groups.values_list("pk", flat=True)):
            user.groups.set(groups)
            note("groups_by_provider", by=user.pk, model=User._meta.label, row=user.pk)
    return user


def _dismiss(claims: dict[str, Any]) -> None:
    """Whom the provider has taken out of all groups has no rights here any more either."""
    with transaction.atomic():
        user = User.objects.filter(username=_name(claims["sub"]), is_staff=True).first()
        if user:
            user.groups.clear()
            user.is_staff = False
            user.save(update_fields=["is_staff"])
            note("groups_by_provider", by=user.pk, model=User._meta.label, row=user.pk)


def _groups(claims: dict[str, Any]) -> list[Group]:
    said = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    values = {str(one) for one in said} if isinstance(said, list) else {str(said)}
    names = {ours for theirs, ours in settings.OIDC_GROUPS if theirs in values}
    found = list(Group.objects.filter(name__in=names))
    if lacking := names - {group.name for group in found}:
        logger.error("BRNOPLAN_OIDC_GROUPS: there is no group %s.", ", ".join(sorted(lacking)))
    return found


def _name(subject: str) -> str:
    named = f"{settings.OIDC_ISSUER} {subject}"
    return f"mesto-{hashlib.sha256(named.encode()).hexdigest()[:24]}"


def _claims(request: HttpRequest) -> dict[str, Any]:
    """What the provider says of who comes back. Raises SignInRefused."""
    try:
        told = provider.claims(request)
    except provider.Unreachable:
        raise SignInRefused(_away()) from None
    except provider.Invalid:
        said = _("The sign-in with the city’s account was refused: what came back is not valid.")
        raise SignInRefused(f"{said} {_('Please begin again.')}") from None
    if not told:
        raise SignInRefused(_("The city’s provider did not say who you are."))
    return told


def _only_where_set() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404


def _away() -> str:
    return _("The city’s provider of accounts does not answer. Please try again in a while.")


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": _("Sign-in"), "why": why}
    return render(request, "brnoplan/signing_in/refused.html", context, status=403)
