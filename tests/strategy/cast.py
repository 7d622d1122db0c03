"""The staff: one person of each group, and whoever stands outside."""

from django.contrib.auth.models import Group, User
from django.test import Client

from brnoplan import groups

PEOPLE = {
    "editor": groups.EDITOR,
    "officer": groups.COMMENT_OFFICER,
    "approver": groups.APPROVER,
    "auditor": groups.AUDITOR,
    "coordinator": groups.COORDINATOR,
    "fulfilment": groups.FULFILMENT,
}


def client_of(name: str) -> Client:
    """A signed-in client: one of PEOPLE, "superuser", or "nobody", who is not signed in."""
    client = Client()
    if name == "nobody":
        return client
    groups.create_groups()
    superuser = name == "superuser"
    user = User.objects.create_user(name, is_staff=True, is_superuser=superuser)
    if not superuser:
        user.groups.add(Group.objects.get(name=PEOPLE[name]))
    client.force_login(user)
    return client
