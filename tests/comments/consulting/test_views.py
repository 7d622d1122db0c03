"""The page of a consultation, before, while and after it is open."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.timezone import localdate

from brnoplan import pagestore
from comments import consultation as deeds
from comments.consulting.views import Promise, consultation_detail
from comments.models import Cancellation, Consultation, Settlement
from strategy import editions
from strategy.models import Edition
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_plan,
    open_consultation,
    publish,
    put_out_of_force,
    settle,
)
from tests.html_checker import faults
from tests.strategy.public_pages import PLAN, body, links, reword

PRAGUE = ZoneInfo("Europe/Prague")
OPENS = datetime(2026, 9, 1, tzinfo=PRAGUE)
CLOSES = datetime(2026, 9, 22, tzinfo=PRAGUE)
PROMISED = date(2026, 10, 31)
TICK = timedelta(microseconds=1)
PAGE = f"{PLAN}rizeni/1/"


def at(instant: datetime) -> Any:
    return patch("django.utils.timezone.now", return_value=instant)


@pytest.fixture
def consulted(published: Edition) -> Consultation:
    return open_consultation(
        published,
        opens_at=OPENS,
        closes_at=CLOSES,
        answers_promised_on=PROMISED,
        questions="Co chybí?\nCo je navíc?",
        email="pripominky@example.cz",
        postal_address="Dominikánské náměstí 1\nBrno",
        hearing="<b>V úterý</b>",
    )


def page(client: Client, instant: datetime, path: str = PAGE) -> Any:
    pagestore.store.clear()
    with at(instant):
        return client.get(path)


def test_nothing_is_said_of_ways_that_lead_nowhere(client: Client, published: Edition) -> None:
    open_consultation(published, opens_at=OPENS, closes_at=CLOSES)
    response = page(client, OPENS)
    assert 'id="jinak"' not in body(response)
    assert f"{PAGE}formular/" not in links(response)


def test_before_and_while_it_is_open_the_page_says_what_is_asked_and_how_to_take_part(
    client: Client, consulted: Consultation
) -> None:
    for instant, state in ((OPENS - TICK, "announced"), (OPENS, "open")):
        response = page(client, instant)
        shown = body(response).replace("\xa0", " ")
        assert response.context["state"] == state
        for words in ("Co chybí?", "Co je navíc?", "1. 9. 2026", "21. 9. 2026", "31. 10. 2026"):
            assert words in shown
        assert "Dominikánské náměstí 1<br>Brno" in shown
        assert "&lt;b&gt;V úterý&lt;/b&gt;" in shown
        assert {
            PLAN,
            "mailto:pripominky@example.cz",
            f"{PAGE}formular/",
            f"{PAGE}formular.pdf",
        } <= links(response)
        assert "results" not in response.context


def test_comments_can_be_written_from_it_only_while_it_is_open(
    client: Client, consulted: Consultation
) -> None:
    edges = [OPENS - TICK, OPENS, CLOSES - TICK, CLOSES]
    pages = [page(client, edge) for edge in edges]
    ways = [f"{PLAN}#nova-pripominka" in links(response) for response in pages]
    assert ways == [False, True, True, False]


def test_after_it_the_page_says_what_was_said_and_done(
    client: Client, consulted: Consultation
) -> None:
    published = consulted.edition
    comment = make_comment(item_of(published, "A1.2"))
    changed = reword(draft_of(published.plan), "A1.2", "Podporovat jinak.")
    settle(comment.points.get(), outcome="accepted", changed_item=changed)
    make_comment(item_of(published, "A1.1"))
    with at(CLOSES):
        publish(published.plan)
    response = page(client, CLOSES)
    shown = body(response)
    assert response.context["state"] == "settling"
    assert [bar.number for bar in response.context["chart"].bars] == ["1", "1"]
    assert shown.count('<rect class="chart__bar') == 2
    assert shown.count('role="img"') == 1
    assert "style=" not in shown
    assert {
        f"{PLAN}edice/2/A1.2/",
        f"{PLAN}srovnani/1/2/",
        f"{PLAN}pripominky/1/",
        f"{PLAN}pripominky/",
        f"{PLAN}vyporadani/",
    } <= links(response)
    assert f"{PAGE}formular/" not in links(response)


def test_an_extension_is_shown_with_its_reason_and_what_was_before(
    client: Client, consulted: Consultation
) -> None:
    with at(OPENS):
        deeds.extend(
            consulted,
            closes_at=CLOSES + timedelta(days=7),
            answers_promised_on=date(2026, 11, 15),
            reason="Prázdniny & svátky",
        )
    for instant in (OPENS, CLOSES + timedelta(days=7)):
        shown = body(page(client, instant)).replace("\xa0", " ")
        for words in ("21. 9. 2026", "28. 9. 2026", "31. 10. 2026", "15. 11. 2026"):
            assert words in shown
        assert "Prázdniny &amp; svátky" in shown


@pytest.mark.parametrize(
    ("withdrawn", "day"),
    [
        (OPENS + timedelta(days=4, hours=14), "5. 9. 2026 14:00"),
        (OPENS - timedelta(days=4), "27. 8. 2026"),
    ],
)
def test_of_what_was_withdrawn_meanwhile_the_page_and_the_list_say_when_and_why_it_ended(
    client: Client, consulted: Consultation, withdrawn: datetime, day: str
) -> None:
    with at(OPENS - timedelta(days=9)):
        closes, promised = CLOSES + timedelta(days=7), date(2026, 11, 15)
        deeds.extend(consulted, closes_at=closes, answers_promised_on=promised, reason="Svátky")
    editions.withdraw(consulted.edition, "Vydáno omylem.", at=withdrawn)
    Cancellation.objects.create(
        edition=consulted.edition,
        consultation_key=99,
        opens_at=OPENS,
        closes_at=CLOSES,
        cancelled_at=OPENS - TICK,
        reason="Aby byl seznam.",
    )
    for path in (PAGE, f"{PLAN}rizeni/"):
        shown = body(page(client, OPENS + timedelta(days=6), path)).replace("\xa0", " ")
        for words in (day, "Vydáno omylem.", "28. 9. 2026"):
            assert words in shown
        assert "Připomínky přijímáme" not in shown
        assert "připomínky přijímáme" not in shown


def test_an_approved_text_is_called_a_plan(client: Client, published: Edition) -> None:
    approved = publish(published.plan, Edition.State.APPROVED)
    for edition in (publish(make_plan("navrh")), approved):
        response = client.get(open_consultation(edition).get_absolute_url())
        shown = body(response).replace("\xa0", " ")
        assert ("Číst návrh" in shown) == (edition != approved)


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_what_is_out_of_force_asks_for_nothing(
    client: Client, consulted: Consultation, state: str
) -> None:
    put_out_of_force(consulted.edition, state)
    response = page(client, OPENS)
    assert response.context["state"] == "settled"
    assert "badge--open" not in body(response)
    assert f"{PLAN}#nova-pripominka" not in links(response)


def promise(client: Client, day: date) -> Promise:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=PRAGUE)
    response = page(client, noon)
    kept: Promise = response.context["promise"]
    return kept


def test_a_promise_can_still_be_kept_until_its_day_has_ended(
    client: Client, consulted: Consultation
) -> None:
    make_comment(item_of(consulted.edition, "A1.1"))
    assert promise(client, PROMISED) == (None, False, 0)
    assert promise(client, PROMISED + timedelta(days=1)) == (False, False, 1)
    assert promise(client, PROMISED + timedelta(days=30)) == (False, False, 30)


@pytest.mark.parametrize(("late", "kept"), [(-3, True), (0, True), (2, False)])
def test_a_promise_was_kept_if_the_last_answer_came_in_time(
    client: Client, consulted: Consultation, late: int, kept: bool
) -> None:
    settle(make_comment(item_of(consulted.edition, "A1.1")).points.get())
    last = datetime(2026, 10, 31, 23, 59, tzinfo=PRAGUE) + timedelta(days=late)
    Settlement.objects.update(published_at=last)
    assert promise(client, date(2027, 3, 1)) == (kept, True, max(late, 0))


def test_without_comments_nothing_was_promised_in_vain(
    client: Client, consulted: Consultation
) -> None:
    assert promise(client, date(2027, 3, 1)) == (True, True, 0)


def test_a_plan_without_a_consultation_says_so(client: Client, published: Edition) -> None:
    response = client.get(f"{PLAN}rizeni/")
    assert (response.status_code, response.context["consultations"]) == (200, [])
    assert client.get(PAGE).status_code == 404


def test_the_only_consultation_is_shown_at_once(client: Client, consulted: Consultation) -> None:
    response = client.get(f"{PLAN}rizeni/")
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)


def test_several_are_listed_the_newest_first(client: Client, consulted: Consultation) -> None:
    with at(CLOSES):
        newer = publish(consulted.edition.plan)
    later = open_consultation(
        newer,
        opens_at=OPENS + timedelta(days=90),
        closes_at=CLOSES + timedelta(days=90),
        answers_promised_on=date(2027, 1, 31),
    )
    response = client.get(f"{PLAN}rizeni/")
    assert response.context["consultations"] == [later, consulted]
    assert {PAGE, f"{PLAN}rizeni/2/"} <= links(response)


@pytest.mark.parametrize("path", ["rizeni/", "rizeni/1/", "rizeni/1/formular/", "rizeni/2/"])
def test_what_is_not_published_has_no_consultation(client: Client, plan: Any, path: str) -> None:
    assert client.get(PLAN + path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_was_said(
    client: Client, consulted: Consultation, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        settle(make_comment(item_of(consulted.edition, "A1.1")).points.get())
    pagestore.store.clear()
    with at(CLOSES), django_assert_num_queries(8 + 1):
        assert client.get(PAGE).status_code == 200


def test_the_page_stores_no_longer_than_it_is_true(consulted: Consultation, rf: Any) -> None:
    made = []
    broken = datetime(2026, 11, 1, tzinfo=PRAGUE)
    for instant in (OPENS - TICK, OPENS, CLOSES, broken):
        make_comment(item_of(consulted.edition, "A1.1"))
        request = rf.get(PAGE)
        with at(instant):
            consultation_detail(request, "zkusebni-plan", 1)
        made.append(getattr(request, "page_store_until", None))
    assert made == [OPENS, OPENS + timedelta(days=1), broken, broken + timedelta(days=1)]
    assert localdate(broken - TICK) == PROMISED


@pytest.mark.parametrize("days", [-1, 1, 60])
def test_every_state_of_the_page_is_sound_html(
    client: Client, consulted: Consultation, days: int
) -> None:
    make_comment(item_of(consulted.edition, "A1.1"))
    instant = OPENS + timedelta(days=days)
    for path in (PAGE, f"{PAGE}formular/", PLAN):
        assert faults(body(page(client, instant, path))) == []
