"""What the administration does with rows by Django's own means, done once with each kind of row.

What has pages or forms of its own is done in the tests of its subject.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.sites import site
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client

from tests.authorisation.ground import Ground

PASSWORD = {"password1": "zcela-jine-heslo-71", "password2": "zcela-jine-heslo-71"}
# Of which the first row may be deleted as the ground has it, alone and with others.
DELETED = {
    "auth_group", "auth_user", "comments_answertemplate", "kpss_concern", "kpss_cycle",
    "kpss_funding", "kpss_news", "kpss_phase", "kpss_project", "kpss_rules", "kpss_series",
    "strategy_summary", "strategy_synonyms", "strategy_term",
}  # fmt: skip
DELETED_ALONE = {"kpss_body", "kpss_meeting", "strategy_item", "strategy_resolution"}
DONE = {
    *(f"{model}_delete" for model in DELETED | DELETED_ALONE),
    *(f"{model}_changelist" for model in DELETED),
    "auth_group_add", "auth_group_change", "auth_user_add", "auth_user_change",
    "auth_user_password_change",
}  # fmt: skip


def do_all(ground: Ground) -> None:
    """Whatever is allowed of deleting, deleting many, and accounts; nothing of it stays."""
    client = ground.clients["superuser"]
    for address, said in [*_deletions(), *_of_accounts()]:
        _do(client, address, said)


def _deletions() -> Iterator[tuple[str, dict[str, Any]]]:
    for model in site._registry:
        begin = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        pks = list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:2])
        yield f"{begin}{pks[0]}/delete/", {"post": "yes"}
        yield begin, {"action": "delete_selected", "_selected_action": pks, "post": "yes"}


def _of_accounts() -> Iterator[tuple[str, dict[str, Any]]]:
    begin = "/admin/auth/"
    user, group = User.objects.get(username="newcomer").pk, Group.objects.latest("pk").pk
    usable = PASSWORD | {"usable_password": "true"}
    yield f"{begin}user/add/", usable | {"username": "nova"}
    yield f"{begin}user/{user}/change/", {"username": "newcomer", "is_staff": "on"}
    yield f"{begin}user/{user}/password/", usable
    yield f"{begin}user/{user}/delete/", {"post": "yes"}
    yield f"{begin}group/add/", {"name": "Nová"}
    yield f"{begin}group/{group}/change/", {"name": "Jinak"}


def _do(client: Client, address: str, said: dict[str, Any]) -> None:
    cookies = client.cookies.copy()
    with transaction.atomic():
        client.post(address, said)
        transaction.set_rollback(True)
    client.cookies = cookies
