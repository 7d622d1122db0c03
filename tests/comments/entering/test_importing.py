"""Comments from a workbook: what is wrong is told by row and column, then all or nothing."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.utils.timezone import localdate
from openpyxl import Workbook

from comments.entering import importing
from comments.entering.importing import ImportRefused
from comments.models import Comment, Consultation
from strategy import sheets
from strategy.models import Edition
from strategy.sheets import WorkbookRefused
from tests.comments.entering import workbooks
from tests.comments.entering.workbooks import HEADS
from tests.factories import open_consultation


@pytest.fixture
def consultation(published: Edition) -> Consultation:
    return open_consultation(published)


def faults(consultation: Consultation, *rows: dict[str, Any]) -> list[tuple[int, str]]:
    """(row, field) of each fault; the head stands in row 2."""
    fields = {head: field for field, head in HEADS.items()}
    found = importing.plan(consultation, workbooks.workbook(*rows)).faults
    assert all(fault.message for fault in found)
    return [(fault.row, fields.get(fault.column, fault.column)) for fault in found]


def test_every_row_becomes_a_comment_with_what_its_cells_say(consultation: Consultation) -> None:
    whole = {
        "channel": "E-mailem",
        "received_on": localdate(),
        "kind": "obecná",
        "organisation": "Spolek přátel",
        "name": "Jana Malá",
        "name_public": "Ano",
        "email": "jana@example.cz",
        "place": "a1.2:",
        "text": "Doplnit.",
        "proposal": "Nově.",
        "rationale": "Chybí to.",
    }
    importing.enter_all(consultation, workbooks.workbook({"text": "První."}, whole))
    first, second = Comment.objects.order_by("number")
    assert (first.number, first.channel, first.name_public) == (1, "paper", False)
    assert (second.channel, second.organisation, second.name_public) == (
        "email",
        "Spolek přátel",
        True,
    )
    assert (second.kind, second.contact.email) == ("general", "jana@example.cz")
    assert second.versions.values_list("item__code", "text", "proposal", "rationale").get() == (
        "A1.2",
        "Doplnit.",
        "Nově.",
        "Chybí to.",
    )


@pytest.mark.parametrize("space", [" ", "\u00a0", "  "])
def test_of_words_with_spaces_it_does_not_matter_which(
    consultation: Consultation, space: str
) -> None:
    given = {"channel": "NA papíře", "kind": "K části plánu", "text": "Doplnit."}
    row = {field: value.replace(" ", space) for field, value in given.items()}
    heads = [head.replace("\u00a0", " ").replace(" ", space) for head in HEADS.values()]
    (comment,) = importing.enter_all(consultation, workbooks.workbook(row, heads=heads))
    assert (comment.channel, comment.kind) == ("paper", "part")


def test_rows_of_one_submission_are_points_of_one_comment(consultation: Consultation) -> None:
    rows = [
        {"submission": 7, "text": "Jedna.", "organisation": "Spolek"},
        {"text": "Jiné podání."},
        {"submission": "7", "text": "Dvě.", "place": "A1.2", "received_on": None, "channel": None},
    ]
    importing.enter_all(consultation, workbooks.workbook(*rows))
    comments = Comment.objects.order_by("number")
    assert [list(it.versions.values_list("text", flat=True)) for it in comments] == [
        ["Jedna.", "Dvě."],
        ["Jiné podání."],
    ]


def test_the_same_file_twice_makes_nothing_twice(consultation: Consultation) -> None:
    rows = [{"text": "Stejné."}, {"text": "Stejné."}, {"text": "Jiné."}]
    content = workbooks.workbook(*rows)
    assert len(importing.enter_all(consultation, content)) == 3
    plan = importing.plan(consultation, content)
    assert ([it.known.number for it in plan.planned if it.known], plan.new) == ([1, 2, 3], [])
    assert importing.enter_all(consultation, content) == []
    longer = workbooks.workbook(*rows, {"text": "Přibylo."}, above=3)
    assert [it.number for it in importing.enter_all(consultation, longer)] == [4]


def test_a_dry_run_changes_nothing(consultation: Consultation) -> None:
    plan = importing.plan(consultation, workbooks.workbook({"text": "Doplnit."}))
    assert (len(plan.new), plan.faults, Comment.objects.count()) == (1, [], 0)


def test_one_faulty_row_keeps_all_others_out(consultation: Consultation) -> None:
    content = workbooks.workbook({"text": "Dobře."}, {"text": "Špatně.", "place": "Z9"})
    with pytest.raises(ImportRefused):
        importing.enter_all(consultation, content)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"channel": None}, "channel"),
        ({"channel": "holubem"}, "channel"),
        ({"channel": "webový formulář"}, "channel"),
        ({"received_on": None}, "received_on"),
        ({"received_on": "včera"}, "received_on"),
        ({"received_on": 43277}, "received_on"),
        ({"received_on": "31. 2. 2024"}, "received_on"),
        ({"received_on": date(2018, 6, 26)}, "received_on"),
        ({"received_on": localdate() + timedelta(days=1)}, "received_on"),
        ({"kind": "jiná"}, "kind"),
        ({"name_public": "možná"}, "name_public"),
        ({"name_public": "ano"}, "name_public"),
        ({"email": "jana"}, "email"),
        ({"place": "Z9"}, "place"),
        ({"text": None}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "=1+1"}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"organisation": "a" * 201}, "organisation"),
        ({"weight": "zásadní"}, "weight"),
        ({"weight": "velká"}, "weight"),
    ],
)
def test_each_fault_is_told_by_its_row_and_column(
    consultation: Consultation, row: dict[str, Any], field: str
) -> None:
    assert faults(consultation, {"text": "Dobře."}, {"text": "Doplnit."} | row) == [(4, field)]


def test_all_faults_are_told_at_once_in_the_order_of_the_rows(consultation: Consultation) -> None:
    rows = [{"text": None, "place": "Z9"}, {"text": "Dobře."}, {"text": "x", "email": "y"}]
    assert faults(consultation, *rows) == [(3, "place"), (3, "text"), (5, "email")]


def test_rows_of_a_submission_do_not_contradict_one_another(consultation: Consultation) -> None:
    rows = [
        {"submission": "7", "text": "Jedna.", "name": "Jana"},
        {"submission": "7", "text": "Dvě.", "name": "Petr"},
    ]
    assert faults(consultation, *rows) == [(4, "name")]


@pytest.mark.parametrize(
    "given",
    [
        lambda day: day,
        lambda day: datetime.combine(day, time(14, 30)),
        lambda day: f"{day.day}. {day.month}. {day.year}",
        lambda day: f"{day.day}.{day.month}.{day.year}",
        lambda day: day.isoformat(),
    ],
)
def test_a_day_is_read_as_a_date_and_as_a_text(consultation: Consultation, given: Any) -> None:
    content = workbooks.workbook({"text": "x y", "received_on": given(localdate())})
    (comment,) = importing.enter_all(consultation, content)
    assert localdate(comment.received_at) == localdate()


def test_no_comments_needs_no_words_and_an_empty_place_is_the_plan(
    consultation: Consultation,
) -> None:
    content = workbooks.workbook({"kind": "bez připomínek", "place": None, "organisation": "X"})
    (comment,) = importing.enter_all(consultation, content)
    assert (comment.kind, comment.item.parent) == ("none", None)
    assert comment.points.get().settlements.get().outcome == "noted"


def test_what_came_late_is_said_beforehand(consultation: Consultation) -> None:
    with time_machine.travel(consultation.closes_at + timedelta(days=3), tick=False):
        days = (consultation.last_day, consultation.last_day + timedelta(days=1))
        rows = [{"text": "x y", "received_on": day} for day in days]
        plan = importing.plan(consultation, workbooks.workbook(*rows))
    assert [it.late for it in plan.planned] == [False, True]


def heads_with(**changes: str) -> list[str]:
    return [changes.get(field, head) for field, head in HEADS.items()]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (heads_with(channel="Jak"), [(0, "channel"), (0, "jak"), (3, "channel")]),
        (heads_with(rationale="Jméno"), [(0, "jméno")]),
        (heads_with(text="Cosi"), None),
        (["Nic"], None),
    ],
)
def test_other_heads_are_named(
    consultation: Consultation, heads: list[str], found: list[tuple[int, str]] | None
) -> None:
    content = workbooks.workbook({"text": "x y"}, heads=heads)
    if found is None:
        with pytest.raises(WorkbookRefused):
            importing.plan(consultation, content)
        return
    fields = {head: field for field, head in HEADS.items()}
    told = importing.plan(consultation, content).faults
    assert [(it.row, fields.get(it.column, it.column)) for it in told] == found


def test_columns_may_stand_in_any_order(consultation: Consultation) -> None:
    book = Workbook()
    fields = ["text", "received_on", "channel"]
    book.active.append([HEADS[field].upper() for field in fields])
    book.active.append(["K celému plánu.", localdate(), "na papíře"])
    saved = io.BytesIO()
    book.save(saved)
    (comment,) = importing.enter_all(consultation, saved.getvalue())
    assert (comment.item.parent, comment.received_on_day_only) == (None, True)


def test_an_empty_sheet_says_so(consultation: Consultation) -> None:
    assert faults(consultation) == [(0, "")]


def test_a_text_that_begins_as_a_formula_is_a_text(consultation: Consultation) -> None:
    book = Workbook()
    book.active.append(list(HEADS.values()))
    given = {"channel": "paper", "received_on": localdate(), "text": "=nerovná se"}
    book.active.append([given.get(field) for field in HEADS])
    book.active.cell(2, list(HEADS).index("text") + 1).data_type = "s"
    saved = io.BytesIO()
    book.save(saved)
    (comment,) = importing.enter_all(consultation, saved.getvalue())
    assert comment.versions.get().text == "=nerovná se"


def zipped(**parts: bytes) -> bytes:
    saved = io.BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"a;b;c",
        b"x" * (sheets.LARGEST + 1),
        zipped(),
        zipped(a=b"b"),
        zipped(**{"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<y"}),
        zipped(bomb=b"0" * (sheets.LARGEST_UNPACKED + 1)),
    ],
)
def test_what_is_no_workbook_or_too_large_is_refused(
    consultation: Consultation, content: bytes
) -> None:
    with pytest.raises(WorkbookRefused):
        importing.plan(consultation, content)


def test_a_bomb_is_refused_before_it_is_opened(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(sheets, "load_workbook", lambda *given, **_options: opened.append(given))
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b"<row/>" * 6_000_000})
    assert len(bomb) < sheets.LARGEST
    with pytest.raises(WorkbookRefused):
        importing.plan(consultation, bomb)
    assert opened == []


@pytest.mark.parametrize(("count", "refused"), [(3, False), (4, True)])
def test_more_rows_than_can_be_looked_through_are_refused(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch, count: int, refused: bool
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    content = workbooks.workbook(*[{"text": f"Řádek {number}"} for number in range(count)])
    if refused:
        with pytest.raises(WorkbookRefused):
            importing.plan(consultation, content)
    else:
        assert len(importing.plan(consultation, content).new) == count


def test_a_row_far_below_is_not_searched_for(consultation: Consultation) -> None:
    """Its number alone would make a million empty rows."""
    book = Workbook()
    book.active.append(list(HEADS.values()))
    book.active.cell(1_048_576, 10).value = "daleko"
    saved = io.BytesIO()
    book.save(saved)
    plan = importing.plan(consultation, saved.getvalue())
    assert ([fault.row for fault in plan.faults], plan.new) == ([0], [])


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_for_one_row_and_for_three(
    consultation: Consultation, django_assert_num_queries: Any, count: int
) -> None:
    content = workbooks.workbook(*[{"text": f"Řádek {number}"} for number in range(count)])
    with django_assert_num_queries(4):
        assert len(importing.plan(consultation, content).new) == count
