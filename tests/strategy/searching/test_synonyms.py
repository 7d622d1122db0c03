"""Words of the same meaning are kept in the admin, by whom may, and hold for the next search."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from strategy.models import Edition, Synonyms
from tests.searching import catch_up, found

ADDING = "/admin/strategy/synonyms/add/"


@pytest.fixture(autouse=True)
def none_there(db: None) -> None:
    """Without those that come with the portal."""
    Synonyms.objects.all().delete()
    Synonyms.history.all().delete()


@pytest.fixture
def writer(client: Client) -> Client:
    """Signed in as somebody who may do nothing but write synonyms."""
    user = User.objects.create_user("editorka", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="synonyms"))
    client.force_login(user)
    return client


def test_what_is_written_holds_for_the_next_search(writer: Client, published: Edition) -> None:
    catch_up()
    assert found("vnučka") == []
    answer = writer.post(ADDING, {"words": " podporovat ,  vnučka,podporovat, "})
    assert answer.status_code == 302
    [kept] = Synonyms.objects.all()
    assert kept.words == "podporovat, vnučka"
    assert found("vnučky") == found("podporovat") != []
    page = f"/admin/strategy/synonyms/{kept.pk}/"
    assert writer.post(f"{page}change/", {"words": "jiný, vnučka"}).status_code == 302
    assert found("vnučka") == []
    assert writer.post(f"{page}delete/", {"post": "yes"}).status_code == 302
    assert Synonyms.objects.count() == 0
    assert {one.history_user.username for one in Synonyms.history.all()} == {"editorka"}


@pytest.mark.parametrize(
    "words",
    [
        "",
        "senior",
        "senior, senior",
        "senior, %",
        "je, to",
        ", ".join("abcdefghijklmnop"),
        "x" * 301,
    ],
)
def test_what_makes_no_group_is_told_at_the_field(writer: Client, words: str) -> None:
    answer = writer.post(ADDING, {"words": words})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["words"]
    [told] = answer.context["adminform"].form.errors["words"]
    assert str(told) in answer.content.decode()
    assert Synonyms.objects.count() == 0


def test_a_group_that_there_is_is_not_written_twice(writer: Client) -> None:
    Synonyms.objects.create(words="senior, důchodce")
    answer = writer.post(ADDING, {"words": "senior,důchodce"})
    assert list(answer.context["adminform"].form.errors) == ["words"]
    assert Synonyms.objects.count() == 1


@pytest.mark.parametrize("deed", ["add", "change", "delete"])
def test_who_may_not_write_them_does_not(client: Client, deed: str) -> None:
    kept = Synonyms.objects.create(words="senior, důchodce")
    user = User.objects.create_user("ctenar", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__model="synonyms").exclude(codename__startswith=deed)
    )
    client.force_login(user)
    page = ADDING if deed == "add" else f"/admin/strategy/synonyms/{kept.pk}/{deed}/"
    answer = client.post(page, {"words": "jiný, další", "post": "yes"})
    assert answer.status_code == 403
    assert list(Synonyms.objects.values_list("words", flat=True)) == ["senior, důchodce"]
