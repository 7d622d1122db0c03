"""Feeds of comments and answers, as a reader of feeds takes them."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from brnoplan import pagestore
from comments import amending, publication
from comments.models import Comment, CommentVersion
from comments.receiving import Said
from strategy.models import Edition, Item
from tests.factories import item_of, make_comment, open_consultation, settle

ATOM = "{http://www.w3.org/2005/Atom}"
PLAN = "/zkusebni-plan/pripominky.atom"


def of_item(item: Item) -> str:
    return f"/polozka/{item.key}/pripominky.atom"


def feed(client: Client, address: str) -> ElementTree.Element:
    pagestore.store.clear()
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def texts(found: ElementTree.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}", "") for entry in found.iter(f"{ATOM}entry")]


def test_comments_and_answers_come_the_newest_first(client: Client, published: Edition) -> None:
    first, second = (make_comment(item_of(published, f"A1.{number}")) for number in (1, 2))
    answer = settle(first.points.get(), reasoning="Proto & tak.")
    found = feed(client, PLAN)
    plan = f"tag:127.0.0.1,2026:plan-{published.plan_id}"
    assert texts(found, "id") == [
        f"{plan}/pripominka-1-odpoved-{answer.pk}",
        f"{plan}/pripominka-2",
        f"{plan}/pripominka-1",
    ]
    assert texts(found, "summary")[0] == "<p>Proto &amp; tak.</p>"
    found_links = [entry.find(f"{ATOM}link").get("href") for entry in found.iter(f"{ATOM}entry")]
    assert found_links[1] == f"http://testserver{second.get_absolute_url()}"


def test_a_feed_is_valid_atom(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.1"))
    found = feed(client, PLAN)
    assert found.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(found.findall(f"{ATOM}{name}")) == 1
    (entry,) = found.iter(f"{ATOM}entry")
    for name in ("id", "title", "updated", "published", "author", "summary", "link"):
        assert len(entry.findall(f"{ATOM}{name}")) == 1
    (own,) = [
        link.get("href") for link in found.findall(f"{ATOM}link") if link.get("rel") == "self"
    ]
    assert own == f"http://testserver{PLAN}"


def test_a_feed_without_entries_is_a_feed(client: Client, published: Edition) -> None:
    for address in (PLAN, of_item(item_of(published, "A1.1"))):
        assert texts(feed(client, address), "id") == []


def test_the_feed_of_an_item_speaks_of_it_in_every_edition(
    client: Client, published: Edition
) -> None:
    item, other = (item_of(published, code) for code in ("A1.1", "A1.2"))
    settle(make_comment(other).points.get())
    comment = make_comment(item)
    settle(comment.points.get())
    names = [identity.rpartition("/")[2] for identity in texts(feed(client, of_item(item)), "id")]
    assert [name.partition("-odpoved")[0] for name in names] == ["pripominka-2"] * 2


def test_what_is_not_published_is_in_no_feed(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item, published=False, text="Tajné.")
    held = make_comment(item, text="Tajné.")
    settle(held.points.get(), reasoning="Tajné.")
    publication.hold(held)
    settle(make_comment(item).points.get(), published=False, reasoning="Tajné.")
    make_comment(item, kind=Comment.Kind.NONE, text="Bez připomínek.")
    for address in (PLAN, of_item(item)):
        found = feed(client, address)
        assert [text for text in texts(found, "summary") if "Tajné" in text] == []
        assert len(texts(found, "id")) == 2


def test_names_are_in_feeds_with_consent_only(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item, name="Občanka Tajná", email="tajna@example.cz")
    make_comment(item, name="Občan Veřejný", name_public=True)
    pagestore.store.clear()
    content = client.get(PLAN).content.decode()
    assert ["Tajná" in content, "tajna@" in content, "Veřejný" in content] == [False, False, True]


def test_an_amended_comment_keeps_its_id_and_is_updated(client: Client, published: Edition) -> None:
    open_consultation(published)
    item = item_of(published, "A1.1")
    comment = make_comment(item)
    before = feed(client, PLAN)
    publication.publish(amending.amend(comment, [Said(item, "Jinak.")]))
    after = feed(client, PLAN)
    assert texts(before, "id") == texts(after, "id")
    assert texts(before, "published") == texts(after, "published")
    assert texts(before, "updated") <= texts(after, "updated")
    assert texts(after, "summary") == ["<p>Jinak.</p>"]


def test_redacted_words_are_in_no_feed(client: Client, published: Edition) -> None:
    comment = make_comment(item_of(published, "A1.1"), text="Volejte 777.")
    CommentVersion.objects.filter(comment=comment).put_instead(text="Volejte [údaj skryt].")
    assert texts(feed(client, PLAN), "summary") == ["<p>Volejte [údaj skryt].</p>"]


def test_pages_say_where_their_feeds_are(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    make_comment(item)
    for address, feeds in [
        ("/zkusebni-plan/", [PLAN]),
        ("/zkusebni-plan/A1.1/", [PLAN, of_item(item)]),
        ("/zkusebni-plan/pripominky/", [PLAN]),
        ("/zkusebni-plan/pripominky/1/", [PLAN]),
    ]:
        head = client.get(address).content.decode().partition("</head>")[0]
        assert [one in head for one in (PLAN, of_item(item))] == [
            one in feeds for one in (PLAN, of_item(item))
        ]
        assert head.count("application/atom+xml") == len(feeds)


def test_a_plan_or_item_that_is_not_there_has_no_feed(client: Client, plan: Any) -> None:
    item = Item.objects.get(code="A1.1")
    for address in (PLAN, of_item(item), "/polozka/00000000-0000-4000-8000-000000000000/x"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_costs_the_same_however_many_entries(
    client: Client, published: Edition, django_assert_num_queries: Any, count: int
) -> None:
    item = item_of(published, "A1.1")
    for _number in range(count):
        settle(make_comment(item).points.get())
    pagestore.store.revisions()
    with django_assert_num_queries(4):
        assert client.get(PLAN).status_code == 200
    with django_assert_num_queries(5):
        assert client.get(of_item(item)).status_code == 200


def test_a_feed_without_entries_is_as_old_as_the_plan(client: Client, published: Edition) -> None:
    for address in (PLAN, of_item(item_of(published, "A1.1"))):
        updated = feed(client, address).findtext(f"{ATOM}updated", "")
        assert datetime.fromisoformat(updated) == published.published_at
