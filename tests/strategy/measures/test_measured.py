"""What everyone reads of what was measured: on the measure's page, on the indicator's, as CSV."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from brnoplan import pagestore
from strategy import editing, reading
from strategy.measures import cards, measured, readings
from strategy.measures.measured import Value, share, way_in_words
from strategy.models import Edition, Indicator, Plan
from tests.factories import draft_of, item_of, publish, put_out_of_force
from tests.strategy.measures.measured import (
    DAY,
    indicator_of,
    make_indicator,
    measure,
    measured_plan,
)

ITEM = "/zkusebni-plan/A1.1/"


@pytest.fixture
def edition(db: None) -> Edition:
    return measured_plan(measures=2)


def path_of(edition: Edition, code: str = "A1.1") -> str:
    return f"/{edition.plan.slug}/ukazatel/{indicator_of(edition, code).key}/"


def values(*numbers: object, method_change: str = "") -> list[Value]:
    return [Value(1, DAY, Decimal(str(one)), "z", "", "", method_change) for one in numbers]


def indicator(**given: Any) -> Indicator:
    return Indicator(key=uuid4(), **make_indicator(**given))


# The way to the target


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "value", "per_cent"),
    [
        ("up", 10, 110, 60, 50),
        ("up", 0, 3, 1, 33),
        ("up", 0, 1000, 999.9, 99),
        ("up", 10, 110, 135, 125),
        ("up", 10, 110, 0, -10),
        ("down", 80, 20, 50, 50),
        ("down", 80, 20, 95, -25),
    ],
)
def test_the_share_of_the_way_goes_from_the_baseline_to_the_target(
    direction: str, baseline: float, target: float, value: float, per_cent: int
) -> None:
    one = indicator(direction=direction, baseline=Decimal(baseline), target=Decimal(target))
    assert share(one, Decimal(str(value))) == per_cent


@pytest.mark.parametrize(
    "given",
    [
        {"baseline": None},
        {"target": None},
        {"baseline": Decimal(5), "target": Decimal(5)},
        {"direction": "down"},
        {"direction": "hold"},
    ],
)
def test_there_is_no_share_where_it_cannot_be_reckoned(given: dict[str, Any]) -> None:
    one = indicator(**given)
    assert share(one, Decimal(50)) is None
    if one.direction != "hold":
        assert way_in_words(one, values(50)) == ""


def test_words_differ_by_how_the_value_stands() -> None:
    one = indicator(baseline=Decimal(10), target=Decimal(110))
    said = [way_in_words(one, values(value)) for value in (60, 110, 5)]
    assert len(set(said)) == 3
    assert "50" in said[0]
    held = indicator(direction="hold", target=Decimal(7))
    kept = [way_in_words(held, values(value)) for value in (7, 9, 4)]
    assert [re.findall(r"\d", words) for words in kept] == [[], ["2"], ["3"]]
    assert len(set(kept)) == 3


def test_a_change_of_method_is_said_with_the_share() -> None:
    one = indicator()
    plain, changed = (
        way_in_words(one, values(60, 50, method_change=said)) for said in ("", "jinak")
    )
    assert changed.startswith(plain)
    assert len(changed) > len(plain) > 0


# On the measure's page


def test_a_measure_shows_what_was_measured_with_a_chart_and_a_table(
    client: Client, edition: Edition
) -> None:
    one = indicator_of(edition)
    for number, year in enumerate((2017, 2018, 2019), start=1):
        change = "jinak" if year == 2018 else ""
        measure(one, 1000 * number, date(year, 12, 31), method_change=change)
    page = client.get(ITEM)
    ((shown, _row),) = page.context["measured"]
    assert [value.written for value in shown.values] == ["3 000", "2 000", "1 000"]
    assert [one.is_broken for one in shown.drawing.segments] == [True, False]
    html = page.content.decode()
    title = re.search(r"<title id=\"graf-[^>]+>([^<]+)</title>", html)
    assert title
    for word in ("Podpořené osoby", "1\xa0000", "3\xa0000", "10", "120", "jinak"):
        assert word in title[1]
    assert html.count('class="course"') == 1
    assert f'href="{path_of(edition)}"' in html


def test_what_was_not_measured_has_no_chart(client: Client, edition: Edition) -> None:
    page = client.get(ITEM)
    assert page.context["measured"] == []
    assert "course" not in page.content.decode()


def test_each_indicator_stands_once_on_the_page(client: Client, db: None) -> None:
    edition = measured_plan(make_indicator(), make_indicator(name="Byty"))
    measure(indicator_of(edition))
    page = client.get(ITEM)
    ((_shown, row),) = page.context["measured"]
    assert (row.baseline, row.target) == ("10 (2016)", "120 (12/2020)")
    assert [one.name for one in page.context["card"].indicators] == ["Byty"]


def test_an_older_edition_shows_values_against_its_own_target(
    client: Client, edition: Edition
) -> None:
    measure(indicator_of(edition), 65)
    item = item_of(draft_of(edition.plan), "A1.1")
    Indicator.objects.filter(item=item).update(target=Decimal(65))
    publish(Plan.objects.get(pk=edition.plan_id), Edition.State.APPROVED)
    ((new, _row),) = client.get(ITEM).context["measured"]
    ((before, _row),) = client.get(f"/zkusebni-plan/edice/{edition.number}/A1.1/").context[
        "measured"
    ]
    assert [one.values for one in (new, before)] == [new.values, new.values]
    assert new.way != before.way


@pytest.mark.parametrize("number", [1, 3])
def test_a_measures_page_asks_one_query_more_however_many_indicators(
    client: Client, db: None, number: int, django_assert_num_queries: Any
) -> None:
    edition = measured_plan(*(make_indicator(name=f"Ukazatel {one}") for one in range(number)))
    for position in range(1, number + 1):
        measure(indicator_of(edition, position=position))
    item = item_of(edition, "A1.1")
    read = _read(item)
    with django_assert_num_queries(1):
        assert len(measured.of_item(*read)) == number


def test_a_plan_without_indicators_asks_nothing_more(
    published: Edition, django_assert_num_queries: Any
) -> None:
    read = _read(item_of(published, "A1.1"))
    with django_assert_num_queries(0):
        assert measured.of_item(*read) == []


def _read(item: Any) -> Any:
    return reading.read(item.edition.plan.slug, None, item.handle), cards.of_item(item)


# On the indicator's own page


def test_an_indicator_has_a_page_with_all_its_values(client: Client, edition: Edition) -> None:
    one = indicator_of(edition)
    measure(one, "12.5", date(2018, 1, 1), document="https://example.cz/zprava", note="odhad")
    measure(one, 40, date(2019, 1, 1), method_change="i děti")
    page = client.get(path_of(edition))
    assert [value.written for value, _corrections in page.context["rows"]] == ["40", "12,5"]
    assert [value.method_change for value in page.context["measured"].changes] == ["i děti"]
    assert page.context["newest"].written == "40"
    html = page.content.decode()
    assert 'href="https://example.cz/zprava"' in html
    assert (page.context["baseline"], page.context["target"]) == ("10 (2016)", "120 (12/2020)")


def test_an_indicator_without_a_value_says_so(client: Client, edition: Edition) -> None:
    page = client.get(path_of(edition))
    assert (page.context["is_live"], page.context["measured"]) == (True, None)
    assert page.context["rows"] == []


def test_that_a_value_was_corrected_is_public_and_by_whom_is_not(
    client: Client, edition: Edition
) -> None:
    author = User.objects.create_user("tajny-urednik")
    found = measure(indicator_of(edition), 1234, by=author)
    corrected = readings.correct(
        found, editing.version_of(found), author, value=Decimal(1200), note="překlep"
    )
    readings.correct(corrected, editing.version_of(corrected), author, note="oprava překlepu")
    page = client.get(path_of(edition))
    ((value, corrections),) = page.context["rows"]
    assert value.written == "1 200"
    assert [(one.written, one.day) for one in corrections] == [("1 234", DAY)]
    assert "1\xa0234" in page.content.decode()
    assert "tajny-urednik" not in page.content.decode()


def test_pages_are_kept_and_made_anew_once_something_is_measured(
    client: Client, edition: Edition, django_assert_num_queries: Any
) -> None:
    one = indicator_of(edition)
    paths = (ITEM, path_of(edition), f"{path_of(edition)}hodnoty.csv")
    measure(one, 76, date(2019, 1, 1))
    for path in paths:
        client.get(path)
    with django_assert_num_queries(0):
        assert all("76" in client.get(path).content.decode() for path in paths)
    measure(one, 77)
    pagestore.store.clear()
    assert all("77" in client.get(path).content.decode() for path in paths)


def test_values_stay_when_the_plan_is_withdrawn(client: Client, edition: Edition) -> None:
    measure(indicator_of(edition), 77)
    put_out_of_force(edition, Edition.State.WITHDRAWN)
    page = client.get(path_of(edition))
    assert (page.context["is_live"], page.context["newest"].written) == (False, "77")


def test_what_is_not_public_is_not_found(client: Client, edition: Edition) -> None:
    plan = edition.plan
    item = item_of(draft_of(plan), "A1.2")
    hidden = Indicator.objects.create(item=item, position=2, **make_indicator())
    paths = [
        f"/{plan.slug}/ukazatel/{hidden.key}/",
        f"/jiny-plan/ukazatel/{indicator_of(edition).key}/",
        f"/zkusebni-plan/ukazatel/{uuid4()}/hodnoty.csv",
        f"{path_of(edition)}?strana=2",
    ]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_an_indicators_page_asks_as_much_for_three_values_as_for_one(
    client: Client, edition: Edition, number: int, django_assert_num_queries: Any
) -> None:
    for year in range(number):
        measure(indicator_of(edition), year, date(2017 + year, 1, 1))
    path = path_of(edition)
    with django_assert_num_queries(4):
        assert len(client.get(path).context["rows"]) == number


def test_many_values_are_on_pages(client: Client, edition: Edition) -> None:
    one = indicator_of(edition)
    many = [
        readings.Measured(one, date.fromordinal(737_000 + number), Decimal(number), "Zpráva")
        for number in range(101)
    ]
    readings.record_all(many)
    first, second = (client.get(f"{path_of(edition)}?strana={number}") for number in (1, 2))
    assert [len(page.context["rows"]) for page in (first, second)] == [100, 1]
    assert second.context["rows"][0][0].value == 0
    assert len(first.context["measured"].drawing.segments) == 100


# As a file


def test_values_come_as_csv_that_a_czech_sheet_reckons_with(
    client: Client, edition: Edition
) -> None:
    one = indicator_of(edition)
    measure(one, "-1234.5", date(2018, 1, 1), source="=HYPERLINK(1)", note="odhad")
    measure(one, 40, date(2019, 1, 1), method_change="i děti", document="https://example.cz/")
    answer = client.get(f"{path_of(edition)}hodnoty.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[2:] for row in rows[1:]] == [
        ["2018-01-01", "-1234,5", "'=HYPERLINK(1)", "", "odhad", ""],
        ["2019-01-01", "40", "Výroční zpráva", "https://example.cz/", "", "i děti"],
    ]
    assert rows[1][:2] == ["Podpořené osoby", "osoby"]
    assert client.get(f"{path_of(edition)}hodnoty.csv?x=1").status_code == 302
