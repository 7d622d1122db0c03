"""Values of many indicators from a workbook: shown first, then all of them or none."""

import io
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import Workbook, load_workbook

from brnoplan import groups
from strategy.measures import reading_sheet
from strategy.measures.reading_sheet import COLUMNS
from strategy.models import Edition, Indicator, Organisation, Reading
from tests.strategy.cast import client_of
from tests.strategy.measures.measured import (
    DAY,
    indicator_of,
    make_indicator,
    measure,
    measured_plan,
)
from tests.strategy.progress.scene import make_department, member_of

PAGE = "/plneni/sprava/hodnoty/zkusebni-plan/"
TEMPLATE = f"{PAGE}sablona.xlsx"
HEADS = {field: str(label) for field, label in COLUMNS.items()}


@pytest.fixture
def department(db: None) -> Organisation:
    return make_department()


@pytest.fixture
def edition(department: Organisation) -> Edition:
    """Three measures, led by the department."""
    return measured_plan(measures=3, lead=department)


@pytest.fixture
def coordinator(db: None) -> Client:
    return client_of("fulfilment")


@pytest.fixture
def member(department: Organisation) -> Client:
    """Who acts for the department that leads the measures, and nothing more."""
    return signed_in(department)


def signed_in(department: Organisation, name: str = "jana") -> Client:
    groups.create_groups()
    user = member_of(department, name)
    user.groups.add(Group.objects.get(name=groups.SETTLER))
    client = Client()
    client.force_login(user)
    return client


def workbook(*rows: dict[str, Any], heads: Sequence[str] | None = None) -> bytes:
    """A file with a row for each dict by field; what it leaves out is right."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Úvod"])
    sheet.append(list(HEADS.values()) if heads is None else heads)
    for row in rows:
        given = {"day": date(2020, 6, 30), "value": 42, "source": "Zpráva"} | row
        sheet.append([given.get(field) for field in HEADS])
        for cell, field in zip(sheet[sheet.max_row], HEADS, strict=True):
            if field == "value" and given.get("percent"):
                cell.number_format = "0 %"
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(client: Client, content: bytes) -> HttpResponse:
    return client.post(PAGE, {"file": SimpleUploadedFile("hodnoty.xlsx", content)})


def confirm(client: Client, content: bytes) -> HttpResponse:
    return client.post(PAGE, {"again": b64encode(content).decode(), "confirm": "1"})


def faults(response: HttpResponse) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in response.context["found"].faults]


def key(edition: Edition, code: str = "A1.1") -> str:
    return str(indicator_of(edition, code).key)


def test_the_template_has_a_row_for_each_indicator(coordinator: Client, edition: Edition) -> None:
    measure(indicator_of(edition), "12.5")
    answer = coordinator.get(TEMPLATE)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]] == list(HEADS.values())
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[0] for row in rows] == [key(edition, f"A1.{number}") for number in (1, 2, 3)]
    assert rows[0][1:7] == ["A1.1", "Podpořené osoby", "osoby", "10", "120", "12,5 (30. 6. 2020)"]
    assert rows[1][6:] == [None] * 7


def test_the_template_filled_in_is_shown_first_and_recorded_when_that_is_confirmed(
    coordinator: Client, edition: Edition
) -> None:
    book = load_workbook(io.BytesIO(coordinator.get(TEMPLATE).content))
    for column, value in zip("HIJ", ("30. 6. 2020", "1 250,5 osoby", "Zpráva"), strict=True):
        book.active[f"{column}4"] = value
    content = saved(book)
    shown = upload(coordinator, content)
    (planned,) = shown.context["found"].new
    assert (planned.row, planned.written, Reading.objects.count()) == (4, "1 250,5", 0)
    assert confirm(coordinator, content).status_code == 303
    reading = Reading.objects.get()
    assert (reading.indicator_key, reading.value) == (
        indicator_of(edition, "A1.2").key,
        Decimal("1250.5"),
    )
    user = User.objects.get(username="fulfilment")
    assert (reading.channel, reading.history.get().history_user) == ("sheet", user)


def test_the_same_file_twice_records_nothing_twice(coordinator: Client, edition: Edition) -> None:
    content = workbook({"key": key(edition)}, {"key": key(edition), "day": date(2019, 1, 1)})
    confirm(coordinator, content)
    again = upload(coordinator, content).context["found"]
    assert ([one.is_known for one in again.planned], again.new) == ([True, True], [])
    confirm(coordinator, content)
    assert (Reading.objects.count(), Reading.history.count()) == (2, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": ""}, "key"),
        ({"key": "3"}, "key"),
        ({"day": "včera"}, "day"),
        ({"day": None}, "day"),
        ({"day": localdate() + timedelta(days=3)}, "day"),
        ({"value": "asi 5"}, "value"),
        ({"value": None}, "value"),
        ({"value": "=1+1"}, "value"),
        ({"value": 33.333333333}, "value"),
        ({"value": 10**13}, "value"),
        ({"source": None}, "source"),
        ({"document": "nikam to nevede"}, "document"),
        ({"note": "x" * 301}, "note"),
        ({"method_change": "x" * 301}, "method_change"),
    ],
)
def test_each_fault_is_told_by_its_row_and_column(
    coordinator: Client, edition: Edition, wrong: dict[str, Any], field: str
) -> None:
    content = workbook({"key": key(edition)}, {"key": key(edition, "A1.2")} | wrong)
    assert faults(upload(coordinator, content)) == [(4, HEADS[field])]
    assert confirm(coordinator, content).context["refusal"]
    assert Reading.objects.count() == 0


def test_all_faults_are_told_at_once_and_none_is_recorded(
    coordinator: Client, edition: Edition
) -> None:
    right = [{"key": key(edition), "day": date(2000 + number, 1, 1)} for number in range(20)]
    wrong = [{"key": key(edition), "day": f"{number}. den", "source": None} for number in range(30)]
    told = faults(upload(coordinator, workbook(*right, *wrong)))
    assert told == [(row, HEADS[field]) for row in range(23, 53) for field in ("day", "source")]
    assert Reading.objects.count() == 0


def test_two_values_of_a_day_and_one_that_is_recorded_otherwise_are_faults(
    coordinator: Client, edition: Edition
) -> None:
    measure(indicator_of(edition, "A1.2"), 5)
    content = workbook(
        {"key": key(edition)},
        {"key": key(edition), "value": 43},
        {"key": key(edition, "A1.2"), "day": DAY, "value": 6},
    )
    assert faults(upload(coordinator, content)) == [(4, HEADS["day"]), (5, HEADS["value"])]


def test_a_share_is_taken_as_the_sheet_shows_it(coordinator: Client, department: Any) -> None:
    edition = measured_plan(make_indicator(unit="%"), lead=department)
    content = workbook({"key": key(edition), "value": 0.125, "percent": True})
    confirm(coordinator, content)
    assert Reading.objects.get().value == Decimal("12.5")


def test_rows_without_a_value_are_passed_over(coordinator: Client, edition: Edition) -> None:
    nothing = dict.fromkeys(("day", "value", "source"))
    content = workbook({"key": key(edition), "name": "Podpořené osoby"} | nothing)
    assert faults(upload(coordinator, content)) == [(0, "")]
    more = workbook({"key": key(edition)} | nothing, {"key": key(edition, "A1.2")})
    assert [one.row for one in upload(coordinator, more).context["found"].new] == [4]


def test_heads_that_are_missing_or_strange_are_named(coordinator: Client, edition: Edition) -> None:
    heads = [head for head in HEADS.values() if head != HEADS["source"]] + ["Cosi"]
    told = faults(upload(coordinator, workbook(heads=heads)))
    assert told == [(0, HEADS["source"]), (0, "cosi")]


@pytest.mark.parametrize("content", [b"", b"abc", b"x" * 1_000_001])
def test_what_is_no_workbook_is_refused_in_words(
    coordinator: Client, edition: Edition, content: bytes
) -> None:
    assert upload(coordinator, content).context["refusal"]


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_for_one_row_and_for_three(
    edition: Edition, rows: int, django_assert_num_queries: Any
) -> None:
    days = [date(2001 + number, 1, 1) for number in range(rows)]
    content = workbook(*({"key": key(edition), "day": day} for day in days))
    indicators = list(Indicator.objects.filter(item__edition=edition).select_related("item"))
    with django_assert_num_queries(1):
        assert len(reading_sheet.plan_import(indicators, content).new) == rows


# Who may


def test_a_lead_records_values_of_its_measures_and_of_no_others(
    member: Client, edition: Edition
) -> None:
    assert confirm(member, workbook({"key": key(edition)})).status_code == 303
    assert Reading.objects.count() == 1
    other = measured_plan(lead=make_department("OŽP"), slug="jiny-plan")
    foreign = workbook({"key": key(other)})
    assert faults(upload(member, foreign)) == [(3, HEADS["key"])]
    page = PAGE.replace("zkusebni-plan", "jiny-plan")
    answers = [member.get(page), member.post(page, {"again": "x"})]
    answers.append(member.get(f"{page}sablona.xlsx"))
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Reading.objects.count() == 1


def test_the_list_of_plans_counts_what_lacks_a_value(
    coordinator: Client, member: Client, edition: Edition
) -> None:
    measured_plan(lead=make_department("OŽP"), slug="jiny-plan")
    measure(indicator_of(edition))
    found = [
        [
            (plan.slug, *counts)
            for plan, *counts in client.get("/plneni/sprava/hodnoty/").context["rows"]
        ]
        for client in (coordinator, member)
    ]
    assert found[1] == [("zkusebni-plan", 3, 2)]
    assert sorted(found[0]) == [("jiny-plan", 1, 1), ("zkusebni-plan", 3, 2)]


def test_strangers_are_sent_to_log_in(client: Client, edition: Edition) -> None:
    paths = [PAGE, TEMPLATE, "/plneni/sprava/hodnoty/"]
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    looks_on = client_of("officer")
    assert [looks_on.get(path).status_code for path in paths[:2]] == [403, 403]


def test_looking_changes_nothing(coordinator: Client, edition: Edition) -> None:
    again = b64encode(workbook({"key": key(edition)})).decode()
    coordinator.get(PAGE, {"again": again, "confirm": "1"})
    assert Reading.objects.count() == 0
