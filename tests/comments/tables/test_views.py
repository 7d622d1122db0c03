"""The page of the settlement table and its files, for anyone."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pikepdf import Pdf

from brnoplan import pagestore, working
from comments.models import Comment
from comments.tables import making
from comments.tables import selection as selections
from comments.tables.making import Wanted, wanted_by
from comments.tables.selection import Selection, places_of
from strategy import jobs
from strategy.models import Edition, Job, PageRevision
from strategy.pdf.rendering import LibraryMissing, RenderingFailed
from tests.comments.tables import tables
from tests.factories import item_of, make_comment, make_plan, publish, settle

TABLE = "/zkusebni-plan/vyporadani/"
PDF = "/zkusebni-plan/vyporadani.pdf"
FAKE = b"%PDF-1.7 "


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> list[str]:
    """Stands for the child process: the tables that it was given."""
    settings.MEDIA_ROOT = tmp_path / "files"
    sources: list[str] = []

    def render(html: str, *, seconds: int | None = None) -> bytes:
        sources.append(html)
        return FAKE + str(len(sources)).encode()

    monkeypatch.setattr(making, "render", render)
    return sources


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """No table is small enough for a request."""
    monkeypatch.setattr(making, "MOST_IN_REQUEST", 0)


def test_the_page_begins_with_a_sentence_of_numbers(client: Client, published: Edition) -> None:
    item = item_of(published, "A1")
    settle(make_comment(item).points.get())
    make_comment(item)
    response = client.get(TABLE)
    said = response.context["said"]
    html = response.content.decode().partition("<main")[2].replace("\xa0", " ")
    assert [character for character in said if character.isdigit()] == ["2", "1", "1"]
    assert html.index(said.split(":")[0]) < html.index("<form") < html.index("<table")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("vysledek=ceka", "Vašemu výběru odpovídá 1 připomínka."),
        ("text=nikde", "Vašemu výběru odpovídá 0 připomínek."),
    ],
)
def test_of_a_part_the_sentence_says_how_many_it_holds(
    client: Client, published: Edition, query: str, said: str
) -> None:
    settle(make_comment(item_of(published, "A1")).points.get())
    make_comment(item_of(published, "A1"))
    html = client.get(f"{TABLE}?{query}").content.decode()
    assert re.findall(r'class="lead" role="status">([^<]*)<', html) == [said]


def test_the_form_keeps_what_was_chosen_and_leads_on_with_it(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selections, "COMMENTS_ON_PAGE", 1)
    for _ in range(2):
        make_comment(item_of(published, "A1"))
    html = client.get(f"{TABLE}?polozka=A1&vysledek=ceka&zneni=1&text=komunit").content.decode()
    for chosen in ('value="A1" selected', 'value="ceka" selected', 'value="1" selected'):
        assert html.count(chosen) == 1
    query = "polozka=A1&amp;vysledek=ceka&amp;zneni=1&amp;text=komunit"
    assert f'href="?{query}&amp;od=2"' in html
    assert f'href="/zkusebni-plan/vyporadani.xlsx?{query}"' in html
    assert f'href="/zkusebni-plan/vyporadani.pdf?{query}&amp;na-sirku=1&amp;bez-jmen=1"' in html


def test_an_item_that_left_the_plan_is_offered_where_it_is_chosen(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.tables.views.MOST_ITEMS", 1)
    html = client.get(f"{TABLE}?polozka=A1.2").content.decode()
    assert html.count("selected") == 1
    assert 'value="A1.2" selected' in html


def test_every_number_leads_to_its_comment(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    html = client.get(TABLE).content.decode()
    assert 'href="/zkusebni-plan/pripominky/1/"' in html
    assert 'href="/zkusebni-plan/edice/1/A1/"' in html


@pytest.mark.parametrize("address", [TABLE, PDF, "/zkusebni-plan/vyporadani.csv"])
def test_of_a_plan_that_is_not_published_there_is_no_table(
    address: str, client: Client, plan: Any
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("extension", ["", "csv", "xlsx", "docx", "pdf"])
def test_what_there_is_not_is_not_found(extension: str, client: Client, published: Edition) -> None:
    address = f"/zkusebni-plan/vyporadani.{extension}" if extension else TABLE
    assert client.get(f"{address}?vysledek=x").status_code == 404


@pytest.mark.parametrize("extension", ["", "csv", "xlsx", "docx", "pdf"])
def test_the_whole_table_is_kept_until_something_changes(
    extension: str, client: Client, published: Edition, press: list[str]
) -> None:
    make_comment(item_of(published, "A1"))
    address = f"/zkusebni-plan/vyporadani.{extension}" if extension else TABLE
    first = client.get(address).content
    assert [key[2] for key in pagestore.store._pages] == [address]
    client.get(f"{address}?bez-jmen=1")
    assert len(pagestore.store._pages) == 1
    settle(Comment.objects.get().points.get())
    pagestore.store._read_at = float("-inf")
    assert client.get(address).content != first


@pytest.mark.parametrize("nameless", [False, True])
def test_a_file_comes_under_a_name_that_says_what_it_is(
    nameless: bool, client: Client, published: Edition
) -> None:
    make_comment(item_of(published, "A1"), name="Jana Nová", name_public=True)
    response = client.get(f"/zkusebni-plan/vyporadani.csv{'?bez-jmen=1' if nameless else ''}")
    [row] = tables.of_csv(response.content)
    assert row["commenter"] == ("Občan/ka č. 1" if nameless else "Jana Nová")
    name = f"zkusebni-plan-vyporadani{'-bez-jmen' if nameless else ''}.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"


def test_a_file_holds_what_was_chosen(client: Client, published: Edition) -> None:
    for code in ("A1", "A1.1"):
        make_comment(item_of(published, code))
    response = client.get("/zkusebni-plan/vyporadani.csv?polozka=A1.1")
    assert [row["number"] for row in tables.of_csv(response.content)] == ["2"]


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_whatever_it_holds(
    size: int, client: Client, published: Edition, django_assert_num_queries: Any
) -> None:
    for _ in range(size):
        settle(make_comment(item_of(published, "A1")).points.get())
    client.get("/")
    with django_assert_num_queries(6):
        client.get(TABLE)
    with django_assert_num_queries(8):
        client.get(f"{TABLE}?polozka=A1&vysledek=castecne&zneni=1&text=komunit&od=1")


def test_a_small_table_is_printed_at_once(client: Client, published: Edition) -> None:
    make_comment(item_of(published, "A1"))
    for query, lies_across in (("", False), ("?na-sirku=1", True)):
        response = client.get(PDF + query)
        assert response.headers["Content-Type"] == "application/pdf"
        assert "Content-Security-Policy" not in response.headers
        with Pdf.open(io.BytesIO(response.content)) as file:
            [sheet] = file.pages
            assert (sheet.mediabox[2] > sheet.mediabox[3]) == lies_across


def test_a_large_table_is_ordered_and_then_given(
    client: Client, published: Edition, press: list[str], large: None
) -> None:
    make_comment(item_of(published, "A1"))
    address = f"{PDF}?polozka=A1&vysledek=ceka&zneni=1&na-sirku=1&bez-jmen=1"
    for _twice in range(2):
        response = client.get(address)
        assert (response.status_code, response.headers["Refresh"]) == (202, "5")
    [job] = Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE)
    assert len(job.variant) <= 40
    working.work(once=True)
    assert "sheet--landscape" in press[0]
    assert client.get(address).content == FAKE + b"1"
    # Another choice is another file.
    assert client.get(PDF).status_code == 202


@pytest.mark.parametrize("extension", ["csv", "xlsx", "docx"])
def test_a_large_table_is_ordered_as_any_file_and_reads_as_a_small_one(
    extension: str, client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(make_comment(item_of(published, "A1"), text="=1+1; Doplnit.").points.get())
    address = f"/zkusebni-plan/vyporadani.{extension}?bez-jmen=1&vysledek=castecne"
    small = client.get(address).content
    monkeypatch.setattr(making, "MOST_WRITTEN", 0)
    for _twice in range(2):
        assert client.get(address).status_code == 202
    [job] = Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE)
    assert (job.variant.partition(".")[0], len(job.variant) <= 40) == (extension, True)
    working.work(once=True)
    given = client.get(address)
    assert (given.status_code, given.content) == (200, small)
    assert given.headers["Content-Disposition"].endswith(f'-bez-jmen.{extension}"')
    # What was looked for by words is made at once, for it is written into no order.
    assert client.get(f"{address}&text=doplnit").status_code == 200
    assert Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE).count() == 1


def test_what_was_ordered_is_made_anew_once_something_has_changed(
    client: Client, published: Edition, press: list[str], large: None
) -> None:
    client.get(PDF)
    make_comment(item_of(published, "A1"))
    working.work(once=True)
    assert client.get(PDF).status_code == 200
    PageRevision.raise_for(published.plan_id)
    pagestore.store.clear()
    assert client.get(PDF).status_code == 202


def test_what_is_wanted_can_be_read_from_its_job(published: Edition) -> None:
    item = item_of(published, "A1")
    for wanted in (
        Wanted(Selection(published)),
        Wanted(
            Selection(published, item, "not_accepted", published, places=places_of([item])),
            "landscape",
            nameless=True,
        ),
        Wanted(Selection(published), "docx"),
    ):
        job = jobs.order(Job.Kind.SETTLEMENT_TABLE, published, wanted.variant)
        assert wanted_by(job) == wanted


def test_words_that_somebody_looks_for_are_written_into_no_order(
    client: Client, published: Edition, press: list[str], large: None
) -> None:
    make_comment(item_of(published, "A1"))
    assert client.get(f"{PDF}?text=komunit").status_code == 422
    assert Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE).count() == 0


def test_only_so_many_tables_are_ordered_at_a_time(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch, large: None
) -> None:
    make_comment(item_of(published, "A1"))
    monkeypatch.setattr(making, "MOST_WAITING", 1)
    assert client.get(PDF).status_code == 202
    assert client.get(f"{PDF}?na-sirku=1").status_code == 503
    assert client.get(PDF).status_code == 202
    assert Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE).count() == 1


def test_only_the_newest_files_are_kept(
    settings: Any,
    client: Client,
    published: Edition,
    press: list[str],
    monkeypatch: pytest.MonkeyPatch,
    large: None,
) -> None:
    make_comment(item_of(published, "A1"))
    monkeypatch.setattr(making, "MOST_KEPT", 1)
    for query in ("", "?na-sirku=1", "?bez-jmen=1"):
        client.get(PDF + query)
        working.work(once=True)
    kept = Job.objects.filter(kind=Job.Kind.SETTLEMENT_TABLE)
    # The one that was just made is not done before its deed has ended.
    assert [job.variant for job in kept.order_by("pk")] == ["l....", "p.n..."]
    folder = Path(settings.MEDIA_ROOT) / making.FOLDER
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("failure", "says"), [(RenderingFailed("Chyba <7>."), ""), (LibraryMissing("x"), "apt-get")]
)
def test_a_failure_is_told_in_words_and_why_is_for_the_log(
    failure: RenderingFailed,
    says: str,
    client: Client,
    published: Edition,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_html: str, *, seconds: int | None = None) -> bytes:
        raise failure

    make_comment(item_of(published, "A1"))
    monkeypatch.setattr(making, "render", fail)
    response = client.get(PDF)
    html = response.content.decode()
    assert response.status_code == 503
    assert "7" not in html.partition("<main")[2].partition("</main>")[0]
    assert says in html


def test_another_plans_comments_are_not_in_it(client: Client, published: Edition) -> None:
    make_comment(item_of(publish(make_plan("jiny-plan")), "A1"))
    assert Comment.objects.published().count() == 1
    assert client.get(TABLE).context["page"].lines == []


def test_the_page_says_what_an_apostrophe_in_the_csv_means(
    client: Client, published: Edition
) -> None:
    make_comment(item_of(published, "A1.1"))
    page = client.get("/zkusebni-plan/vyporadani/").content.decode()
    files = page[page.index('id="ke-stazeni"') :]
    assert ("CSV" in files, "apostro" in files) == (True, True)
