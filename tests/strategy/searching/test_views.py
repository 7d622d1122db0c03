"""The page of searching: public, the same for everyone, and clear whatever is typed."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brnoplan import pagestore
from strategy.models import Edition
from strategy.searching import suggesting, views
from strategy.searching.pace import Pace
from tests.factories import draft_of, item_of, make_plan, publish, reword
from tests.searching import catch_up

PAGE = "/hledani/"


@pytest.fixture
def indexed(db: None) -> Edition:
    plan = make_plan(measures=25)
    reword(item_of(draft_of(plan), "A1.1"), "Rozvíjet <b>domovy</b> & byty pro seniory.")
    edition = publish(plan)
    catch_up()
    return edition


def ask(client: Client, typed: str, **narrowed: str) -> Any:
    return client.get(PAGE, {"q": typed} | narrowed)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def addresses(response: Any) -> list[str]:
    return re.findall(r'<h3><a href="([^"]+)"', text_of(response))


def test_words_that_were_asked_for_are_marked_and_nothing_else_is_let_through(
    indexed: Edition, client: Client
) -> None:
    page = text_of(ask(client, "seniorů <script>alert(1)</script>"))
    assert "pro <mark>seniory</mark>." in page
    assert "&lt;b&gt;domovy&lt;/b&gt; &amp; byty" in page
    assert "<script>alert" not in page
    assert 'value="seniorů &lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_each_address_of_the_page_has_its_name(client: Client, db: None) -> None:
    assert reverse("strategy:search") == PAGE


def test_results_come_in_pages(indexed: Edition, client: Client) -> None:
    first, last = (ask(client, "podporovat záměr", strana=page) for page in ("1", "3"))
    assert (len(addresses(first)), len(addresses(last))) == (10, 4)
    assert set(addresses(first)) & set(addresses(last)) == set()
    assert 'href="?q=podporovat+z%C3%A1m%C4%9Br&amp;strana=2"' in text_of(first)
    assert [ask(client, "záměr", strana=page).status_code for page in ("4", "x")] == [404, 404]


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("seniorů", 4),
        ("podporovat záměr A1.7", 4),
        # Nothing is found: what was meant is looked for.
        ("xylofon", 3),
        ("senyorů", 4),
        ("senyorů A1.1", 4),
        ("senyorů v plánu", 4),
        ("senyorů „žádný plán“", 5),
        ("je to", 1),
    ],
)
def test_a_search_costs_so_many_queries(
    indexed: Edition, client: Client, django_assert_num_queries: Any, typed: str, queries: int
) -> None:
    pagestore.store.revisions()
    with django_assert_num_queries(queries):
        ask(client, typed)


def test_the_form_alone_is_kept_and_results_never_are(
    indexed: Edition, client: Client, django_assert_num_queries: Any
) -> None:
    client.get(PAGE)
    with django_assert_num_queries(0):
        assert client.get(PAGE).status_code == 200
    kept = len(pagestore.store._pages)
    answer = ask(client, "seniorů")
    assert len(pagestore.store._pages) == kept
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_only_the_form_is_for_search_engines(indexed: Edition, client: Client) -> None:
    answer, form = ask(client, "seniorů"), client.get(PAGE)
    sign = '<meta name="robots" content="noindex">'
    assert (sign in text_of(answer), answer.headers["X-Robots-Tag"]) == (True, "noindex")
    assert (sign in text_of(form), "X-Robots-Tag" in form.headers) == (False, False)


@pytest.mark.parametrize(
    ("typed", "notices"),
    [
        ("", 0),
        ("x", 1),
        ("je to na", 1),
        ("%_\\", 1),
        ("[(*+.?^$", 1),
        ("„seniorů", 1),
        ("seniorů " * 1_500, 1),
        ("'; DROP TABLE strategy_item; --", 0),
        ("\0", 0),
        ("!?…–", 1),
        ("„“", 1),
        ("🦫🏳️\u200d🌈", 1),
        ("x" * 10_000, 1),
    ],
)
def test_whatever_is_typed_has_a_clear_answer(
    indexed: Edition, client: Client, typed: str, notices: int
) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 200
    assert text_of(answer).count('<p class="notice">') == notices


def test_a_word_that_stands_nowhere_is_told_of_beside_what_the_others_found(
    indexed: Edition, client: Client
) -> None:
    page = ask(client, "seniorů Sluzbby")
    [told] = page.context["found"].advice
    assert ("Sluzbby" in told, "seniorů" in told) == (True, False)
    assert addresses(page) == addresses(ask(client, "seniorů"))


def test_only_a_field_that_narrows_is_shown_from_the_beginning(
    indexed: Edition, client: Client
) -> None:
    opened = [
        "<details open>" in text_of(ask(client, "seniorů", **narrowed))
        for narrowed in ({}, {"druh": "item"}, {"rok": "2018"})
    ]
    assert opened == [False, False, True]


def test_what_makes_no_sense_narrows_by_nothing(indexed: Edition, client: Client) -> None:
    odd = {"plan": "žádný", "druh": "<x>", "rok": "včera", "edice": "'"}
    page = ask(client, "seniorů", **odd)
    assert addresses(page) == addresses(ask(client, "seniorů"))
    assert re.findall(r'class="field__error"[^>]*>([^<]*)<', text_of(page)) == [
        "Takový plán tu není. Hledali jsme ve všech plánech.",
        "Vyberte platnou možnost, „&#x27;“ není k\xa0dispozici.",
        "Napište rok číslicemi, třeba 2018. Hledali jsme ve všech letech.",
    ]
    assert 'value="včera"' in text_of(page)
    assert "<details open>" in text_of(page)


def test_an_empty_result_helps_on(indexed: Edition, client: Client) -> None:
    page = text_of(ask(client, "senoirů", rok="1999"))
    assert 'href="?q=senoir%C5%AF&amp;edice=vse"' in page
    assert '<a href="?q=seniory"><strong>seniory</strong></a>' in text_of(ask(client, "senoirů"))


def test_every_page_has_a_way_to_search_and_its_description(
    indexed: Edition, client: Client
) -> None:
    page = text_of(client.get("/"))
    assert page.count('role="search"') == 1
    assert text_of(client.get("/zkusebni-plan/")).count('role="search"') == 1
    [address] = re.findall(r'<link rel="search" [^>]*href="([^"]+)"', page)
    described = client.get(address)
    assert described.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://testserver/hledani/?q={searchTerms}"' in text_of(described)
    assert text_of(ask(client, "x")).count('role="search"') == 1


@pytest.mark.parametrize("typed", ["sen", "seniorů", "domovy sen", "a1.1"])
def test_titles_are_offered_while_one_types(
    indexed: Edition, client: Client, django_assert_num_queries: Any, typed: str
) -> None:
    pagestore.store.revisions()
    with django_assert_num_queries(1):
        offered = client.get("/hledani/naseptavac.json", {"q": typed}).json()["suggestions"]
    assert offered[0] == {
        "kind": "Položka plánu · Opatření – Zkušební plán",
        "title": "A1.1 Rozvíjet <b>domovy</b> & byty pro seniory.",
        "address": "/zkusebni-plan/A1.1/",
    }
    assert len(offered) <= suggesting.MOST


def test_an_offered_title_is_of_a_line_or_two(indexed: Edition, client: Client) -> None:
    reword(item_of(draft_of(indexed.plan), "A1.1"), "Kavárny " + "pro sousedy " * 30)
    publish(indexed.plan)
    catch_up()
    (offered,) = client.get("/hledani/naseptavac.json", {"q": "kavárny"}).json()["suggestions"]
    assert offered["title"] == "A1.1 Kavárny " + "pro sousedy " * 8 + "…"


@pytest.mark.parametrize("typed", ["", "s", "%", "_", "xyl", "\\", "…" * 500])
def test_nothing_is_offered_for_what_says_nothing(
    indexed: Edition, client: Client, typed: str
) -> None:
    assert client.get("/hledani/naseptavac.json", {"q": typed}).json() == {"suggestions": []}


def test_suggestions_end_when_they_have_cost_too_much(
    indexed: Edition, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PACE", Pace(share=0, most=1e-9))
    statuses = [
        client.get("/hledani/naseptavac.json", {"q": "senior"}).status_code for _twice in range(2)
    ]
    assert statuses == [200, 429]
    assert ask(client, "seniorů").status_code == 200


def test_searching_changes_nothing(indexed: Edition, client: Client) -> None:
    assert client.post(PAGE, {"q": "seniorů"}).status_code == 405
