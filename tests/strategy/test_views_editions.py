"""What the public reads of editions: the current one, past and withdrawn ones, drafts."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import localdate

from strategy.days import end_of
from strategy.models import Edition, Plan
from tests.factories import item_of, open_consultation, publish, put_out_of_force
from tests.strategy.public_pages import PLAN, body, links


def test_the_approved_edition_is_the_current_one(client: Client, approved: Edition) -> None:
    assert "Podporovat záměr jinak." in body(client.get(PLAN))
    assert "Podporovat záměr 2." not in body(client.get(PLAN))


def test_a_past_edition_says_so_and_leads_to_the_current_one(
    client: Client, approved: Edition
) -> None:
    old, item = client.get(f"{PLAN}edice/1/"), client.get(f"{PLAN}edice/1/A1.2/")
    assert "Podporovat záměr 2." in body(old)
    assert ['class="band"' in body(page) for page in (old, item)] == [True, True]
    assert PLAN in links(old)
    assert f"/polozka/{item_of(approved, 'A1.2').key}/" in links(item)
    assert f"{PLAN}edice/1/A1.2/" in links(old)
    assert f"{PLAN}A1.2/" not in links(old)


def test_the_current_edition_wears_no_band_under_either_address(
    client: Client, approved: Edition
) -> None:
    for path in ("", "edice/2/", "A1/", "edice/2/A1/"):
        assert 'class="band' not in body(client.get(PLAN + path))


@pytest.mark.parametrize(("years", "is_over"), [(-1, True), (0, False), (30_000, False)])
def test_a_plan_whose_years_are_over_says_so_from_the_first_day_on(
    client: Client, plan: Plan, years: int, is_over: bool
) -> None:
    last = localdate().year + years
    Plan.objects.update(period_to=last)
    publish(Plan.objects.get(), Edition.State.APPROVED)
    pages = [client.get(PLAN), client.get(f"{PLAN}A1/")]
    assert ["Tento plán už neplatí." in body(page) for page in pages] == [is_over] * 2
    until = end_of(date(last, 12, 31)) if years == 0 else None
    kept = [getattr(page.wsgi_request, "page_store_until", None) for page in pages]
    assert kept == [until] * 2


def test_a_draft_for_comments_that_is_the_current_edition_announces_no_newer_one(
    client: Client, published: Edition
) -> None:
    for path in ("", "edice/1/", "A1/"):
        response = client.get(PLAN + path)
        assert response.context["read"].newer_draft is None
        assert 'class="band' not in body(response)


def test_a_newer_draft_for_comments_is_announced_at_the_approved_edition(
    client: Client, approved: Edition
) -> None:
    publish(approved.plan)
    assert f"{PLAN}edice/3/" in links(client.get(PLAN))
    shelves = client.get("/").context["shelves"]
    assert [plan.address for plan in shelves.standing] == [PLAN, f"{PLAN}edice/3/"]
    assert [plan.address for plan in shelves.in_force] == [PLAN]


@pytest.mark.parametrize("state", [Edition.State.SUPERSEDED, Edition.State.WITHDRAWN])
def test_an_edition_out_of_force_stays_readable_and_says_so(
    client: Client, published: Edition, state: str
) -> None:
    put_out_of_force(published, state)
    response = client.get(PLAN)
    assert "Podporovat záměr 2." in body(response)
    assert 'class="band"' in body(response)
    assert [len(shelf) for shelf in client.get("/").context["shelves"]] == [0, 0, 1]


def band(client: Client, path: str = "") -> str:
    found = re.search(r'<aside class="band".*?</aside>', body(client.get(PLAN + path)), re.DOTALL)
    return found[0].replace("\xa0", " ") if found else ""


def test_a_plan_whose_one_approval_was_withdrawn_shows_just_that(
    client: Client, approved: Edition
) -> None:
    put_out_of_force(approved, "withdrawn")
    assert client.get(PLAN).context["read"].edition == approved
    assert "Tento plán byl stažen a neplatí." in band(client)
    assert "Vydáno omylem." in band(client)
    assert "<a " not in band(client)
    assert client.get("/").context["shelves"].past[0].edition == approved
    replaced = band(client, "edice/1/")
    assert "Čtete starší návrh. Nahradilo ho novější znění." in replaced
    assert "které bylo staženo" in replaced
    assert "aktuální" not in replaced


def test_only_what_was_approved_is_said_to_be_no_longer_in_force(
    client: Client, approved: Edition
) -> None:
    publish(approved.plan, Edition.State.APPROVED)
    assert ["už neplatí" in band(client, f"edice/{number}/") for number in (1, 2)] == [False, True]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("superseded", "Tento návrh nahradilo novější znění."),
        ("withdrawn", "Tento návrh byl stažen."),
    ],
)
def test_a_draft_out_of_date_is_said_to_be_a_draft(
    client: Client, published: Edition, state: str, words: str
) -> None:
    put_out_of_force(published, state)
    assert words in band(client)
    assert "plati" not in band(client).replace("platí", "plati")


def test_with_no_plan_in_force_it_is_not_said_that_none_was_approved(
    client: Client, approved: Edition
) -> None:
    put_out_of_force(approved, "withdrawn")
    home = body(client.get("/")).replace("\xa0", " ")
    assert "Teď žádný plán neplatí." in home
    assert "Zatím tu není" not in home


def test_comments_are_asked_for_only_where_they_come_in_time(
    client: Client, approved: Edition
) -> None:
    open_consultation(approved)
    shown = {
        path: 'action="/pripominka/kontrola/"' in body(client.get(PLAN + path))
        for path in ("", "A1/", "edice/1/", "edice/1/A1/")
    }
    assert shown == {"": True, "A1/": True, "edice/1/": False, "edice/1/A1/": False}


def test_the_canonical_address_is_the_shortest(client: Client, approved: Edition) -> None:
    for path in ("A1/", "edice/2/A1/"):
        assert f'rel="canonical" href="http://testserver{PLAN}A1/"' in body(client.get(PLAN + path))
