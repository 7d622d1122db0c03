"""Who stands before the portal in the matrix, each as a browser of theirs."""

from django.contrib.auth.models import Group, User
from django.test import Client

from brnoplan import groups
from strategy.models import Organisation

# Who is in which group; the others are said in `clients`.
GROUPS = {
    "editor": groups.EDITOR,
    "officer": groups.COMMENT_OFFICER,
    "settler": groups.SETTLER,
    "coordinator": groups.COORDINATOR,
    "fulfilment": groups.FULFILMENT,
    "approver": groups.APPROVER,
    "auditor": groups.AUDITOR,
}
NAMES = ("anonymous", "account", "newcomer", *GROUPS, "superuser")


def clients(department: Organisation) -> dict[str, Client]:
    """By name. `account` is no staff, `newcomer` staff in no group; the settler is of that body."""
    groups.create_groups()
    users = {name: User.objects.create_user(name, is_staff=name != "account") for name in NAMES[1:]}
    for name, group in GROUPS.items():
        users[name].groups.add(Group.objects.get(name=group))
    User.objects.filter(username="superuser").update(is_superuser=True)
    department.members.add(users["settler"])
    return {"anonymous": Client(), **{name: _signed_in(user) for name, user in users.items()}}


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
