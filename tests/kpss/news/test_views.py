"""News for everyone: the list, a piece, the feed."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from brnoplan import pagestore
from kpss.news import feeds
from kpss.paging import ON_PAGE
from strategy.models import Edition, Plan
from tests.kpss.factories import make_body
from tests.kpss.papers import HTML, make_news

LIST = reverse("kpss:news_list")
FEED = reverse("kpss:news_feed")
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client: Client, query: str = "") -> list[str]:
    return [piece.title for piece in client.get(LIST + query).context["listed"].rows]


def feed(client: Client, query: str = "") -> ElementTree.Element:
    pagestore.store.clear()
    answer = client.get(FEED + query)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def test_the_list_holds_what_is_published_the_newest_first(client: Client, db: None) -> None:
    now = timezone.now()
    make_news("Starší", published_at=now - timedelta(days=1))
    make_news("Novější", published_at=now)
    make_news("Rozepsaná", published_at=None)
    listed = client.get(LIST).context["listed"]
    assert [piece.title for piece in listed.rows] == ["Novější", "Starší"]
    assert listed.count == 2


def test_the_list_is_of_one_group_where_that_is_asked(client: Client, db: None) -> None:
    body = make_body(slug="seniori")
    make_news("O skupině", body=body)
    make_news("O všem")
    make_news("Rozepsaná", body=make_body("Jiná", slug="jina"), published_at=None)
    assert titles(client, "?skupina=seniori") == ["O skupině"]
    assert titles(client, "?skupina=jina") == []
    assert titles(client, "?skupina=") == titles(client) == ["O všem", "O skupině"]


@pytest.mark.parametrize("address", [LIST, FEED])
@pytest.mark.parametrize("slug", ["neni", "%00"])
def test_news_of_a_group_that_there_is_not_are_not_found(
    client: Client, db: None, address: str, slug: str
) -> None:
    assert client.get(f"{address}?skupina={slug}").status_code == 404


def test_the_list_of_a_group_offers_its_feed(client: Client, db: None) -> None:
    body = make_body("PS Senioři", slug="seniori")
    piece = make_news("O skupině", body=body)
    make_news("O všem")
    page = client.get(f"{LIST}?skupina=seniori").content.decode()
    assert page.count(f'href="{FEED}?skupina=seniori"') == 2
    assert f'href="{FEED}"' not in page
    found, all_news = feed(client, "?skupina=seniori"), feed(client)
    assert [one.findtext(f"{ATOM}title") for one in found.iter(f"{ATOM}entry")] == [piece.title]
    assert len(list(all_news.iter(f"{ATOM}entry"))) == 2
    for name in ("id", "title"):
        assert found.findtext(f"{ATOM}{name}") != all_news.findtext(f"{ATOM}{name}")
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{FEED}?skupina=seniori"


def test_a_long_list_is_turned_by_pages(client: Client, db: None) -> None:
    for number in range(ON_PAGE + 1):
        make_news(f"Zpráva {number}")
    assert [len(titles(client, query)) for query in ("", "?strana=2")] == [ON_PAGE, 1]
    assert client.get(f"{LIST}?strana=3").status_code == 404


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    client: Client, db: None, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_news(body=make_body(f"Skupina {number}"))
    # Groups to choose from, how many there are, the page (of none there is none); revisions.
    with django_assert_num_queries((3 if count else 2) + 1):
        client.get(LIST)


def test_a_piece_says_what_when_and_of_whom(client: Client, published: Edition) -> None:
    body = make_body("PS Senioři", slug="seniori")
    piece = make_news(text="První.\n\nDruhý odstavec.", happened="2016-04-14", body=body)
    piece.plans.add(published.plan)
    page = client.get(piece.get_absolute_url())
    text = page.content.decode()
    assert "<p>První.</p>" in text
    assert "14.\xa04. 2016" in text
    for address in (body.get_absolute_url(), published.plan.get_absolute_url()):
        assert f'href="{address}"' in text


def test_lines_with_bullets_are_a_list(client: Client, db: None) -> None:
    piece = make_news(text="Přijďte:\n• senioři\n- rodiny")
    made = "<p>Přijďte:</p>\n\n<ul><li>senioři</li><li>rodiny</li></ul>"
    assert made in client.get(piece.get_absolute_url()).content.decode()
    (entry,) = feed(client).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == made


def test_what_is_being_written_is_not_there(client: Client, db: None) -> None:
    piece = make_news(published_at=None)
    assert client.get(piece.get_absolute_url()).status_code == 404


def test_a_plan_that_nobody_may_know_of_is_not_told(client: Client, plan: Plan) -> None:
    piece = make_news()
    piece.plans.add(plan)
    assert plan.title not in client.get(piece.get_absolute_url()).content.decode()


def test_words_are_text_on_every_page(client: Client, db: None) -> None:
    piece = make_news(title=HTML.decode(), text=HTML.decode())
    for address in (LIST, piece.get_absolute_url(), FEED):
        assert b"<script>" not in client.get(address).content


def test_the_feed_is_valid_atom_of_what_is_published(client: Client, db: None) -> None:
    make_news("Rozepsaná", published_at=None)
    piece = make_news("Konference & my", text="Sešli jsme <se>.")
    found = feed(client)
    (entry,) = found.iter(f"{ATOM}entry")
    for name in ("id", "title", "updated", "author"):
        assert len(found.findall(f"{ATOM}{name}")) == 1
    assert entry.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2026:kpss/aktuality/{piece.pk}"
    assert entry.findtext(f"{ATOM}title") == "Konference & my"
    assert entry.findtext(f"{ATOM}summary") == "<p>Sešli jsme &lt;se&gt;.</p>"
    (link,) = entry.findall(f"{ATOM}link")
    assert link.get("href") == f"http://testserver{piece.get_absolute_url()}"


def test_an_empty_feed_does_not_change_by_being_asked_for(client: Client, db: None) -> None:
    updated = [feed(client).findtext(f"{ATOM}updated", "") for _time in range(2)]
    assert updated[0] == updated[1]
    assert datetime.fromisoformat(updated[0]) == feeds.BEGUN_AT


def test_what_is_changed_later_is_updated_in_the_feed(client: Client, db: None) -> None:
    piece = make_news(published_at=timezone.now() - timedelta(days=2))
    piece.text = "Jinak."
    piece.save()
    (entry,) = feed(client).iter(f"{ATOM}entry")
    published, updated = (entry.findtext(f"{ATOM}{name}", "") for name in ("published", "updated"))
    assert datetime.fromisoformat(published) < datetime.fromisoformat(updated)


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_costs_one_query(
    client: Client, db: None, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        make_news()
    with django_assert_num_queries(1 + 1):
        client.get(FEED)


@pytest.mark.parametrize("name", ["news_list", "news_feed"])
def test_nothing_is_sent_to_these_pages(client: Client, db: None, name: str) -> None:
    assert client.post(reverse(f"kpss:{name}")).status_code == 405


def test_the_day_of_what_happened_and_the_source_stand_before_the_text(
    client: Client, db: None
) -> None:
    piece = make_news(text="Sešli jsme se.", happened="2016-04-14", source="Zpráva\nZápis")
    html = client.get(piece.get_absolute_url()).content.decode().replace("\xa0", " ")
    places = [html.index(said) for said in ("14. 4. 2016", "Zpráva<br>Zápis", "Sešli jsme se.")]
    assert places == sorted(places)
