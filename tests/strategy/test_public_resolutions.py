"""What the public reads of resolutions and of editions out of force."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import pagestore
from strategy import editions
from strategy.models import Edition, PageRevision, Plan, Resolution
from strategy.pdf import document
from tests.factories import (
    draft_of,
    make_comment,
    make_part,
    make_resolution,
    open_consultation,
    publish,
    root_of,
)
from tests.strategy.test_views import PLAN, body, query_count


@pytest.fixture
def approved(plan: Plan) -> Edition:
    """Approved by a resolution of three parts and recommended by another."""
    draft = draft_of(plan)
    votes = {"votes_for": 48, "votes_against": 0, "votes_abstained": 3}
    resolution = make_resolution(draft, agenda_item="12", report="Důvodová zpráva.", **votes)
    make_part(resolution, verb="notes", subject="finances", wording="finanční nároky")
    task = {"verb": "imposes", "subject": "task", "wording": "zveřejnit plán"}
    make_part(resolution, **task, addressee="Odboru sociální péče", due=date(2018, 12, 31))
    board = make_resolution(draft, body="city_board", session="R8/17")
    board.parts.update(verb="recommends", wording="schválit plán")
    make_resolution(draft, adopted=False, session="Návrh/1")
    return editions.publish(draft, "approved", resolution=resolution)


def shown(client: Client, path: str = PLAN) -> list[tuple[str, list[str]]]:
    """Sessions of the resolutions on a page, each with the wordings of its parts."""
    read = client.get(path).context["read"]
    return [
        (adopted.resolution.session, [part.wording for part in adopted.parts])
        for adopted in read.resolutions
    ]


def test_an_edition_shows_what_was_adopted_of_it_and_no_proposal(
    client: Client, approved: Edition
) -> None:
    assert shown(client) == [
        ("Z7/31", ["Zkušební plán", "finanční nároky", "zveřejnit plán"]),
        ("R8/17", ["schválit plán"]),
    ]
    page = body(client.get(PLAN)).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("Z7/31", "4. 9. 2018", "48", "Odboru sociální péče", "31. 12. 2018"):
        assert words in page
    assert page.index('href="#usneseni"') < page.index('id="usneseni"')
    assert page.count("resolution--approving") == 1
    assert Resolution.objects.filter(session="Návrh/1").exists()
    assert "Návrh/1" not in page
    assert "Důvodová zpráva." not in page


def test_each_edition_shows_its_own(client: Client, approved: Edition) -> None:
    plan = approved.plan
    make_resolution(draft_of(plan), session="K/5", body="coordination_group")
    publish(plan)
    assert [session for session, _parts in shown(client, f"{PLAN}edice/2/")] == ["K/5"]
    assert [session for session, _parts in shown(client)] == ["Z7/31", "R8/17"]
    make_resolution(draft_of(plan))
    assert 'id="usneseni"' not in body(client.get(f"{PLAN}edice/2/A1/"))


def test_an_edition_without_resolutions_has_no_heading_for_them(
    client: Client, published: Edition
) -> None:
    assert "usneseni" not in body(client.get(PLAN))


@pytest.mark.parametrize("count", [1, 3])
def test_resolutions_cost_the_outline_no_query(
    client: Client, plan: Plan, django_assert_num_queries: Any, count: int
) -> None:
    draft = draft_of(plan)
    for _number in range(count):
        resolution = make_resolution(draft)
        for _part in range(count):
            make_part(resolution)
    edition = editions.publish(draft, "approved", resolution=resolution)
    make_comment(root_of(edition))
    query_count(client, PLAN, django_assert_num_queries, 3)
    pagestore.store.clear()
    assert [len(parts) for _session, parts in shown(client)] == [count + 1] * count


def test_the_document_of_an_approved_edition_says_by_what(approved: Edition) -> None:
    html = document.html(approved).replace("\N{NO-BREAK SPACE}", " ")
    approval = html[html.index('class="approval"') : html.index('class="contents"')]
    for words in ("Z7/31", "finanční nároky", "Odboru sociální péče"):
        assert words in approval
    assert "R8/17" not in html


def test_the_document_of_a_draft_for_consultation_says_nothing_of_approval(
    published: Edition,
) -> None:
    make_resolution(published)
    assert "approval" not in document.html(published)


# Editions out of force

PAGES = ["", "A1/", "A1.1/", "A9/"]


def bands(client: Client, number: int) -> dict[str, str]:
    """The band on each page of an edition, empty where there is none."""
    pagestore.store.clear()
    found = {}
    for path in PAGES:
        html = client.get(f"{PLAN}edice/{number}/{path}").content.decode()
        start = html.find('<aside class="band')
        found[path] = html[start : html.index("</aside>", start)] if start >= 0 else ""
    return found


def test_every_page_of_a_superseded_edition_says_so_and_leads_to_the_current_one(
    client: Client, published: Edition
) -> None:
    current = publish(published.plan)
    for path, band in bands(client, 1).items():
        assert (path, band.count("<a href=")) == (path, 1)
        assert f'href="{PLAN}' in band or "/polozka/" in band
    assert set(bands(client, current.number).values()) == {""}


def test_every_page_of_a_withdrawn_edition_gives_the_reason(
    client: Client, published: Edition
) -> None:
    publish(published.plan)
    editions.withdraw(published, "Vydáno s <jinou> přílohou.")
    for path, band in bands(client, 1).items():
        assert (path, "&lt;jinou&gt; přílohou" in band, "<a href=" in band) == (path, True, True)


def test_a_plan_whose_only_edition_is_withdrawn_gives_the_reason(
    client: Client, published: Edition
) -> None:
    editions.withdraw(published, "Vydáno omylem.")
    assert all("Vydáno omylem." in band for band in bands(client, 1).values())
    assert "Vydáno omylem." in body(client.get(PLAN))


def test_a_comparison_of_editions_out_of_force_leads_to_the_current_one(
    client: Client, published: Edition
) -> None:
    for _number in range(2):
        publish(published.plan)
    editions.withdraw(published, "Vydáno omylem.")

    def band(older: int, newer: int) -> tuple[bool, bool]:
        html = body(client.get(reverse("comparison", args=["zkusebni-plan", older, newer])))
        before = html[: html.index("<h1")]
        leads = f'<a href="{PLAN}">' in before.partition('class="band"')[2]
        return "Vydáno omylem." in html, leads

    assert [band(1, 2), band(1, 3), band(2, 3)] == [(True, True), (True, False), (False, False)]


def test_a_page_of_a_day_tells_of_a_later_withdrawal(client: Client, plan: Plan) -> None:
    first = publish(plan, "approved", at=datetime(2018, 9, 4, tzinfo=UTC))
    later = make_resolution(draft_of(plan), date=date(2019, 9, 4))
    moment = datetime(2019, 9, 4, tzinfo=UTC)
    editions.publish(draft_of(plan), "approved", resolution=later, at=moment)
    editions.withdraw(first, "Vydáno omylem.")
    page = body(client.get(f"{PLAN}k/2018-10-01/"))
    assert (f'href="{PLAN}"' in page, "Vydáno omylem." in page) == (True, True)


def test_a_withdrawn_edition_asks_for_no_comments(client: Client, published: Edition) -> None:
    open_consultation(published)
    assert 'action="/pripominka/kontrola/' in body(client.get(PLAN))
    editions.withdraw(published, "Vydáno omylem.")
    pagestore.store.clear()
    assert 'action="/pripominka/kontrola/' not in body(client.get(PLAN))


def test_withdrawing_makes_stored_pages_stale(published: Edition) -> None:
    before = PageRevision.objects.get(plan=published.plan).number
    editions.withdraw(published, "Vydáno omylem.")
    assert PageRevision.objects.get(plan=published.plan).number == before + 1
