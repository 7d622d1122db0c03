"""The register of a plan's comments: which, in what order, at what cost."""

import re
from typing import Any

import pytest
from django.test import Client

from brnoplan import pagestore
from comments import publication, receiving
from comments.models import Comment
from comments.receiving import Said
from strategy.models import Edition
from tests.factories import draft_of, item_of, make_comment, publish, root_of, settle

REGISTER = "/zkusebni-plan/pripominky/"


def listed(client: Client, **query: str) -> list[str]:
    pagestore.store.clear()
    return [comment.number for comment in client.get(REGISTER, query).context["page"].comments]


def test_published_comments_are_listed_the_newest_first(client: Client, published: Edition) -> None:
    for code in ("A1.1", "A1", "A1.2"):
        make_comment(item_of(published, code))
    make_comment(item_of(published, "A1"), published=False)
    make_comment(item_of(draft_of(published.plan), "A1"))
    make_comment(root_of(published))
    assert listed(client) == ["6", "3", "2", "1"]
    assert client.get(REGISTER).status_code == 200


def test_the_register_begins_with_its_numbers(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    settle(make_comment(item).points.get())
    make_comment(item)
    make_comment(item, kind=Comment.Kind.NONE)
    whole = client.get(REGISTER).context["whole"]
    assert (whole.published, whole.waiting) == (3, 1)


def test_an_empty_register_says_what_one_can_do(client: Client, published: Edition) -> None:
    answer = client.get(REGISTER)
    assert answer.status_code == 200
    assert answer.context["whole"] == (0, 0)
    assert answer.content.decode().count("<article") == 0


def test_the_register_is_narrowed_by_what_came_of_it(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    settle(make_comment(item).points.get())
    make_comment(item)
    make_comment(item, kind=Comment.Kind.NONE)
    assert listed(client, stav="cekaji") == ["2"]
    assert listed(client, stav="vyporadane") == ["3", "1"]


def test_the_register_is_narrowed_by_any_item_that_a_comment_speaks_of(
    client: Client, published: Edition
) -> None:
    parts = [Said(item_of(published, code), "Slova.") for code in ("A1.1", "A1.2")]
    publication.publish(receiving.receive(parts, name="Občan", channel="import"))
    make_comment(item_of(published, "A1.3"))
    assert listed(client, polozka="A1.2") == ["1"]
    assert listed(client, polozka=" a1.3 ") == ["2"]


def test_the_register_says_that_there_is_no_such_item(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.3"))
    answer = client.get(REGISTER, {"polozka": "Z9<b>"})
    assert answer.context["page"].comments == []
    assert "Z9&lt;b&gt;" in answer.content.decode()


def test_the_register_is_narrowed_by_edition(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.1"))
    make_comment(item_of(publish(published.plan), "A1.1"))
    assert listed(client, edice="2") == ["2"]
    assert listed(client, edice="1", polozka="A1.1") == ["1"]


@pytest.mark.parametrize("query", ["stav=jinak", "edice=9", "edice=2"])
def test_what_there_is_not_is_not_found(client: Client, published: Edition, query: str) -> None:
    assert client.get(f"{REGISTER}?{query}").status_code == 404


def test_the_register_goes_on_from_page_to_page(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    for _number in range(23):
        make_comment(item)
    first = client.get(REGISTER, {"polozka": "A1.1"})
    assert [it.number for it in first.context["page"].comments] == [
        str(number) for number in range(23, 3, -1)
    ]
    assert 'href="?polozka=A1.1&amp;od=3"' in first.content.decode()
    assert listed(client, polozka="A1.1", od="3") == ["3", "2", "1"]
    assert listed(client, od="nesmysl")[0] == "23"


def test_a_plan_that_is_not_published_has_no_register(client: Client, plan: object) -> None:
    assert client.get(REGISTER).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [({}, 5), ({"stav": "cekaji", "polozka": "A1.1", "edice": "1"}, 4)]
)
def test_the_register_costs_the_same_however_many_comments(
    client: Client,
    published: Edition,
    django_assert_num_queries: Any,
    count: int,
    query: dict[str, str],
    queries: int,
) -> None:
    for _number in range(count):
        make_comment(item_of(published, "A1.1"), name_public=True)
    pagestore.store.revisions()
    with django_assert_num_queries(queries):
        assert len(client.get(REGISTER, query).context["page"].comments) == count


def test_only_the_first_page_counts_the_whole_plan(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1.1"))
    assert client.get(REGISTER, {"od": "1"}).context["whole"] is None


def test_only_what_was_accepted_looks_so(client: Client, published: Edition) -> None:
    item = item_of(published, "A1.1")
    outcomes = ("not_accepted", "partly", "explained")
    for outcome in outcomes:
        settle(make_comment(item).points.get(), outcome=outcome)
    content = client.get(REGISTER).content.decode()
    assert re.findall(r'class="badge (badge--\w+)"', content) == [
        f"badge--{outcome}" for outcome in reversed(outcomes)
    ]
    assert "badge--done" not in content
