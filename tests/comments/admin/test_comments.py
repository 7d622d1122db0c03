"""The list of comments in the administration: to look up, not a second door."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from brnoplan.groups import APPROVER, SETTLER, create_groups
from comments import publication
from comments.models import Comment
from strategy.models import Edition
from tests.comments.staff import signed_in
from tests.factories import item_of, make_comment

LIST = "/admin/comments/comment/"


@pytest.fixture
def officer(db: None) -> Client:
    return signed_in()


@pytest.fixture
def comment(published: Edition) -> Comment:
    return make_comment(
        item_of(published, "A1.1"), published=False, name="Kanárek", email="k@example.cz"
    )


def page_of(comment: Comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def listed(client: Client, address: str = LIST) -> list[int]:
    rows = client.get(address).context["cl"].result_list
    return [comment.number for comment in rows]


def test_what_waits_for_a_check_is_listed_first_and_alone(
    officer: Client, published: Edition
) -> None:
    item = item_of(published, "A1.1")
    make_comment(item, published=False)
    publication.hold(make_comment(item, published=False))
    publication.reject(make_comment(item, published=False), Comment.Rejection.OFF_TOPIC)
    make_comment(item)
    assert listed(officer) == [2, 1]
    assert listed(officer, f"{LIST}?kontrola=published") == [4]
    assert listed(officer, f"{LIST}?kontrola=rejected") == [3]
    assert listed(officer, f"{LIST}?kontrola=vse") == [4, 3, 2, 1]


@pytest.mark.parametrize(
    ("words", "found"),
    [("2", [2]), ("spolek", [1]), ("9x", []), ("laviček", [2]), ("přátel kamarádek", [])],
)
def test_the_search_finds_a_number_an_organisation_or_words(
    officer: Client, published: Edition, words: str, found: list[int]
) -> None:
    item = item_of(published, "A1.1")
    make_comment(item, published=False, organisation="Spolek přátel")
    make_comment(item, published=False, text="Více laviček.")
    assert listed(officer, f"{LIST}?q={words}") == found


def test_the_search_shows_a_comment_of_several_versions_once(
    officer: Client, comment: Comment
) -> None:
    for text in ("Více laviček a stromů.", "Více laviček a květin."):
        comment.newest_version += 1
        comment.save()
        comment.versions.create(number=comment.newest_version, item=comment.item, text=text)
    assert listed(officer, f"{LIST}?q=laviček") == [1]


def test_a_comment_is_read_there_and_checked_elsewhere(officer: Client, comment: Comment) -> None:
    page = officer.get(page_of(comment)).content.decode()
    assert reverse("comments:checking_comment", args=[comment.pk]) in page
    assert re.findall(r'<input type="submit"[^>]*name="(\w+)"', page) == []
    reader = (
        signed_in("view_comment view_contact", "auditorka").get(page_of(comment)).content.decode()
    )
    assert reverse("comments:checking_comment", args=[comment.pk]) not in reader


def test_who_sent_it_is_for_who_may_see_contacts(comment: Comment) -> None:
    clients = [signed_in(), signed_in("view_comment check_comment", "kontrolorka")]
    pages = [client.get(page_of(comment)).content.decode() for client in clients]
    assert ["k@example.cz" in page for page in pages] == [True, False]


def test_nobody_adds_changes_or_deletes_a_comment_in_the_admin(
    admin_client: Client, comment: Comment
) -> None:
    add = reverse("admin:comments_comment_add")
    delete = reverse("admin:comments_comment_delete", args=[comment.pk])
    before = Comment.objects.values().get()
    statuses = [
        admin_client.post(
            address, {"post": "yes", "state": "published", "_publish": "1"}
        ).status_code
        for address in (add, delete, page_of(comment))
    ]
    for action in ("publish", "hold", "delete_selected"):
        admin_client.post(LIST, {"action": action, "_selected_action": [comment.pk]})
    assert statuses == [403, 403, 403]
    assert (Comment.objects.values().get(), comment.history.count()) == (before, 1)


@pytest.mark.parametrize("group", [SETTLER, APPROVER])
def test_who_neither_checks_nor_sees_contacts_reads_what_is_published(
    comment: Comment, group: str
) -> None:
    create_groups()
    shown = make_comment(comment.item, text="Více laviček.")
    shown.newest_version = 2
    shown.save()
    shown.versions.create(number=2, item=shown.item, text="Nezkontrolovaná slova.")
    client = signed_in("", "eva")
    User.objects.get(username="eva").groups.add(Group.objects.get(name=group))
    for address in (LIST, f"{LIST}?kontrola=received", f"{LIST}?kontrola=vse", f"{LIST}?q=2"):
        response = client.get(address, follow=True)
        assert [it.number for it in response.context["cl"].result_list] == [2]
    assert listed(client, f"{LIST}?q=Nezkontrolovaná") == []
    page = client.get(page_of(shown)).content.decode()
    assert ("Více laviček." in page, "Nezkontrolovaná" in page) == (True, False)
    assert client.get(page_of(comment)).status_code == 302
    auditor = signed_in("view_comment view_contact", "auditorka")
    assert auditor.get(page_of(comment)).status_code == 200


@pytest.mark.parametrize("permissions", ["", "add_comment", "view_contact", "check_comment"])
def test_who_may_not_see_comments_sees_none(comment: Comment, permissions: str) -> None:
    client = signed_in(permissions)
    assert [client.get(it).status_code for it in (LIST, page_of(comment))] == [403, 403]


def test_the_course_of_a_comment_stands_on_its_own_page(officer: Client, comment: Comment) -> None:
    publication.hold(comment)
    history = reverse("admin:comments_comment_history", args=[comment.pk])
    assert officer.get(history).url == page_of(comment)
    page = officer.get(page_of(comment)).content.decode()
    assert len(re.findall(r"<ol><li>.*</li></ol>", page)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_comment_and_for_three(
    officer: Client, published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        make_comment(item_of(published, "A1.1"), published=False)
    officer.get(LIST)
    with django_assert_num_queries(8):
        assert len(listed(officer)) == count


def test_pages_are_headed_by_what_they_show(officer: Client, comment: Comment) -> None:
    titles = [officer.get(address).context["title"] for address in (LIST, page_of(comment))]
    assert titles == ["Připomínky", "Připomínka"]
