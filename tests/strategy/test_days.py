"""The plan as it stood on a day of Prague."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore
from strategy import days, editions
from strategy.days import NoSuchDay
from strategy.models import Edition, Item, Plan
from tests.factories import (
    draft_of,
    item_of,
    make_comment,
    make_resolution,
    open_consultation,
    publish,
)

PRAGUE = ZoneInfo("Europe/Prague")
PLAN = "/zkusebni-plan/"


def moment(*when: int) -> datetime:
    return datetime(*when, tzinfo=PRAGUE)


@pytest.fixture
def life(plan: Plan) -> Plan:
    """A draft, approved, another draft, approved anew, and that one withdrawn, all in 2018."""
    for state, when in [
        ("consultation", moment(2018, 2, 1, 9, 0)),
        ("consultation", moment(2018, 3, 1, 9, 0)),
        ("approved", moment(2018, 4, 1, 23, 59)),
        ("consultation", moment(2018, 5, 1, 9, 0)),
        ("approved", moment(2018, 6, 1, 0, 0)),
    ]:
        number = draft_of(plan).number
        Item.objects.filter(pk=item_of(draft_of(plan), "A1.2").pk).update(text=f"Znění {number}.")
        publish(plan, state, at=when)
    last = Edition.objects.get(plan=plan, number=5)
    editions.withdraw(last, "Zrušeno.", at=moment(2018, 7, 1, 12, 0))
    return plan


EXPECTED = {
    "2018-01-31": None,
    "2018-02-01": 1,
    "2018-02-28": 1,
    "2018-03-01": 2,
    "2018-03-31": 2,
    "2018-04-01": 3,
    "2018-05-15": 3,
    "2018-05-31": 3,
    "2018-06-01": 5,
    "2018-06-30": 5,
    "2018-07-01": None,
    "2020-01-01": None,
}


@pytest.mark.parametrize(("day", "number"), EXPECTED.items())
def test_the_edition_that_held_at_the_end_of_the_day_is_shown(
    client: Client, life: Plan, day: str, number: int | None
) -> None:
    response = client.get(f"{PLAN}k/{day}/")
    shown = response.context["read"].edition.number if response.status_code == 200 else None
    assert shown == number
    if number:
        assert f"Znění {number}." in response.content.decode()
        assert f'href="{PLAN}edice/{number}/"' in response.content.decode()


def test_a_draft_published_after_a_withdrawal_is_what_was_out(client: Client, life: Plan) -> None:
    publish(life, at=moment(2018, 8, 1))
    assert client.get(f"{PLAN}k/2018-08-01/").context["read"].edition.number == 6
    assert client.get(f"{PLAN}k/2018-07-31/").status_code == 404


def test_the_page_of_a_day_leads_to_the_editions_own_address_and_the_current_one(
    client: Client, life: Plan
) -> None:
    body = client.get(f"{PLAN}k/2018-03-15/").content.decode()
    band = body[body.index('<aside class="band"') : body.index("</aside>")]
    assert set(re.findall(r'href="([^"]+)"', band)) == {
        f"{PLAN}edice/2/",
        PLAN,
        f"{PLAN}srovnani/2/5/",
    }
    assert f'rel="canonical" href="http://testserver{PLAN}edice/2/"' in body
    assert body.count('class="band') == 1


def test_the_page_of_a_day_shows_and_is_live_as_its_edition_does(
    client: Client, published: Edition
) -> None:
    make_comment(item_of(published, "A1.2"))
    open_consultation(published)
    today = timezone.localdate().isoformat()
    own, of_day = client.get(f"{PLAN}edice/1/"), client.get(f"{PLAN}k/{today}/")
    forms = [page.content.decode().count("/pripominka/kontrola/") for page in (own, of_day)]
    assert forms == [1, 1]
    assert of_day.context["comments_count"] == own.context["comments_count"] == "1"


@pytest.mark.parametrize(
    "day", ["2018-02-30", "28-6-2018", "2018-6-28", "20180628", "dnes", "²018-06-28", "0000-01-01"]
)
def test_a_day_that_is_none_is_not_found_and_is_told_so(
    client: Client, life: Plan, day: str
) -> None:
    response = client.get(f"{PLAN}k/{day}/")
    assert response.status_code == 404
    with pytest.raises(NoSuchDay) as refusal:
        days.parsed(day)
    assert response.context["refusal"] == str(refusal.value)
    assert 'id="den-chyba"' in response.content.decode()


@pytest.mark.parametrize("ahead", [1, 400_000])
def test_a_day_to_come_is_not_found(client: Client, life: Plan, ahead: int) -> None:
    day = timezone.localdate() + timedelta(days=ahead)
    response = client.get(f"{PLAN}k/{day.isoformat()}/")
    assert (response.status_code, bool(response.context["refusal"])) == (404, True)
    last = client.get(f"{PLAN}k/{date.max.isoformat()}/")
    assert (last.status_code, bool(last.context["refusal"])) == (404, True)


def test_a_day_before_everything_is_answered_by_what_is_known_of_the_first_one(
    client: Client, plan: Plan
) -> None:
    editions.publish(draft_of(plan), at=moment(2018, 2, 1), day_in_words="roku 2018")
    before = client.get(f"{PLAN}k/2018-01-31/")
    assert before.status_code == 404
    assert before.context["refusal"] == "Žádný zdroj neuvádí, od kterého dne tento plán platil."


def test_an_edition_withdrawn_at_midnight_held_to_the_end_of_the_day_before(
    client: Client, plan: Plan
) -> None:
    editions.withdraw(publish(plan, at=moment(2018, 2, 1)), "Omyl.", at=moment(2018, 3, 1))
    found = [client.get(f"{PLAN}k/{day}/").status_code for day in ("2018-02-28", "2018-03-01")]
    assert found == [200, 404]


def approve(plan: Plan, day: date | None, at: datetime, **fields: Any) -> Edition:
    """Approved by the council on a day, published at a moment."""
    resolution = make_resolution(draft_of(plan), date=day, **fields)
    return editions.publish(draft_of(plan), "approved", resolution=resolution, at=at)


def numbers(plan: Plan, *asked: str) -> list[int | None]:
    """Of each day the number of the edition that held then."""
    published = list(plan.editions.published().select_related("approved_by"))
    found: list[int | None] = []
    for day in asked:
        try:
            found.append(days.in_force(published, date.fromisoformat(day)).number)
        except NoSuchDay:
            found.append(None)
    return found


def test_what_was_approved_holds_from_the_day_of_the_resolution(client: Client, plan: Plan) -> None:
    publish(plan, at=moment(2018, 1, 1))
    approve(plan, date(2018, 3, 5), moment(2018, 3, 20, 9, 0))
    publish(plan, at=moment(2018, 9, 1))
    approve(plan, date(2018, 11, 6), moment(2018, 12, 1, 0, 0))
    asked = {
        "2018-03-04": 1,
        "2018-03-05": 2,
        "2018-03-20": 2,
        "2018-11-05": 2,
        "2018-11-06": 4,
        "2018-12-01": 4,
    }
    assert numbers(plan, *asked) == list(asked.values())
    html = client.get(f"{PLAN}k/2018-03-05/").content.decode().replace("\xa0", " ")
    band = html[html.index('<aside class="band"') : html.index("</aside>")]
    assert "5. 3. 2018" in band
    assert "20. 3. 2018" in band


def test_what_was_published_before_the_day_of_its_resolution_holds_from_then(plan: Plan) -> None:
    approve(plan, date(2018, 3, 20), moment(2018, 3, 5, 9, 0))
    assert numbers(plan, "2018-03-04", "2018-03-05") == [None, 1]


def test_where_the_day_of_the_resolution_is_not_known_the_publication_counts(plan: Plan) -> None:
    approve(plan, None, moment(2018, 3, 20), date_in_words="v březnu")
    assert numbers(plan, "2018-03-19", "2018-03-20") == [None, 1]


def test_the_day_of_a_resolution_is_known_though_that_of_the_publication_is_not(plan: Plan) -> None:
    resolution = make_resolution(draft_of(plan), date=date(2018, 3, 5))
    editions.publish(
        draft_of(plan),
        "approved",
        resolution=resolution,
        at=moment(2026, 1, 1),
        day_in_words="na jaře",
    )
    assert numbers(plan, "2018-03-04", "2018-03-05", "2018-12-31") == [None, 1, 1]


def test_what_was_approved_at_a_time_that_no_source_gives_is_in_force_on_no_day(plan: Plan) -> None:
    approve(plan, date(2018, 3, 5), moment(2018, 3, 5))
    resolution = make_resolution(draft_of(plan), date=None, date_in_words="v říjnu")
    unknown = editions.publish(
        draft_of(plan),
        "approved",
        resolution=resolution,
        at=moment(2018, 6, 1),
        day_in_words="říjen",
    )
    asked = ("2018-03-04", "2018-03-05", "2018-06-01", "2018-12-31")
    assert numbers(plan, *asked) == [None] * 4
    editions.withdraw(unknown, "Zrušeno.", at=moment(2018, 9, 1))
    publish(plan, at=moment(2018, 8, 1))
    assert numbers(plan, "2018-08-31", "2018-09-01") == [None, 3]
    approve(plan, date(2019, 1, 1), moment(2019, 1, 1))
    assert numbers(plan, "2018-12-31", "2019-01-01") == [3, 4]


def test_of_what_is_no_day_only_the_beginning_is_repeated() -> None:
    with pytest.raises(NoSuchDay) as refusal:
        days.parsed("9" * 31)
    assert f"„{'9' * 30}“" in str(refusal.value)


def test_a_day_of_a_plan_that_is_not_published_is_not_found(client: Client, plan: Plan) -> None:
    for path in ("k/2018-06-28/", "k/nic/", "zneni/", "zneni/?den=2018-06-28", "zneni/?den=x"):
        response = client.get(PLAN + path)
        assert response.status_code == 404
        assert plan.title not in response.content.decode()


def test_the_form_leads_to_the_day_and_answers_what_is_none_in_words(
    client: Client, life: Plan
) -> None:
    found = client.get(f"{PLAN}zneni/", {"den": "2018-05-15"})
    assert (found.status_code, found.headers["Location"]) == (302, f"{PLAN}k/2018-05-15/")
    kept = {"": "", "2018-02-30": "", "1999-01-01": "1999-01-01", "3018-01-01": "3018-01-01"}
    for day, value in kept.items():
        response = client.get(f"{PLAN}zneni/", {"den": day})
        assert (response.status_code, bool(response.context["refusal"])) == (200, True)
        assert 'aria-invalid="true"' in response.content.decode()
        assert response.context["day"] == value
    untouched = client.get(f"{PLAN}zneni/")
    assert untouched.context["refusal"] == ""
    assert [edition.number for edition in untouched.context["editions"]] == [5, 4, 3, 2, 1]


def test_the_plan_page_asks_for_a_day_beside_its_editions(client: Client, life: Plan) -> None:
    assert f'action="{PLAN}zneni/"' in client.get(PLAN).content.decode()


def test_a_day_costs_what_its_edition_costs(
    client: Client, life: Plan, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3 + 1):
        client.get(f"{PLAN}k/2018-05-15/")


def test_days_are_not_kept_lest_they_push_all_else_out(client: Client, life: Plan) -> None:
    client.get(f"{PLAN}edice/1/")
    kept = set(pagestore.store._pages)
    for day in ("2018-05-15", "2018-05-16"):
        assert client.get(f"{PLAN}k/{day}/").status_code == 200
    assert set(pagestore.store._pages) == kept
    assert len(kept) == 1
