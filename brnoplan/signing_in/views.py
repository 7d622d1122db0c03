"""The pages of the sign-in, under the admin's address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from brnoplan.signing_in import proven, second_step, sessions

View = Callable[[HttpRequest, User], HttpResponse]
# In a session: the number of the app that is being set up in it.
BEGUN = "second_step_begun"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class NewAppForm(CodeForm):
    """`current` is a code of the app that is to be replaced."""

    current = forms.CharField(
        label=gettext_lazy("Code of the app that you have used, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *given: Any, replaces: bool) -> None:
        super().__init__(*given)
        self.replaces = replaces
        if not replaces:
            del self.fields["current"]


class SignIn(LoginView):
    """Django's own, which signs in only whom nothing further is asked of."""

    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if not second_step.is_asked_of(user):
            return super().form_valid(form)
        proven.remember(self.request, user, self.get_success_url())
        step = "second_step" if second_step.has_one(user) else "second_step_set_up"
        return redirect(f"admin:{step}")


def _for_known(*, signed_in: bool) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """For who has given a password, and if `signed_in` for staff that are; others begin anew."""

    def guarded(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            user = proven.who(request)
            if user is None and signed_in and request.user.is_active and request.user.is_staff:
                user = User.objects.get(pk=request.user.pk)
            if user is None:
                back = request.path if signed_in else ""
                next_page = f"?next={back}" if back else ""
                return redirect(f"{reverse('admin:login')}{next_page}")
            return view(request, user)

        return checked

    return guarded


@_for_known(signed_in=False)
def code_asked(request: HttpRequest, user: User) -> HttpResponse:
    """The second step of the sign-in."""
    if not second_step.has_one(user):
        return redirect("admin:second_step_set_up")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_right(request, user, form.cleaned_data["code"]):
            return HttpResponseRedirect(_signed_in(request, user))
        form.add_error("code", _wrong())
    return _page(request, "code.html", _("Second step of the sign-in"), form=form)


@_for_known(signed_in=True)
def set_up(request: HttpRequest, user: User) -> HttpResponse:
    """Set up an app, or another one in its place; then recovery codes are shown once."""
    replaces = second_step.has_one(user)
    if replaces and proven.who(request):
        # A password alone replaces nothing.
        return redirect("admin:second_step")
    device = second_step.begun(user, request.session.get(BEGUN))
    if device is None:
        device = second_step.begin(user)
        request.session[BEGUN] = device.pk
    form = NewAppForm(request.POST or None, replaces=replaces)
    is_given = request.method == "POST" and form.is_valid()
    if is_given and (codes := _codes_of(request, user, device, form)):
        return _codes_shown(request, user, codes)
    told = {"form": form, "replaces": replaces, "left": second_step.left(user)}
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    title = _("Second step of the sign-in")
    return _page(request, "set_up.html", title, secret=secret, **told)


def _codes_of(request: HttpRequest, user: User, device: TOTPDevice, form: NewAppForm) -> list[str]:
    """New recovery codes; none, and an error in the form, where a code is wrong.

    That of the new app is looked at first: whoever mistypes it loses no recovery code by it.
    """
    code = form.cleaned_data["code"]
    if second_step.reads(device, code):
        if form.replaces and not _is_right(request, user, form.cleaned_data["current"]):
            form.add_error("current", _wrong())
            return []
        if codes := second_step.confirm(user, device, code, replaces=form.replaces):
            return codes
    form.add_error("code", _wrong())
    return []


@_for_known(signed_in=True)
def picture(request: HttpRequest, user: User) -> HttpResponse:
    """What the app reads with its camera, as SVG."""
    device = second_step.begun(user, request.session.get(BEGUN))
    if device is None or (second_step.has_one(user) and proven.who(request)):
        return redirect("admin:second_step_set_up")
    code = segno.make(device.config_url, error="m")
    drawn = code.svg_inline(scale=5, border=4, omitsize=False, dark="#000", light="#fff")
    drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return HttpResponse(drawn, content_type="image/svg+xml")


def _is_right(request: HttpRequest, user: User, code: str) -> bool:
    """Whether a code lets in; a wrong one counts as a wrong password does."""
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        # Axes answers for us, as it does at a password.
        request.axes_locked_out = True  # type: ignore[attr-defined]
        return False
    if second_step.passes(user, code):
        return True
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return False


def _wrong() -> str:
    return _(
        "The code is not right, was used already, or came too soon after a wrong one. "
        "Please wait for the next one."
    )


def _codes_shown(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    del request.session[BEGUN]
    sessions.end_others(request, user)
    request.session[sessions.MORE] = True
    on = _signed_in(request, user) if proven.who(request) else reverse("admin:index")
    return _page(request, "codes.html", _("Recovery codes"), codes=codes, on=on)


def _signed_in(request: HttpRequest, user: User) -> str:
    """Sign in who has given all; the address that they came for."""
    on = proven.leads_to(request) or reverse("admin:index")
    proven.forget(request)
    login(request, user, backend=proven.BACKEND)
    request.session[sessions.MORE] = True
    return on


def _page(request: HttpRequest, name: str, title: str, **context: object) -> HttpResponse:
    given = admin.site.each_context(request) | {"title": title, "is_popup": False, **context}
    return render(request, f"brnoplan/signing_in/{name}", given)
