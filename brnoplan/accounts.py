"""Accounts in the admin: what the portal itself notes down is to be read only."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User


class AccountAdmin(UserAdmin):
    readonly_fields = ("last_login", "date_joined")


def register() -> None:
    """Put AccountAdmin in the place of Django's own."""
    admin.site.unregister(User)
    admin.site.register(User, AccountAdmin)
