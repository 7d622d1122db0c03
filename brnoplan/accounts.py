"""Accounts and groups in the admin: what the portal itself notes down is to be read only."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext_lazy

# Imported to be taken off again: nobody reads there what lets others in.
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from brnoplan.groups import APPS
from strategy.admin.noted import NotedReading

# Of the other apps there is nothing that an officer could be given.
_APPS = [*APPS, "auth"]
_DEEDS = {
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "view": pgettext_lazy("right", "see"),
}


class PermissionsField(forms.ModelMultipleChoiceField):
    """Permissions in the reader's language; the database keeps their English names."""

    def label_from_instance(self, permission: Permission) -> str:
        return called(permission)


class _TranslatedPermissions(admin.ModelAdmin):
    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: Any = None, **options: Any
    ) -> Any:
        if db_field.name in {"permissions", "user_permissions"}:
            options |= {"form_class": PermissionsField, "queryset": offered()}
        return super().formfield_for_manytomany(db_field, request, **options)


class AccountAdmin(NotedReading, _TranslatedPermissions, UserAdmin):
    readonly_fields = ("last_login", "date_joined")

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002  (Django's name)
        form_url: str = "",
    ) -> HttpResponse:
        """With its entry in the audit log, or not at all."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)


class OurGroupAdmin(_TranslatedPermissions, GroupAdmin):
    pass


def offered() -> "QuerySet[Permission]":
    """Permissions that mean something in this portal, by app and model."""
    return Permission.objects.filter(content_type__app_label__in=_APPS).select_related(
        "content_type"
    )


def called(permission: Permission) -> str:
    """“Comments | comment | change”; what is no usual deed in the words of its model."""
    kind = permission.content_type
    model = kind.model_class()
    what = model._meta.verbose_name if model else kind.name
    deed, _separator, of_model = permission.codename.partition("_")
    usual = _DEEDS.get(deed) if of_model == kind.model else None
    app = apps.get_app_config(kind.app_label).verbose_name
    return f"{app} | {what} | {usual or gettext(permission.name)}"


def register() -> None:
    """Put our pages in the place of Django's own."""
    for secret in (TOTPDevice, StaticDevice):
        admin.site.unregister(secret)
    for model, ours in ((User, AccountAdmin), (Group, OurGroupAdmin)):
        admin.site.unregister(model)
        admin.site.register(model, ours)
