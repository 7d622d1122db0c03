"""The first page and the shelf of all plans."""

import re
from datetime import date

from django.test import Client

from strategy import home
from strategy.models import Edition
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    make_resolution,
    publish,
    put_out_of_force,
    root_of,
)
from tests.strategy.public_pages import PLAN, body, links


def test_a_plan_is_counted_by_what_stands_above_measures_by_measures_and_comments(
    approved: Edition,
) -> None:
    for item in (root_of(approved), item_of(approved, "A1"), item_of(approved, "A1.2")):
        make_comment(item)
    make_comment(root_of(approved), published=False)
    other = publish(make_plan("jiny", measures=1))
    found = home.amounts([approved, other])
    assert found[approved.pk] == ([("Priority", 1), ("Opatření", 3)], 3)
    assert found[other.pk] == ([("Priority", 1), ("Opatření", 1)], 0)


def test_resolutions_come_newest_first_and_those_without_a_day_last(approved: Edition) -> None:
    for session, day in (("Z7/01", date(2018, 9, 4)), ("Z7/03", date(2020, 1, 1))):
        make_resolution(approved, session=session, date=day, body="city_council")
    make_resolution(
        approved, session="Z7/02", date=None, date_in_words="v říjnu", body="city_council"
    )
    make_resolution(approved, adopted=False, session="Z7/04", date=date(2021, 1, 1))
    make_resolution(draft_of(approved.plan), session="Z7/05", date=date(2021, 1, 1))
    found = [one.cited.split(",")[0] for one in home.resolved()]
    assert found[0] == "Z7/03"
    assert not {"Z7/04", "Z7/05"} & set(found)


def test_an_empty_portal_says_what_will_be_on_its_first_page(client: Client, db: None) -> None:
    page = body(client.get("/"))
    assert page.count('<p class="muted">') == 4
    assert 'class="shelf"' not in page


def test_the_first_page_leads_to_plans_that_ended_and_the_shelf_holds_them(
    client: Client, approved: Edition
) -> None:
    put_out_of_force(approved, "withdrawn")
    assert "/plany/#drivejsi" in links(client.get("/"))
    page = client.get("/plany/")
    assert 'id="drivejsi"' in body(page)
    assert PLAN in links(page)


def navigation(client: Client, path: str) -> str:
    return body(client.get(path)).split("masthead__nav")[1].split("</nav>")[0]


def test_the_navigation_marks_where_one_is(client: Client, published: Edition) -> None:
    marked = {
        path: re.findall(r'aria-current="(\w+)"', navigation(client, path))
        for path in ("/", "/plany/", PLAN, f"{PLAN}A1/", "/plneni/", "/kpss/skupiny/")
    }
    assert marked == {
        "/": [],
        "/plany/": ["page"],
        PLAN: ["true"],
        f"{PLAN}A1/": ["true"],
        "/plneni/": ["page"],
        "/kpss/skupiny/": ["true"],
    }


def test_both_change_with_the_year_at_midnight(client: Client, published: Edition) -> None:
    for path in ("/", "/plany/"):
        assert client.get(path).wsgi_request.page_store_until is not None
