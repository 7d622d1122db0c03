"""From every page about comments one gets to the others."""

import pytest
from django.test import Client

from brnoplan import pagestore
from strategy.models import Edition
from tests.factories import item_of, make_comment, open_consultation, publish_afterwards, settle
from tests.strategy.public_pages import PLAN, links

REGISTER, TABLE = f"{PLAN}pripominky/", f"{PLAN}vyporadani/"
CONSULTATIONS, CONSULTATION = f"{PLAN}rizeni/", f"{PLAN}rizeni/1/"
FEED = f"{PLAN}pripominky.atom"


@pytest.mark.parametrize(
    ("page", "ways"),
    [
        (PLAN, {REGISTER, TABLE, CONSULTATION, FEED}),
        (f"{PLAN}A1.1/", {REGISTER, TABLE, CONSULTATION, FEED}),
        (REGISTER, {PLAN, TABLE, CONSULTATIONS, FEED, f"{REGISTER}1/"}),
        (TABLE, {PLAN, REGISTER, CONSULTATIONS, FEED, f"{REGISTER}1/"}),
        (f"{REGISTER}1/", {PLAN, REGISTER, f"{TABLE}?od=1", FEED, f"{PLAN}edice/1/A1.1/"}),
        (CONSULTATION, {PLAN, REGISTER, f"{CONSULTATION}formular/"}),
        (f"{CONSULTATION}formular/", {PLAN, CONSULTATION, f"{CONSULTATION}formular.pdf"}),
        ("/", {PLAN, CONSULTATION, f"{REGISTER}1/"}),
    ],
)
def test_a_page_leads_on(client: Client, published: Edition, page: str, ways: set[str]) -> None:
    open_consultation(published, email="pripominky@example.cz")
    settle(make_comment(item_of(published, "A1.1")).points.get())
    assert ways <= links(client.get(page))


def test_a_plan_without_comments_leads_to_no_empty_table(
    client: Client, published: Edition
) -> None:
    ways = f'<dt><a href="{REGISTER}">', f'<li><a href="{TABLE}">Vypořádání připomínek</a></li>'
    head = client.get(PLAN).content.decode().partition('<div class="sided">')[0]
    assert [way in head for way in ways] == [True, False]
    make_comment(item_of(published, "A1.1"))
    pagestore.store.clear()
    head = client.get(PLAN).content.decode().partition('<div class="sided">')[0]
    assert [way in head for way in ways] == [True, True]


def test_the_list_of_consultations_leads_on(client: Client, published: Edition) -> None:
    open_consultation(published)
    open_consultation(publish_afterwards(published.plan))
    ways = {PLAN, REGISTER, TABLE, CONSULTATION, f"{CONSULTATIONS}2/"}
    assert ways <= links(client.get(CONSULTATIONS))
