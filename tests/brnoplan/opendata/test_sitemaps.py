"""The map for search engines leads to what anyone may read, and to nothing else."""

import re
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from brnoplan.opendata import sitemaps
from comments.models import Comment
from kpss.models import Decision, Document, Minutes, News, SubsidyRules
from strategy.models import Edition, Indicator
from tests.brnoplan.opendata.scene import fill
from tests.factories import draft_of, item_of, make_comment, make_plan, publish
from tests.kpss.factories import make_minutes

pytestmark = pytest.mark.django_db
CANONICAL = re.compile('rel="canonical" href="https?://[^/"]*([^"]*)"')
SPACE = {"map": sitemaps.SPACE}


def places(client: Client, path: str = "/sitemap.xml") -> dict[str, str | None]:
    """Each address on a map, with its day of change."""
    whole = fromstring(client.get(path).content)  # noqa: S314  (our own)
    return {
        one.find("map:loc", SPACE).text.removeprefix(settings.SITE_URL): one.findtext(
            "map:lastmod", None, SPACE
        )
        for one in whole
    }


def test_every_address_on_the_map_is_a_page(client: Client) -> None:
    fill()
    found = places(client)
    answers = {path: client.get(path) for path in found}
    assert [path for path, answer in answers.items() if answer.status_code != 200] == []
    # None says of itself that it is another page, or no page for search engines.
    named = {path: CANONICAL.search(answer.content.decode()) for path, answer in answers.items()}
    assert {path: told[1] for path, told in named.items() if told and told[1] != path} == {}
    assert [path for path in answers if 'content="noindex' in answers[path].content.decode()] == []
    assert {
        "/",
        "/zkusebni-plan/",
        "/zkusebni-plan/A1.2/",
        "/zkusebni-plan/edice/1/",
        "/zkusebni-plan/pripominky/1/",
        "/kpss/skupiny/skupina-1/",
        "/data/",
    } <= set(found)


def test_what_measures_and_minutes_have_come_to_is_on_it(client: Client) -> None:
    edition = fill()
    plan = edition.plan
    measure = item_of(draft_of(plan), "A1.1")
    Indicator.objects.create(item=measure, key=measure.key, position=2, name="Počet míst")
    publish(plan)
    public = {"state": Minutes.State.PUBLISHED, "published_at": timezone.now()}
    meeting = make_minutes(plan, **public).meeting
    Decision.objects.create(meeting=meeting, number=1, text="Doporučuje se.")
    document = Document.objects.create(kind="rules", title="Pravidla", is_public=False)
    SubsidyRules.objects.create(year=2014, title="Pravidla", document=document)
    found = places(client)
    expected = [
        *(
            f"/polozka/{measure.key}/plneni/",
            "/zkusebni-plan/plneni/2018/rok/",
            "/kpss/dotace/2014/",
        ),
        *(f"/zkusebni-plan/ukazatel/{measure.key}/", f"/kpss/jednani/{meeting.pk}/zapis/"),
        f"/kpss/jednani/{meeting.pk}/rozhodnuti/1/",
    ]
    assert [path for path in expected if path not in found] == []
    assert [client.get(path).status_code for path in expected] == [200] * 6


def test_nothing_is_on_it_that_nobody_may_read(client: Client, published: Edition) -> None:
    make_plan("tajny", "Tajný")
    make_comment(item_of(published, "A1"), published=False)
    News.objects.create(slug="chystana", title="Chystaná", text="Text")
    hidden = Document.objects.create(kind="record", title="Záznam", is_public=False)
    found = " ".join(places(client))
    for secret in ("tajny", "/pripominky/1/", "chystana", str(hidden.key), "/admin/", "/edice/2/"):
        assert secret not in found


def test_each_page_stands_in_each_language_and_names_all_of_them(client: Client) -> None:
    fill()
    whole = fromstring(client.get("/sitemap.xml").content)  # noqa: S314  (our own)
    named: dict[str, list[tuple[str, str]]] = {}
    for one in whole:
        links = one.findall(f"{{{sitemaps.XHTML}}}link")
        address = one.find("map:loc", SPACE).text.removeprefix(settings.SITE_URL)
        assert [link.get("rel") for link in links] == ["alternate"] * len(links)
        named[address] = [
            (link.get("hreflang"), link.get("href").removeprefix(settings.SITE_URL))
            for link in links
        ]
    own = [address for address in named if not address.startswith("/en/")]
    versions = {address: [("cs", address), ("en", f"/en{address}")] for address in own}
    assert named == versions | {f"/en{address}": versions[address] for address in own}


def test_a_plan_was_changed_when_something_of_it_was_said_last(
    client: Client, published: Edition
) -> None:
    at_first = places(client)["/zkusebni-plan/"]
    comment = make_comment(item_of(published, "A1"))
    Comment.objects.filter(pk=comment.pk).update(published_at=timezone.now() + timedelta(days=1))
    pagestore.store.clear()
    later = places(client)
    assert later["/zkusebni-plan/"] > at_first
    assert later["/zkusebni-plan/A1/"] == at_first


def test_a_large_portal_has_a_map_in_parts(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = places(client)
    pagestore.store.clear()
    monkeypatch.setattr(sitemaps, "MOST", 10)
    parts = places(client)
    assert list(parts) == [
        f"/sitemap-{number}.xml" for number in range(1, (len(whole) - 1) // 10 + 2)
    ]
    assert [path for part in parts for path in places(client, part)] == list(whole)
    assert client.get("/sitemap-99.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


@pytest.mark.parametrize("measures", [1, 3])
def test_the_map_costs_the_same_queries_however_much_there_is(
    client: Client, measures: int, django_assert_num_queries: Any
) -> None:
    fill(measures)
    pagestore.store.clear()
    pagestore.store.revisions()
    with django_assert_num_queries(23):
        client.get("/sitemap.xml")
