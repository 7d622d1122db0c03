"""What the public reads, and what it never sees."""

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from comments.models import Comment, Settlement
from strategy import outline, reading, tree
from strategy.models import Edition, Item, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    root_of,
)
from tests.strategy.public_pages import PLAN, body, links, reword

PRAGUE = ZoneInfo("Europe/Prague")


def settle(comment: Comment) -> None:
    Settlement.objects.create(
        point=comment.points.get(),
        outcome=Settlement.Outcome.ACCEPTED,
        reasoning="Máte pravdu.",
        state=Settlement.State.PUBLISHED,
        published_at=timezone.now(),
    )


# ---- what is never shown


@pytest.mark.parametrize(
    "path", ["", "A1/", "edice/1/", "edice/1/A1/", "pripominka/", "plan/", "a1/"]
)
def test_a_plan_that_is_not_published_is_not_found(client: Client, plan: Plan, path: str) -> None:
    response = client.get(PLAN + path)
    assert response.status_code == 404
    assert plan.title not in body(response)


def test_the_draft_beside_a_published_edition_is_not_found(
    client: Client, published: Edition
) -> None:
    reword(draft_of(published.plan), "A1.2", "Ještě neveřejné.")
    for path in ("edice/2/", "edice/2/A1.2/"):
        assert client.get(PLAN + path).status_code == 404
    pages = [client.get(PLAN + path) for path in ("", "A1/", "A1.2/", "edice/1/", "edice/1/A1.2/")]
    assert [page.status_code for page in pages] == [200] * 5
    assert ["Ještě neveřejné" in body(page) for page in pages] == [False] * 5
    assert "Podporovat záměr 2." in body(pages[2])


def test_an_item_that_only_the_draft_holds_is_not_found(client: Client, published: Edition) -> None:
    draft = draft_of(published.plan)
    new = tree.create_item(
        item_of(draft, "A1"), published.plan.tiers.get(position=4), code="A1.9", text="Nové."
    )
    assert client.get(f"{PLAN}A1.9/").status_code == 404
    assert client.get(f"/polozka/{new.key}/").status_code == 404


def test_the_list_holds_published_plans_only(client: Client, published: Edition) -> None:
    make_plan(slug="tajny", title="Tajný plán")
    response = client.get("/")
    assert PLAN in links(response)
    assert "Tajný plán" not in body(response)


def test_a_hidden_comment_is_not_counted(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"), published=False)
    response = client.get(PLAN)
    assert response.context["comments_count"] == "0"
    assert [line.comments for line in response.context["lines"]] == [""] * 6


# ---- the plan


def test_the_outline_shows_every_item_in_order_with_an_anchor(
    client: Client, published: Edition
) -> None:
    response = client.get(PLAN)
    handles = [line.handle for line in response.context["lines"]]
    assert handles == [
        *Item.objects.shown()
        .filter(edition=published)
        .order_by("lft")
        .values_list("handle", flat=True)
    ]
    for handle in handles:
        assert f'id="{handle}"' in body(response)
        assert f"{PLAN}{handle}/" in links(response)


def test_the_head_of_a_plan_says_how_much_there_is(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    make_comment(root_of(published))
    context = client.get(PLAN).context
    assert context["figures"] == [("Priority", "1"), ("Opatření", "3")]
    assert context["comments_count"] == "2"


def test_the_number_of_comments_stands_at_the_item(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.2"))
    response = client.get(PLAN)
    assert [bool(line.comments) for line in response.context["lines"]] == [False] * 4 + [
        True,
        False,
    ]
    assert f"{PLAN}A1.2/#pripominky" in links(response)


def test_markup_in_a_text_is_shown_as_text(client: Client, plan: Plan) -> None:
    reword(draft_of(plan), "A1.1", "<script>alert(1)</script> & spol.")
    publish(plan)
    for path in ("", "A1/", "A1.1/"):
        assert "<script>" not in body(client.get(PLAN + path))
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; spol." in body(client.get(PLAN + path))


# ---- an item


def test_an_item_stands_among_its_neighbours(client: Client, published: Edition) -> None:
    neighbours = client.get(f"{PLAN}A1.2/").context["neighbours"]
    assert [item.code for item in neighbours.ancestors] == ["", "A", "A1"]
    assert neighbours.previous.pk == item_of(published, "A1.1").pk
    assert neighbours.following.pk == item_of(published, "A1.3").pk
    assert [item.code for item in neighbours.near] == ["", "A", "A1", "A1.1", "A1.2", "A1.3"]


def test_the_first_and_the_last_item_have_one_neighbour(client: Client, published: Edition) -> None:
    first = Item.objects.get(edition=published, level=1)
    before = client.get(f"{PLAN}{first.handle}/").context["neighbours"]
    after = client.get(f"{PLAN}A1.3/").context["neighbours"]
    assert (before.previous, before.following.pk) == (None, item_of(published, "A").pk)
    assert (after.previous.pk, after.following) == (item_of(published, "A1.2").pk, None)


def test_reading_goes_on_from_the_last_measure_to_the_next_goal(client: Client, plan: Plan) -> None:
    draft = draft_of(plan)
    value = Item.objects.get(edition=draft, level=1)
    tree.create_item(value, plan.tiers.get(position=2), code="B", text="Druhý cíl")
    edition = publish(plan)
    last, following = item_of(edition, "A1.3"), item_of(edition, "B")
    assert client.get(f"{PLAN}A1.3/").context["neighbours"].following.pk == following.pk
    assert client.get(f"{PLAN}B/").context["neighbours"].previous.pk == last.pk


def test_the_plan_itself_is_read_at_its_own_address(client: Client, published: Edition) -> None:
    assert client.get(f"{PLAN}plan/").headers["Location"] == PLAN


# ---- addresses that lead on


def test_a_handle_in_the_other_case_leads_to_the_item(client: Client, approved: Edition) -> None:
    moved = {
        path: client.get(PLAN + path).headers.get("Location") for path in ("a1.2/", "edice/1/a1/")
    }
    assert moved == {"a1.2/": f"{PLAN}A1.2/", "edice/1/a1/": f"{PLAN}edice/1/A1/"}


def test_the_permanent_address_leads_to_the_current_edition(
    client: Client, approved: Edition
) -> None:
    response = client.get(f"/polozka/{item_of(approved, 'A1.2').key}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"{PLAN}A1.2/")


def test_the_permanent_address_of_a_dropped_item_leads_to_the_newest_edition_that_holds_it(
    client: Client, approved: Edition
) -> None:
    key = item_of(approved, "A1.3").key
    tree.delete_item(item_of(draft_of(approved.plan), "A1.3"))
    publish(approved.plan, Edition.State.APPROVED)
    response = client.get(f"/polozka/{key}/")
    assert response.headers["Location"] == f"{PLAN}edice/2/A1.3/"


def test_the_permanent_address_of_the_root_leads_to_the_plan(
    client: Client, published: Edition
) -> None:
    assert client.get(f"/polozka/{root_of(published).key}/").headers["Location"] == PLAN


def test_an_unknown_key_is_not_found(client: Client, published: Edition) -> None:
    assert client.get(f"/polozka/{uuid4()}/").status_code == 404


def test_a_missing_item_offers_near_codes_and_the_plan(client: Client, published: Edition) -> None:
    response = client.get(f"{PLAN}A1.7/")
    assert response.status_code == 404
    assert [item.code for item in response.context["near"]] == ["A1.1", "A1.2", "A1.3"]
    assert {PLAN, f"{PLAN}A1.1/", f"{PLAN}A1.3/"} <= links(response)


def test_a_missing_item_offers_eight_codes_at_most(client: Client, db: None) -> None:
    publish(make_plan(measures=12))
    near = client.get(f"{PLAN}A1.x/").context["near"]
    assert [item.code for item in near] == [f"A1.{number}" for number in range(1, 9)]


def test_a_missing_item_that_stood_in_another_edition_is_offered_there(
    client: Client, approved: Edition
) -> None:
    tree.delete_item(item_of(draft_of(approved.plan), "A1.3"))
    publish(approved.plan, Edition.State.APPROVED)
    response = client.get(f"{PLAN}A1.3/")
    assert response.status_code == 404
    assert {f"{PLAN}edice/2/A1.3/", f"{PLAN}edice/1/A1.3/"} <= links(response)


def test_a_missing_plan_offers_the_plans_there_are(client: Client, published: Edition) -> None:
    response = client.get("/neni/")
    assert response.status_code == 404
    assert PLAN in links(response)


# ---- large plans


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("strategy.views.PAGE_ROWS", 3)
    monkeypatch.setattr(reading, "CHILDREN_ON_PAGE", 2)


def test_a_large_outline_ends_with_links_to_what_is_below(
    client: Client, published: Edition, small_pages: None
) -> None:
    response = client.get(PLAN)
    shown = response.context["lines"]
    assert [line.code for line in shown] == ["", "A", "A1"]
    assert [bool(line.below) for line in shown] == [False, False, True]
    assert response.context["items_count"] == "6"
    assert (response.context["figures"], response.context["comments_count"]) == ([], "")


def test_many_children_come_in_pages(client: Client, published: Edition, small_pages: None) -> None:
    first, second = client.get(f"{PLAN}A1/"), client.get(f"{PLAN}A1/?strana=2")
    assert [item.code for item in first.context["children"]] == ["A1.1", "A1.2"]
    assert [item.code for item in second.context["children"]] == ["A1.3"]
    assert first.context["pages"] == {"before": "", "at": "1", "after": "2", "query": ""}
    assert second.context["pages"] == {"before": "1", "at": "2", "after": "", "query": ""}


def test_a_first_level_that_does_not_fit_comes_in_pages(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strategy.views.PAGE_ROWS", 2)
    for number in (2, 3):
        root = Item.objects.get(edition=draft_of(plan), parent=None)
        tree.create_item(root, plan.tiers.get(position=1), code=f"H{number}", text="Hodnota")
    publish(plan)
    pages = [client.get(f"{PLAN}?strana={page}") for page in (1, 2)]
    assert [[line.code for line in page.context["lines"]] for page in pages] == [["", "H2"], ["H3"]]
    assert "?strana=2" in links(pages[0])


@pytest.mark.parametrize("page", ["0", "-1", "x", "3", "99999", "9" * 30, "²", "٢", "1e2", ""])
@pytest.mark.parametrize("path", ["", "A1/"])
def test_a_page_that_is_none_is_not_found(
    client: Client, published: Edition, small_pages: None, path: str, page: str
) -> None:
    assert client.get(f"{PLAN}{path}?strana={page}").status_code == 404


# ---- the same for everyone, at a steady price


@pytest.mark.parametrize("path", ["/", PLAN, f"{PLAN}A1/", f"{PLAN}edice/1/", "/pristupnost/"])
def test_a_page_is_the_same_for_everyone(client: Client, published: Edition, path: str) -> None:
    anonymous = client.get(path)
    client.force_login(User.objects.create_superuser("spravce"))
    pagestore.store.clear()
    signed_in = client.get(path)
    assert signed_in.content == anonymous.content
    assert "Cookie" not in signed_in.headers.get("Vary", "")
    assert [len(page.cookies) for page in (anonymous, signed_in)] == [0, 0]
    assert "csrfmiddlewaretoken" not in body(anonymous)


def test_a_page_is_kept_until_its_plan_changes(
    client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    for path in ("/", PLAN, f"{PLAN}A1/"):
        client.get(path)
        with django_assert_num_queries(0):
            client.get(path)
    make_comment(item_of(published, "A1"), text="Nová připomínka.")
    pagestore.store._read_at = float("-inf")
    assert "Nová připomínka." in body(client.get(f"{PLAN}A1/"))


def query_count(client: Client, path: str, queries: Any, count: int) -> None:
    # The one query more is the page store's own look at the revisions.
    pagestore.store.clear()
    with queries(count + 1):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_the_outline_costs_the_same_whatever_the_size(
    client: Client, db: None, django_assert_num_queries: Any, size: int
) -> None:
    edition = publish(make_plan(measures=size))
    open_consultation(edition)
    query_count(client, PLAN, django_assert_num_queries, 3)
    for _number in range(size):
        make_comment(item_of(edition, "A1"))
        comment = make_comment(root_of(edition))
    settle(comment)
    query_count(client, PLAN, django_assert_num_queries, 3)


@pytest.mark.parametrize("size", [1, 3])
def test_a_large_outline_costs_no_more(
    client: Client, db: None, small_pages: None, django_assert_num_queries: Any, size: int
) -> None:
    publish(make_plan(measures=size))
    query_count(client, PLAN, django_assert_num_queries, 3)


@pytest.mark.parametrize("size", [1, 3])
def test_an_item_costs_the_same_whatever_it_holds(
    client: Client, db: None, django_assert_num_queries: Any, size: int
) -> None:
    plan = make_plan(measures=size)
    first = publish(plan)
    for _number in range(size):
        make_comment(item_of(first, "A1"))
    reword(draft_of(plan), "A1", "Jinak.")
    edition = publish(plan, Edition.State.APPROVED)
    open_consultation(edition)
    client.get(f"{PLAN}A1/")  # the glossary is read once
    for _number in range(size):
        comment = make_comment(item_of(edition, "A1"))
        query_count(client, f"{PLAN}A1/", django_assert_num_queries, 9)
    settle(comment)
    query_count(client, f"{PLAN}A1/", django_assert_num_queries, 9)


@pytest.mark.parametrize("size", [1, 3])
def test_the_first_page_costs_seven_queries_and_the_list_of_plans_two(
    client: Client, db: None, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        plan = make_plan(slug=f"plan-{number}", title=f"Plán {number}")
        publish(plan)
        publish(plan, Edition.State.APPROVED, at=datetime(2018, 9, 4, tzinfo=PRAGUE))
        open_consultation(publish(plan))
    query_count(client, "/", django_assert_num_queries, 7)
    query_count(client, "/plany/", django_assert_num_queries, 2)


def test_plans_stand_in_czech_order(client: Client, db: None) -> None:
    for number, title in enumerate(["Hospodaření", "Chytré město", "Čisté ovzduší", "Cyklistika"]):
        publish(make_plan(slug=f"plan-{number}", title=title))
    shelves = client.get("/").context["shelves"]
    assert [plan.edition.plan.title for plan in shelves.standing] == [
        "Cyklistika",
        "Čisté ovzduší",
        "Hospodaření",
        "Chytré město",
    ]


def test_one_page_shows_at_most_so_many_rows() -> None:
    assert (outline.PAGE_ROWS, reading.CHILDREN_ON_PAGE) == (500, 100)
