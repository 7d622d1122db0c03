"""Cards for other sites, and how they ask for them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from brnoplan import pagestore
from strategy.models import Edition
from strategy.progress import reporting
from tests.brnoplan.test_security import POLICY, carried
from tests.factories import draft_of, item_of, make_plan, publish, publish_afterwards, reword

HOST = settings.SITE_URL


def card(client: Client, edition: Edition, code: str = "A1.1") -> Any:
    return client.get(f"/karta/{item_of(edition, code).key}/")


def test_any_site_may_frame_a_card_and_nothing_else(client: Client, published: Edition) -> None:
    framed = carried(card(client, published))
    assert framed["policy"] == POLICY - {"frame-ancestors 'none'"} | {"frame-ancestors *"}
    assert framed["frames"] is None
    page = carried(client.get("/zkusebni-plan/A1.1/"))
    assert (page["policy"], page["frames"]) == (POLICY, "DENY")


def test_a_card_sets_no_cookie_and_its_links_open_outside_of_the_frame(
    client: Client, published: Edition
) -> None:
    answer = card(client, published)
    page = answer.content.decode()
    assert not answer.cookies
    links = re.findall(r"<a [^>]*>", page)
    assert len(links) == 2
    assert all(
        f'href="{HOST}/zkusebni-plan/A1.1/"' in one and 'target="_top"' in one for one in links
    )
    assert re.findall(r"<form|<script|<style|\sstyle=", page) == []


def test_a_card_shows_the_wording_that_holds_now(client: Client, published: Edition) -> None:
    reword(item_of(draft_of(published.plan), "A1.1"), "Nové znění záměru.")
    assert "Nové znění" not in card(client, published).content.decode()
    publish_afterwards(published.plan)
    pagestore.store.clear()
    assert "Nové znění" in card(client, published).content.decode()


def test_a_card_says_how_a_measure_in_force_stands(client: Client, db: None) -> None:
    edition = publish(make_plan(), Edition.State.APPROVED)
    reporting.report(item_of(edition, "A1.1"), "under_way")
    page = card(client, edition).content.decode()
    assert 'class="embedded__state"' in page
    assert 'class="embedded__state"' not in card(client, edition, "A1").content.decode()


def test_there_is_no_card_of_what_nobody_may_read(client: Client, db: None) -> None:
    draft = item_of(draft_of(make_plan()), "A1")
    assert client.get(f"/karta/{draft.key}/").status_code == 404
    assert client.get(f"/karta/{uuid4()}/").status_code == 404


@pytest.mark.parametrize("measures", [1, 3])
def test_what_a_card_costs(
    client: Client, db: None, measures: int, django_assert_num_queries: Any
) -> None:
    edition = publish(make_plan(measures=measures), Edition.State.APPROVED)
    for number in range(1, measures + 1):
        reporting.report(item_of(edition, f"A1.{number}"), "under_way")
    address = f"/karta/{item_of(edition, 'A1.1').key}/"
    client.get("/robots.txt")
    client.get("/")
    with django_assert_num_queries(5):
        assert client.get(address).status_code == 200


def asked(client: Client, url: str, **given: str) -> Any:
    return client.get("/oembed/", {"url": url} | given)


def test_oembed_gives_the_frame_of_an_item_by_any_of_its_addresses(
    client: Client, published: Edition
) -> None:
    key = item_of(published, "A1.1").key
    paths = [
        "/zkusebni-plan/A1.1/",
        "/zkusebni-plan/edice/1/A1.1/",
        f"/polozka/{key}/",
        f"/karta/{key}/",
    ]
    answers = [asked(client, HOST + path).json() for path in paths]
    assert [one["html"] for one in answers] == [answers[0]["html"]] * 4
    assert f'<iframe src="{HOST}/karta/{key}/"' in answers[0]["html"]
    assert (answers[0]["type"], answers[0]["version"]) == ("rich", "1.0")


def test_oembed_keeps_to_the_size_that_is_asked_for(client: Client, published: Edition) -> None:
    url = f"{HOST}/zkusebni-plan/A1.1/"
    given = asked(client, url, maxwidth="320", maxheight="9999").json()
    assert (given["width"], given["height"]) == (320, 300)
    assert 'width="320" height="300"' in given["html"]
    assert "thumbnail_url" not in given
    whole = asked(client, url, maxwidth="-1").json()
    assert (whole["width"], whole["thumbnail_width"]) == (480, 1200)
    assert asked(client, url, format="xml").status_code == 501


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("", 400),
        ("https://jinde.example/zkusebni-plan/A1.1/", 400),
        (f"{HOST}/zkusebni-plan/", 404),
        (f"{HOST}/zkusebni-plan/A9/", 404),
        (f"{HOST}/kpss/", 404),
        (f"{HOST}/a/b/c/d/", 404),
        ("http://[", 400),
    ],
)
def test_oembed_refuses_what_has_no_card(
    client: Client, published: Edition, url: str, status: int
) -> None:
    answer = asked(client, url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_the_page_of_an_item_offers_the_frame_as_text_and_to_machines(
    client: Client, published: Edition
) -> None:
    page = client.get("/zkusebni-plan/A1.1/").content.decode()
    key = item_of(published, "A1.1").key
    assert f"&lt;iframe src=&quot;{HOST}/karta/{key}/&quot;" in page
    found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
    assert found
    path = found[1].removeprefix(HOST)
    assert client.get(path).json()["title"] == "A1.1 Podporovat záměr 1."


def test_a_wording_with_marks_of_html_stays_text(client: Client, plan: Any) -> None:
    reword(item_of(draft_of(plan), "A1.1"), 'Zlé "><script>alert(1)</script>')
    edition = publish(plan)
    html = asked(client, f"{HOST}/zkusebni-plan/A1.1/").json()["html"]
    page = client.get("/zkusebni-plan/A1.1/").content.decode()
    for text in (html, page, card(client, edition).content.decode()):
        assert "<script>" not in text
