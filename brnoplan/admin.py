from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from brnoplan.groups import APPS


class BrnoplanAdminSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = _("Plans, comments and groups")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """With the way to the pages of the office."""
        # It asks for models, which are not there yet when the settings name this site.
        from brnoplan import office

        context = {"office": office.pages(request.user), **(extra_context or {})}
        return super().index(request, context)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Ours asks for the second step, or leads to the city's own provider."""
        # They ask for models, too.
        from django.contrib.admin.forms import AdminAuthenticationForm

        from brnoplan.signing_in.views import SignIn

        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = {**self.each_context(request), "title": _("Log in"), "app_path": request.path}
        context |= {"username": request.user.get_username(), "oidc": settings.OIDC_ISSUER}
        if "next" not in request.GET and "next" not in request.POST:
            context["next"] = reverse("admin:index", current_app=self.name)
        view = SignIn.as_view(
            extra_context=context | (extra_context or {}),
            authentication_form=AdminAuthenticationForm,
            template_name="brnoplan/signing_in/login.html",
        )
        return view(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """With its entry in the audit log, or not at all."""
        with transaction.atomic():
            return super().password_change(request, extra_context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """With the rows that a deed of a list is for looked at, as Django looks at all else."""
        return super().admin_view(_of_possible_rows(view), cacheable)

    def get_urls(self) -> list[Any]:
        from brnoplan.signing_in import single, views

        return [
            path("druhy-krok/", views.code_asked, name="second_step"),
            path("druhy-krok/nastavit/", views.set_up, name="second_step_set_up"),
            path("druhy-krok/obrazek.svg", views.picture, name="second_step_picture"),
            path("mesto/", single.begin, name="single_sign_on"),
            path("mesto/zpet/", single.back, name="single_sign_on_back"),
            *super().get_urls(),
        ]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What staff come for stands before accounts and groups."""
        listed = super().get_app_list(request, app_label)
        return sorted(listed, key=lambda app: app["app_label"] not in APPS)


def _of_possible_rows(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, which refuses a deed for rows of a key that no row can have."""
    of = getattr(view, "__self__", None)
    if not isinstance(of, ModelAdmin):
        return view
    key: Any = of.opts.pk

    @wraps(view)
    def looked_at(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME):
                key.clean(chosen, None)
        except ValidationError:
            raise BadRequest from None
        return view(request, *args, **kwargs)

    return looked_at
