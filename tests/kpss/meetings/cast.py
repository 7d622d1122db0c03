"""Staff of the tests: signed in, with just the rights that are named."""

from django.contrib.auth.models import Permission, User
from django.test import Client

from brnoplan import groups


def officer(permissions: str, name: str = "urednice") -> Client:
    """A client of a member of staff with those permissions of community planning."""
    user = User.objects.create_user(name, is_staff=True)
    found = Permission.objects.filter(
        codename__in=permissions.split(), content_type__app_label="kpss"
    )
    user.user_permissions.set(found)
    return logged_in(user)


def coordinator(name: str = "koordinatorka") -> Client:
    """A client of somebody in the group of coordinators."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(
        next(each for each in groups.create_groups() if each.name == groups.COORDINATOR)
    )
    return logged_in(user)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
