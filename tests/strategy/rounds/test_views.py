"""The public pages and files of a closed round."""

import io
from datetime import timedelta
from unittest.mock import patch

import lxml.html
import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from brnoplan import pagestore, working
from strategy.models import Edition, Job, Lead, Organisation, ProgressReport, Round
from strategy.progress import hiding, reporting
from strategy.rounds import closing, making
from strategy.rounds.evaluation import Choice
from tests.factories import item_of, make_plan
from tests.strategy.progress.scene import in_force, lead_of
from tests.strategy.rounds.scene import EARLIER, PERIOD, closed, opened

PATH = "/zkusebni-plan/plneni/2026/2-ctvrtleti/"
LIST = "/zkusebni-plan/plneni/obdobi/"
RISKY = "=1+1"


@pytest.fixture
def two_rounds(edition: Edition) -> Edition:
    """A1.1 moves from under way to done without evidence; A1.2 answers once; A1.3 never."""
    for period, answers in (
        (EARLIER, [("A1.1", "under_way", {"outlook": "at_risk"}), ("A1.2", "under_way", {})]),
        (PERIOD, [("A1.1", "done", {"share": 100, "commentary": RISKY})]),
    ):
        found = opened(edition, period)
        for code, status, said in answers:
            reporting.report(item_of(edition, code), status, **said)
        closing.close(found, f"Hodnocení {period.number}.")
    return edition


def codes(response) -> list[str]:
    return [row.item.code for row in response.context["rows"]]


def chosen(client: Client) -> dict[str, list[str]]:
    return {str(one): codes(client.get(f"{PATH}?jen={one.value}")) for one in Choice}


def test_a_closed_round_shows_three_signals_of_each_measure(
    client: Client, two_rounds: Edition
) -> None:
    page = client.get(PATH)
    rows = {row.item.code: row for row in page.context["rows"]}
    assert list(rows) == ["A1.1", "A1.2", "A1.3"]
    assert {code: (row.said.status, row.is_answered) for code, row in rows.items()} == {
        "A1.1": ("done", True),
        "A1.2": ("under_way", False),
        "A1.3": ("", False),
    }
    assert {code: [str(one) for one in row.signals.missing] for code, row in rows.items()} == {
        "A1.1": ["evidence"],
        "A1.2": [],
        "A1.3": [],
    }
    assert {code: row.signals.age for code, row in rows.items()} == {
        "A1.1": 0,
        "A1.2": 0,
        "A1.3": None,
    }
    assert page.context["found"].answered == 1
    assert "Hodnocení 2." in page.content.decode().replace("\xa0", " ")


def test_what_was_said_on_the_day_of_closing_is_not_counted_in_days(
    client: Client, two_rounds: Edition
) -> None:
    page = lxml.html.fromstring(client.get(PATH).content)
    ages = [row.xpath("td[2]")[0].text_content() for row in page.xpath("//table[2]/tbody/tr")]
    assert [any(letter.isdigit() for letter in age) for age in ages] == [False] * 3
    assert len({" ".join(age.split()) for age in ages}) == 3


def test_it_is_compared_with_the_round_before(client: Client, two_rounds: Edition) -> None:
    found = client.get(PATH).context["found"]
    assert {row.item.code: row.has_moved for row in found.rows} == {
        "A1.1": True,
        "A1.2": False,
        "A1.3": False,
    }
    assert sorted((now, then) for _said, now, then in found.statuses) == [(1, 0), (1, 1), (1, 2)]
    first = client.get(PATH.replace("2-", "1-")).context
    assert (first["found"].former, first["following"][0]) == (None, PATH)
    assert {then for _said, _now, then in first["found"].statuses} == {None}


def test_each_count_leads_to_those_very_measures(client: Client, two_rounds: Edition) -> None:
    found = chosen(client)
    assert found == {
        Choice.ALL: ["A1.1", "A1.2", "A1.3"],
        Choice.SILENT: ["A1.2", "A1.3"],
        Choice.MOVED: ["A1.1"],
        Choice.AT_RISK: [],
        Choice.UNPROVEN: ["A1.1"],
        Choice.LATE: [],
    }
    told = client.get(PATH).context["choices"]
    assert {str(one): number for one, number in told} == {
        name: len(rows) for name, rows in found.items()
    }


def test_what_is_late_is_counted_on_the_day_of_closing(client: Client, edition: Edition) -> None:
    later = timezone.now().replace(year=2031)
    opened(edition)
    with patch("django.utils.timezone.now", return_value=later):
        closing.close(Round.objects.get())
    late = client.get(f"{PATH}?jen={Choice.LATE.value}")
    assert codes(late) == ["A1.1", "A1.2", "A1.3"]
    assert {row.signals.age for row in late.context["rows"]} == {None}


def test_later_reports_and_leads_change_nothing_of_it(client: Client, two_rounds: Edition) -> None:
    before = client.get(PATH).content
    reporting.report(item_of(two_rounds, "A1.3"), "not_done")
    Lead.objects.filter(pk=lead_of(two_rounds).pk).delete()
    pagestore.store.clear()
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=9)):
        assert client.get(PATH).content == before


def test_an_open_round_has_no_page_but_is_told_of(client: Client, edition: Edition) -> None:
    found = opened(edition)
    files = [client.get(f"{PATH}vyhodnoceni.{form}").status_code for form in ("pdf", "xlsx")]
    assert (client.get(PATH).status_code, files) == (404, [404, 404])
    page = client.get(LIST)
    assert ([one for one, _period in page.context["open"]], page.context["closed"]) == ([found], [])


def test_the_list_has_closed_rounds_the_newest_first(client: Client, two_rounds: Edition) -> None:
    listed = client.get(LIST).context["closed"]
    assert [period.segment for _round, period in listed] == ["2-ctvrtleti", "1-ctvrtleti"]


@pytest.mark.parametrize(
    "path",
    [
        "/nic/plneni/2026/2-ctvrtleti/",
        "/zkusebni-plan/plneni/2026/5-ctvrtleti/",
        "/zkusebni-plan/plneni/2025/2-ctvrtleti/",
        f"{PATH}?jen=nic",
        f"{PATH}?strana=2",
        f"{PATH}vyhodnoceni.doc",
        "/navrh/plneni/obdobi/",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, two_rounds: Edition, path: str) -> None:
    make_plan("navrh")
    assert client.get(path).status_code == 404


def test_it_is_stored(client: Client, two_rounds: Edition, django_assert_num_queries) -> None:
    for path in (LIST, PATH, f"{PATH}vyhodnoceni.xlsx"):
        first = client.get(path).content
        with django_assert_num_queries(0):
            assert client.get(path).content == first


def test_hidden_words_are_gone_from_page_and_table(client: Client, two_rounds: Edition) -> None:
    report = client.get(PATH).context["rows"][0].report
    hiding.hide(ProgressReport.objects.get(pk=report.pk), ["commentary"], None)
    pagestore.store.clear()
    page, table = client.get(PATH), client.get(f"{PATH}vyhodnoceni.xlsx")
    assert page.context["rows"][0].report.hidden_at is not None
    assert RISKY not in page.content.decode()
    assert RISKY not in [cell for row in cells(table) for cell in row]


def cells(response) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def test_the_table_has_a_row_for_each_measure_and_no_formula(
    client: Client, two_rounds: Edition
) -> None:
    answer = client.get(f"{PATH}vyhodnoceni.xlsx")
    head, *rows = cells(answer)
    assert [row[0] for row in rows] == ["A1.1", "A1.2", "A1.3"]
    assert {len(row) for row in rows} == {len(head)}
    first = dict(enumerate(rows[0]))
    assert (first[2], first[3], first[6], first[7]) == ("Odbor OSP (OSP)", "12/2030", 100, RISKY)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "zkusebni-plan-2026-2-ctvrtleti.xlsx" in answer.headers["Content-Disposition"]
    assert client.get(f"{PATH}vyhodnoceni.xlsx").content == answer.content


def test_a_small_round_is_typeset_at_once(client: Client, two_rounds: Edition) -> None:
    answer = client.get(f"{PATH}vyhodnoceni.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert b'pdfuaid:part="1"' in answer.content
    assert Job.objects.filter(kind=Job.Kind.ROUND_EVALUATION).count() == 0


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_long_one_is_made_by_the_worker(
    client: Client, two_rounds: Edition, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_IN_REQUEST", {"pdf": 2, "xlsx": 2})
    monkeypatch.setattr(making, "render", lambda html, seconds: b"%PDF-" + html.encode())
    path = f"{PATH}vyhodnoceni.{form}"
    waiting = client.get(path)
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "5")
    assert waiting.headers["Cache-Control"] == "no-store"
    job = Job.objects.get(kind=Job.Kind.ROUND_EVALUATION)
    working.do(job)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    made = client.get(path)
    assert made.status_code == 200
    # What is said meanwhile makes it stale.
    reporting.report(item_of(two_rounds, "A1.3"), "done")
    pagestore.store.clear()
    assert client.get(path).status_code == 202


def test_a_file_that_failed_says_so(
    client: Client, two_rounds: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "MOST_IN_REQUEST", {"pdf": 2, "xlsx": 2})
    client.get(f"{PATH}vyhodnoceni.pdf")
    Job.objects.update(state=Job.State.FAILED, finished_at=timezone.now())
    answer = client.get(f"{PATH}vyhodnoceni.pdf")
    assert (answer.status_code, answer.context["has_failed"]) == (503, True)


@pytest.mark.parametrize("measures", [1, 3])
def test_the_page_asks_as_much_for_three_measures_as_for_one(
    client: Client, department: Organisation, measures: int, django_assert_num_queries
) -> None:
    edition = in_force(department, measures)
    closed(edition, EARLIER)
    closed(edition)
    with django_assert_num_queries(9):
        assert len(codes(client.get(PATH))) == measures
