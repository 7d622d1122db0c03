"""What pages of plans say of consultations, and until when it is true."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from brnoplan import pagestore
from comments.consulting import standing
from comments.models import Consultation
from strategy import reading
from strategy.days import next_midnight
from strategy.models import Edition, Plan
from strategy.reading import Shelved
from tests.factories import (
    draft_of,
    item_of,
    make_plan,
    open_consultation,
    publish,
    publish_afterwards,
    put_out_of_force,
)
from tests.strategy.public_pages import PLAN, body, links

PRAGUE = ZoneInfo("Europe/Prague")
OPENS = datetime(2026, 9, 1, tzinfo=PRAGUE)
CLOSES = datetime(2026, 9, 22, 17, tzinfo=PRAGUE)
TICK = timedelta(microseconds=1)
FORM = 'action="/pripominka/kontrola/"'


def at(instant: datetime) -> Any:
    return patch("django.utils.timezone.now", return_value=instant)


@pytest.fixture
def consulted(published: Edition) -> Consultation:
    return open_consultation(
        published, opens_at=OPENS, closes_at=CLOSES, answers_promised_on=date(2026, 10, 31)
    )


def page(client: Client, path: str, instant: datetime) -> str:
    pagestore.store.clear()
    with at(instant):
        return body(client.get(path)).replace("\xa0", " ")


@pytest.mark.parametrize("path", [PLAN, f"{PLAN}A1/", f"{PLAN}edice/1/"])
def test_the_form_stands_there_only_while_it_is_open(
    client: Client, consulted: Consultation, path: str
) -> None:
    edges = [OPENS - TICK, OPENS, CLOSES - TICK, CLOSES]
    pages = [page(client, path, edge) for edge in edges]
    assert [FORM in shown for shown in pages] == [False, True, True, False]
    assert ["badge--open" in shown for shown in pages] == [False, True, True, False]
    assert ['id="nova-pripominka"' in shown for shown in pages] == [True] * 4
    assert [f"{PLAN}rizeni/1/" in shown for shown in pages] == [True] * 4


def test_a_draft_without_a_consultation_is_not_called_open(
    client: Client, published: Edition
) -> None:
    for path in (PLAN, f"{PLAN}A1/", "/"):
        shown = body(client.get(path))
        assert (FORM in shown, "badge--open" in shown, "/rizeni/" in shown) == (False,) * 3


def test_an_approved_plan_says_nothing_of_comments_unless_consulted(
    client: Client, approved: Edition
) -> None:
    assert 'id="nova-pripominka"' not in body(client.get(f"{PLAN}A1/"))
    open_consultation(approved)
    shown = page(client, f"{PLAN}A1/", approved.consultation.opens_at)
    assert ("badge--done" in shown, "badge--open" in shown, FORM in shown) == (True, True, True)


def test_the_band_calls_a_newer_draft_open_only_while_it_is(
    client: Client, approved: Edition
) -> None:
    draft = publish(approved.plan)
    shown = page(client, PLAN, OPENS)
    assert ("band--open" in shown, f'href="{PLAN}edice/3/"' in shown) == (False, True)
    open_consultation(
        draft, opens_at=OPENS, closes_at=CLOSES, answers_promised_on=date(2026, 10, 31)
    )
    edges = [OPENS - TICK, OPENS, CLOSES - TICK, CLOSES]
    opened = ["band--open" in page(client, PLAN, edge) for edge in edges]
    assert opened == [False, True, True, False]


def test_the_home_page_lists_what_is_open_then_what_is_announced_then_other_drafts(
    client: Client, db: None
) -> None:
    editions = [
        publish(make_plan(slug=f"plan-{number}", title=f"Plán {number}")) for number in range(4)
    ]
    promised = {"answers_promised_on": date(2027, 1, 1)}
    later = {"opens_at": OPENS + timedelta(days=60), "closes_at": OPENS + timedelta(days=90)}
    open_consultation(editions[1], **later, **promised)
    open_consultation(editions[2], opens_at=OPENS, closes_at=CLOSES, **promised)
    past = {"opens_at": OPENS - timedelta(days=60), "closes_at": OPENS - timedelta(days=30)}
    open_consultation(editions[3], **past, **promised)
    shown = page(client, "/", OPENS)
    places = [shown.index(f'href="/plan-{number}/"') for number in (2, 1, 0, 3)]
    assert places == sorted(places)
    heads = [shown.index(f'id="{name}"') for name in ("otevrene", "chystane", "platne")]
    assert heads[0] < places[0] < places[1] < heads[1] < places[2] < places[3] < heads[2]
    assert shown.count("badge--open") == 1


def test_shelves_keep_their_order_and_hold_each_edition_once(
    published: Edition, django_assert_num_queries: Any
) -> None:
    other = publish(make_plan(slug="jiny", title="Jiný"))
    open_consultation(published)
    shelved = [Shelved(edition, "/") for edition in (other, published)]
    with django_assert_num_queries(1):
        found = standing.shelves(shelved)
    assert [place.edition for place, _consultation in found.open] == [published]
    assert (found.announced, found.others) == ([], [(shelved[0], None)])


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("are_read", [True, False])
def test_consultations_of_a_plan_cost_one_query_unless_they_are_read_with_it(
    published: Edition, django_assert_num_queries: Any, size: int, *, are_read: bool
) -> None:
    for _number in range(size):
        open_consultation(publish_afterwards(published.plan))
    plan = Plan.objects.get(pk=published.plan_id)
    editions = [*Edition.objects.filter(plan=plan).published().select_related("plan")]
    if are_read:
        editions = reading.read(plan.slug).editions
    with django_assert_num_queries(0 if are_read else 1):
        found = standing.of_editions(editions)
        assert sorted(one.edition.number for one in found.values()) == [*range(2, size + 2)]
        addresses = {one.get_absolute_url() for one in found.values()}
    assert addresses == {f"{PLAN}rizeni/{number}/" for number in range(2, size + 2)}
    assert standing.of_editions([]) == {}


@pytest.mark.parametrize(
    ("instant", "until"),
    [
        (OPENS - TICK, OPENS),
        (OPENS, datetime(2026, 9, 2, tzinfo=PRAGUE)),
        (datetime(2026, 9, 21, 23, 59, tzinfo=PRAGUE), datetime(2026, 9, 22, tzinfo=PRAGUE)),
        (datetime(2026, 9, 22, tzinfo=PRAGUE), CLOSES),
        (CLOSES - TICK, CLOSES),
        (CLOSES, None),
    ],
)
def test_a_page_is_true_until_the_next_turn_or_midnight(
    consulted: Consultation, instant: datetime, until: datetime | None
) -> None:
    request = RequestFactory().get("/")
    with at(instant):
        standing.true_until(request, [consulted])
    assert getattr(request, "page_store_until", None) == until


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        # Both nights of the clock change, of 23 and of 25 hours.
        (datetime(2026, 3, 29, 0, tzinfo=PRAGUE), datetime(2026, 3, 30, tzinfo=PRAGUE)),
        (datetime(2026, 10, 25, 0, tzinfo=PRAGUE), datetime(2026, 10, 26, tzinfo=PRAGUE)),
        (datetime(2026, 10, 25, 23, 59, 59, tzinfo=PRAGUE), datetime(2026, 10, 26, tzinfo=PRAGUE)),
    ],
)
def test_midnight_is_that_of_prague(now: datetime, midnight: datetime) -> None:
    with at(now):
        assert next_midnight() == midnight


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (datetime(2026, 9, 22, tzinfo=PRAGUE), "21. 9. 2026"),
        (datetime(2026, 9, 22, 17, 5, tzinfo=PRAGUE), "22. 9. 2026 17:05"),
        (datetime(2026, 3, 30, tzinfo=PRAGUE), "29. 3. 2026"),
        (datetime(2026, 10, 26, tzinfo=PRAGUE), "25. 10. 2026"),
    ],
)
def test_a_midnight_is_told_by_the_day_that_it_ends(closes: datetime, words: str) -> None:
    assert standing.until(Consultation(closes_at=closes)) == words


def test_the_opening_is_told_with_its_time_unless_it_is_midnight() -> None:
    told = [standing.since(Consultation(opens_at=each)) for each in (OPENS, CLOSES)]
    assert told == ["1. 9. 2026", "22. 9. 2026 17:00"]


def test_what_is_left_is_said_only_while_it_is_open(consulted: Consultation) -> None:
    left = []
    for instant in (OPENS - TICK, OPENS, CLOSES - timedelta(days=1), CLOSES - TICK, CLOSES):
        with at(instant):
            left.append(standing.left(consulted))
    assert [bool(words) for words in left] == [False, True, True, True, False]
    assert "21" in left[1]
    assert "1" in left[2]
    assert not any(digit.isdecimal() for digit in left[3])


# ---- the form on a page


def form(edition: Edition, consultation: Consultation | None) -> str:
    context = Context({"item": item_of(edition, "A1.1"), "consultation": consultation})
    template = Template("{% load comments %}{% comment_form item consultation %}")
    return template.render(context)


def test_the_form_on_a_page_holds_nothing_of_its_reader(published: Edition) -> None:
    consultation = open_consultation(published)
    shown = form(published, consultation)
    assert FORM in shown
    assert shown == form(published, consultation)
    assert f'value="{item_of(published, "A1.1").pk}"' in shown
    assert ("csrf" in shown, "checked" in shown) == (False, False)


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_a_text_no_longer_valid_has_no_form(published: Edition, state: str) -> None:
    consultation = open_consultation(published)
    consultation.edition = put_out_of_force(published, state)
    assert "<form" not in form(published, consultation)


def test_the_form_costs_no_query(published: Edition, django_assert_num_queries: Any) -> None:
    consultation = open_consultation(published)
    item = item_of(published, "A1.1")
    item.edition = published
    template = Template("{% load comments %}{% comment_form item consultation %}")
    with django_assert_num_queries(0):
        template.render(Context({"item": item, "consultation": consultation}))


def test_the_plan_leads_to_its_consultation(client: Client, consulted: Consultation) -> None:
    assert f"{PLAN}rizeni/1/" in links(client.get(PLAN))
    assert draft_of(consulted.edition.plan).number == 2
