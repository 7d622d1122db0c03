"""What community planning says of an item is asked only where there is something to say."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from brnoplan import pagestore
from kpss import of_items
from kpss.models import ProjectPart
from strategy import beside, reading
from strategy.models import Edition, Item
from tests.factories import item_of
from tests.kpss.factories import make_project

FACTS = [of_items.GROUPS, of_items.PROJECTS, of_items.FUNDINGS, of_items.DECISIONS]


def said(item: Item) -> dict[str, bool]:
    return {fact: beside.may_have(item, fact) for fact in FACTS}


def test_an_item_is_read_with_whether_there_is_any(
    published: Edition, django_assert_num_queries: Any
) -> None:
    item = item_of(published, "A1.1")
    read = reading.read(published.plan.slug, None, item.handle)
    assert said(read.item) == dict.fromkeys(FACTS, False)
    ProjectPart.objects.create(project=make_project(), plan=published.plan, item_key=item.key)
    with django_assert_num_queries(1):
        read = reading.read(published.plan.slug, None, item.handle)
        assert said(read.item) == dict.fromkeys(FACTS, False) | {of_items.PROJECTS: True}


def test_of_an_item_read_otherwise_nothing_is_known(published: Edition) -> None:
    assert said(item_of(published, "A1.1")) == dict.fromkeys(FACTS, True)


@pytest.mark.parametrize("count", [1, 3])
def test_an_item_that_is_carried_out_costs_one_query_more(
    client: Client, published: Edition, count: int
) -> None:
    item = item_of(published, "A1.1")
    queries_of(client, item)  # the first looks at all revisions
    asked = [queries_of(client, item)]
    for number in range(count):
        project = make_project(f"Projekt {number}")
        ProjectPart.objects.create(project=project, plan=published.plan, item_key=item.key)
    asked.append(queries_of(client, item))
    assert asked[1] == asked[0] + 1


def queries_of(client: Client, item: Item) -> int:
    pagestore.store.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(item.get_absolute_url())
    return len(asked)
