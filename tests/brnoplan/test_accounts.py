"""Rights of accounts and groups are told in the reader's language."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from brnoplan import accounts
from comments.models import Comment

pytestmark = pytest.mark.django_db


def permission(codename: str) -> Permission:
    return Permission.objects.select_related("content_type").get(codename=codename)


def test_a_deed_of_ours_is_told_in_the_words_of_its_model() -> None:
    said = accounts.called(permission("check_comment"))
    assert said.endswith(f" | {Comment._meta.verbose_name} | {Comment._meta.permissions[0][1]}")
    assert "Can check" not in said


def test_a_usual_deed_is_not_told_in_english() -> None:
    assert "Can change" not in accounts.called(permission("change_comment"))


@pytest.mark.parametrize("page", ["group", "user"])
def test_the_pages_offer_our_rights_so_and_none_of_the_lock(
    admin_client: Client, admin_user: object, page: str
) -> None:
    row = Group.objects.create(name="Zkušební") if page == "group" else admin_user
    address = reverse(f"admin:auth_{page}_change", args=[row.pk])  # type: ignore[attr-defined]
    form = admin_client.get(address).context["adminform"].form
    field = form.fields["permissions" if page == "group" else "user_permissions"]
    offered = dict(field.choices)
    assert offered[permission("check_comment").pk] == accounts.called(permission("check_comment"))
    apps = {one.content_type.app_label for one in field.queryset}
    assert apps == {"auth", "comments", "kpss", "strategy"}
