"""Officers of the tests: signed in, with just the rights that are named."""

from django.contrib.auth.models import Permission, User
from django.test import Client

OFFICER = "view_comment check_comment add_comment view_contact view_original"


def signed_in(permissions: str = OFFICER, name: str = "urednice") -> Client:
    """A client of a member of staff with those permissions, of comments or of plans."""
    user = User.objects.create_user(name, first_name="Alena", last_name="Úřednice", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=permissions.split(), content_type__app_label__in=["comments", "strategy"]
        )
    )
    client = Client()
    client.force_login(user)
    return client
