"""What pages tell search engines and those who share them; the pictures that go with them."""

import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from brnoplan.sharing import pictures
from kpss.models import HiddenPassage, Minutes
from strategy import editions
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_plan, publish
from tests.kpss.factories import make_body, make_meeting

HOST = settings.SITE_URL
PLAN = "/zkusebni-plan/"


def told(page: str) -> dict[str, str]:
    """The description of a page, and what it gives for sharing."""
    return dict(re.findall(r'<meta (?:name|property)="([\w:]+)" content="([^"]*)"', page))


def items(page: str) -> list[str]:
    """The types of schema.org on a page, in order."""
    return re.findall(r'itemtype="https://schema\.org/(\w+)"', page)


def properties(page: str, name: str) -> list[str]:
    return re.findall(rf'itemprop="{name}" (?:content|href)="([^"]*)"', page)


def test_an_item_is_described_for_who_shares_it(client: Client, published: Edition) -> None:
    given = told(client.get(f"{PLAN}A1.1/").content.decode())
    assert given["og:title"] == "A1.1 Podporovat záměr 1."
    assert given["description"] == given["og:description"] == "Podporovat záměr 1."
    assert given["og:url"] == f"{HOST}{PLAN}A1.1/"
    assert given["twitter:card"] == "summary_large_image"
    picture = client.get(given["og:image"].removeprefix(HOST))
    assert picture.headers["Content-Type"] == "image/png"


def test_a_plan_is_described_for_who_shares_it(client: Client, published: Edition) -> None:
    given = told(client.get(PLAN).content.decode())
    assert (given["og:title"], given["og:url"]) == ("Zkušební plán", f"{HOST}{PLAN}")
    assert client.get(given["og:image"].removeprefix(HOST)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/kpss/", "/data/", PLAN, f"{PLAN}A1/"])
def test_every_page_has_one_description(client: Client, published: Edition, path: str) -> None:
    page = client.get(path).content.decode()
    assert len(re.findall('<meta name="description"', page)) == 1
    assert len(re.findall('rel="canonical"', page)) <= 1


def test_an_item_says_what_it_is_and_where_it_stands(client: Client, published: Edition) -> None:
    page = client.get(f"{PLAN}A1.1/").content.decode()
    assert items(page) == [
        "BreadcrumbList",
        *["ListItem"] * 6,
        *("CreativeWork", "GovernmentOrganization", "CreativeWork"),
    ]
    assert properties(page, "item")[-1] == f"{HOST}{PLAN}A1.1/"
    assert properties(page, "position") == ["1", "2", "3", "4", "5", "6"]
    assert properties(page, "license") == [settings.DATA_LICENCE]


def test_a_day_that_no_source_gives_is_not_told(client: Client, published: Edition) -> None:
    assert len(properties(client.get(PLAN).content.decode(), "datePublished")) == 1
    draft = draft_of(make_plan("druhy", "Druhý"))
    editions.publish(draft, Edition.State.CONSULTATION, day_in_words="říjen")
    assert properties(client.get("/druhy/").content.decode(), "datePublished") == []


def test_a_meeting_is_an_event_without_what_its_minutes_hide(client: Client, db: None) -> None:
    meeting = make_meeting(make_body(), place="u Nováků")
    minutes = Minutes.objects.create(meeting=meeting, state="published")
    HiddenPassage.objects.create(minutes=minutes, text="Nováků")
    page = client.get(f"/kpss/jednani/{meeting.pk}/").content.decode()
    assert items(page) == ["Event", "GovernmentOrganization", "Place"]
    assert properties(page, "startDate") == ["2018-08-30T09:00+02:00"]
    assert "Nováků" not in page


@pytest.mark.parametrize("measures", [1, 3])
def test_what_the_pictures_cost(
    client: Client, db: None, measures: int, django_assert_num_queries: Any
) -> None:
    edition = publish(make_plan(measures=measures))
    client.get("/robots.txt")
    client.get("/")
    address = f"/polozka/{item_of(edition, 'A1.1').key}/nahled.png"
    with django_assert_num_queries(2):
        client.get(address)
    with django_assert_num_queries(1):
        client.get(f"{PLAN}nahled.png")


def test_a_picture_is_kept_until_something_changes(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/polozka/{item_of(published, 'A1.1').key}/nahled.png"
    first = client.get(address)
    monkeypatch.setattr(pictures, "draw", None)
    again = client.get(address)
    assert again.content == first.content
    known = {"if-none-match": first.headers["ETag"]}
    assert client.get(address, headers=known).status_code == 304


def test_there_is_no_picture_of_what_nobody_may_read(client: Client, plan: Any) -> None:
    assert client.get(f"{PLAN}nahled.png").status_code == 404
    draft = item_of(draft_of(plan), "A1")
    assert client.get(f"/polozka/{draft.key}/nahled.png").status_code == 404


@pytest.mark.parametrize("text", ["Krátce.", "slovo " * 300, "nekonečné" * 60, "🙂\nřádek"])
def test_any_wording_fits_its_picture(text: str) -> None:
    picture = Image.open(io.BytesIO(pictures.draw("A1.1", text, "Plán " * 60)))
    assert picture.size == (1200, 630)
    lines, size = pictures.fitted(text)
    width = pictures.WIDTH - 2 * pictures.MARGIN
    assert max(pictures.font("Semibold", size).getlength(line) for line in lines) <= width
    assert len(lines) <= dict(pictures.SIZES)[size]
