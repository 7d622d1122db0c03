"""The admin's first page leads to the pages of the office."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from strategy.models import Edition
from tests.comments.staff import signed_in
from tests.factories import item_of, make_comment, react, settle

PAGES = {
    "check_comment": ("comments:checking", 0),
    "change_settlement": ("comments:desk", 0),
    "add_comment": ("comments:entering", None),
    "view_consultation": ("admin:comments_consultation_changelist", None),
    "view_invitation": ("comments:inviting_list", None),
    "erase_contact": ("comments:mention_list", 0),
    "view_measurestate": ("strategy:my_measures", None),
    "add_handover": ("strategy:handover_list", None),
    "add_measurelink": ("strategy:links_desk", None),
    "change_summary": ("strategy:summary_list", 0),
    "view_feedback": ("strategy:feedback_list", 0),
}

pytestmark = pytest.mark.django_db


def office(client: Client) -> list[tuple[str, int | None]]:
    """(address, how many wait) of each page that the first page of the admin links."""
    answer = client.get(reverse("admin:index"))
    found = [(page.url, page.waiting) for page in answer.context["office"]]
    assert all(f'href="{escape(url)}"' in answer.content.decode() for url, _waiting in found)
    return found


@pytest.mark.parametrize("right", PAGES)
def test_a_page_of_the_office_is_linked_for_who_may_open_it_alone(right: str) -> None:
    name, waiting = PAGES[right]
    assert office(signed_in(right)) == [(reverse(name), waiting)]


def test_it_is_told_how_much_waits_there(published: Edition) -> None:
    about = item_of(published, "A1.1")
    make_comment(about, published=False)
    make_comment(about)
    answered = make_comment(about)
    reaction = react(settle(answered.points.get()), "Děkuji.")
    type(reaction).objects.update(words_public=False, words_checked_at=None)
    rights = "check_comment publish_settlement change_settlement"
    assert [waiting for _url, waiting in office(signed_in(rights))] == [2, 1]


@pytest.mark.parametrize("waiting", [1, 3])
def test_more_that_waits_costs_no_more_queries(
    published: Edition, waiting: int, django_assert_num_queries: Any
) -> None:
    for _number in range(waiting):
        make_comment(item_of(published, "A1.1"), published=False)
    client = signed_in("check_comment change_settlement erase_contact")
    with django_assert_num_queries(10):
        client.get(reverse("admin:index"))
