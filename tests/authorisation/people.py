"""Who stands before the portal in the matrix, each as a browser of theirs."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from brnoplan import groups
from brnoplan.signing_in import second_step
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
PASSWORD = "jen-pro-zkousku-93"
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


def outsiders() -> dict[str, Client]:
    """Accounts that may do everything, and get nowhere: by how far they came."""
    halfway, closed = (_mighty(name) for name in ("halfway", "closed"))
    device = second_step.begin(halfway)
    type(device).objects.filter(pk=device.pk).update(confirmed=True)
    with_password, was_in = Client(), _signed_in(closed)
    with_password.post("/admin/login/", {"username": "halfway", "password": PASSWORD})
    User.objects.filter(pk=closed.pk).update(is_active=False)
    return {"password given, no second step": with_password, "closed while signed in": was_in}


def _mighty(name: str) -> Any:
    return User.objects.create_superuser(name, password=PASSWORD)
