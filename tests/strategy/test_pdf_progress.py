"""A PDF that takes long is ordered, its reader told how far it is, and then given the file."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from brnoplan import working
from strategy import editions, jobs, pdf_views, slots
from strategy.models import ArchivedPdf, Edition, Job, PageRevision, Rendition
from strategy.pdf import document, library, rendering
from strategy.pdf.library import SECONDS_IN_REQUEST
from tests import factories


class Press:
    """Stands for the child process: counts, and never gives the same file twice."""

    def __init__(self):
        self.given = []

    def __call__(self, html, seconds=None):
        self.given.append(seconds)
        return b"%PDF-1.7 " + str(len(self.given)).encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def press(monkeypatch):
    made = Press()
    monkeypatch.setattr(library, "render", made)
    return made


@pytest.fixture
def large(monkeypatch):
    """Every document is one for the worker."""
    monkeypatch.setattr(library, "MOST_IN_REQUEST", 10)


@pytest.fixture
def approved(plan):
    return factories.publish(plan, Edition.State.APPROVED)


def address(edition=None):
    if edition is None:
        return reverse("strategy:plan_pdf", args=["zkusebni-plan"])
    return reverse("strategy:edition_pdf", args=["zkusebni-plan", edition.number])


def body(response):
    return b"".join(response.streaming_content)


def test_a_large_edition_is_ordered_once_and_then_given(client, published, press, large):
    first, second = client.get(address()), client.get(address(published))
    assert press.given == []
    job = Job.objects.get()
    assert (job.kind, job.edition, job.state) == ("edition_pdf", published, "waiting")
    assert [response.context["job"] for response in (first, second)] == [job, job]
    assert working.do_next_job() is True
    given = client.get(address())
    assert (given.status_code, given.headers["Content-Type"]) == (200, "application/pdf")
    assert body(given) == b"%PDF-1.7 1"
    assert "Refresh" not in given.headers
    assert (press.given, Job.objects.count()) == ([None], 1)


def test_the_page_asks_again_by_itself_and_is_neither_kept_nor_taken_for_the_file(
    client, published, press, large
):
    response = client.get(address())
    names = ("Refresh", "Retry-After", "Cache-Control", "Content-Type")
    assert (response.status_code, *(response.headers[name] for name in names)) == (
        202,
        "5",
        "5",
        "no-store",
        "text/html; charset=utf-8",
    )
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Content-Security-Policy" in response.headers
    assert "Set-Cookie" not in response.headers
    assert client.head(address()).status_code == 202


def test_the_page_says_how_many_orders_go_before(client, published, press, large):
    for variant in "ab":
        jobs.order(Job.Kind.PACKET, published, variant)
    response = client.get(address())
    assert (response.context["ahead"], response.context["job"].variant) == (2, "")
    Job.objects.filter(kind=Job.Kind.PACKET).delete()
    assert client.get(address()).context["ahead"] == 0


def test_the_page_costs_the_same_however_long_the_queue(
    client, published, press, large, django_assert_num_queries
):
    client.get(address())
    for variant in "abc":
        with django_assert_num_queries(7):
            client.get(address())
        jobs.order(Job.Kind.PACKET, published, variant)


def test_while_a_newer_one_is_made_the_last_one_is_offered_and_never_given_unasked(
    client, published, press, large
):
    assert client.get(address()).context["former"] is None
    working.do_next_job()
    before = body(client.get(address()))
    factories.make_comment(factories.item_of(published, "A1"))
    for asked in (None, published):
        waiting = client.get(address(asked))
        assert (waiting.status_code, waiting.context["former"]) == (202, Rendition.objects.get())
        (former,) = re.findall(r'href="([^"]+[?]drive=1)"', waiting.content.decode())
        given = client.get(former)
        assert (given.status_code, body(given)) == (200, before)
    assert len(press.given) == 1
    working.do_next_job()
    assert body(client.get(address())) == body(client.get(former)) == b"%PDF-1.7 2"


def test_where_there_is_no_last_one_the_asking_for_it_is_as_any_other(
    client, published, press, large
):
    assert client.get(f"{address()}?drive=1").context["job"] == Job.objects.get()
    working.do_next_job()
    Path(Rendition.objects.get().file.path).unlink()
    lost = client.get(f"{address()}?drive=1")
    assert (lost.status_code, lost.context["former"]) == (202, None)
    draft = factories.draft_of(published.plan)
    assert client.get(f"{address(draft)}?drive=1").status_code == 404


def test_a_document_in_the_queue_is_not_put_together_for_each_reader(
    client, published, press, large, monkeypatch
):
    client.get(address())
    monkeypatch.delattr(document, "html")
    assert client.get(address()).status_code == 202


def test_a_small_edition_is_made_at_once_within_seconds(client, published, press):
    assert client.get(address()).status_code == 200
    assert (press.given, Job.objects.count()) == ([library.SECONDS_IN_REQUEST], 0)
    assert 5 <= SECONDS_IN_REQUEST <= 15


def test_with_both_slots_taken_a_small_edition_is_ordered_too(client, published, press):
    with slots.held(1):
        with slots.held(2):
            assert client.get(address()).context["job"].state == "waiting"
        assert press.given == []
    working.do_next_job()
    assert client.get(address()).status_code == 200


def test_one_slot_is_enough_for_a_reader(client, published, press):
    with slots.held(1):
        assert client.get(address()).status_code == 200


def test_a_rendering_that_is_slow_today_is_left_to_the_worker(client, published, monkeypatch):
    def slow(_html, seconds=None):
        raise rendering.TooSlow

    monkeypatch.setattr(library, "render", slow)
    assert client.get(address()).context["job"].state == "waiting"


def test_readers_of_what_failed_are_told_so_and_order_nothing(client, published, press, large):
    client.get(address())
    for _time in range(jobs.MOST_ATTEMPTS):
        jobs.fail(jobs.take(1), "vnitřní důvod")
    for _time in range(2):
        response = client.get(address())
        assert (response.status_code, response.context["failed"]) == (503, True)
        assert "vnitřní důvod" not in response.content.decode()
        assert (response.headers["Retry-After"], "Refresh" in response.headers) == ("600", False)
    assert Job.objects.get().state == "failed"


def test_a_library_that_the_worker_misses_is_named(client, approved):
    for _time in range(jobs.MOST_ATTEMPTS):
        jobs.fail(jobs.take(1), str(rendering.LibraryMissing("libpango-1.0-0")))
    page = client.get(address()).content.decode()
    assert f"<code>{rendering.INSTALL_COMMAND}</code>" in page


# What was approved.


def test_the_approved_file_is_made_by_the_worker_and_by_nobody_else(client, approved, press):
    for asked in (None, approved):
        assert client.get(address(asked)).context["job"] == Job.objects.get()
    assert press.given == []
    working.do_next_job()
    response = client.get(address())
    original = ArchivedPdf.objects.get(edition=approved)
    assert body(response) == Path(original.file.path).read_bytes() == b"%PDF-1.7 1"
    assert response.headers["ETag"] == f'"{original.sha256}"'
    assert response.headers["Content-Length"] == str(original.size)
    assert response.headers["Content-Disposition"] == 'inline; filename="zkusebni-plan-zneni-1.pdf"'
    assert "Content-Security-Policy" not in response.headers
    assert Rendition.objects.count() == 0


def test_the_approved_file_stays_whatever_comes_after(client, approved, press):
    working.do_next_job()
    before = body(client.get(address(approved)))
    factories.make_comment(factories.item_of(approved, "A1"))
    assert body(client.get(address(approved))) == before
    factories.publish(approved.plan, Edition.State.APPROVED)
    approved.refresh_from_db()
    assert (approved.state, body(client.get(address(approved)))) == ("superseded", before)
    editions.withdraw(approved, "Omyl.")
    PageRevision.raise_for(approved.plan_id)
    assert body(client.get(address(approved))) == before
    assert hashlib.sha256(before).hexdigest() == ArchivedPdf.objects.get(edition=approved).sha256
    assert press.given == [None]


def test_a_file_that_the_archive_has_lost_is_told_in_words_and_logged(
    client, approved, press, caplog
):
    working.do_next_job()
    original = ArchivedPdf.objects.get()
    Path(original.file.path).unlink()
    for asked in (None, approved):
        response = client.get(address(asked))
        assert (response.status_code, response.context["lost"]) == (503, True)
        assert response.headers["Cache-Control"] == "no-store"
        assert "Content-Disposition" not in response.headers
    ours = [record for record in caplog.records if record.name == "strategy.pdf_views"]
    assert [(record.levelname, original.file.name in record.message) for record in ours] == [
        ("ERROR", True)
    ] * 2
    assert press.given == [None]


def test_an_approved_edition_whose_order_was_lost_is_ordered_by_its_reader(client, approved, press):
    Job.objects.all().delete()
    assert client.get(address()).context["job"].kind == "archived_pdf"


def test_a_reader_who_has_the_approved_file_is_told_so(client, approved, press):
    working.do_next_job()
    etag = client.get(address()).headers["ETag"]
    again = client.get(address(), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_store_may_keep_the_approved_file_and_no_other(client, approved, press):
    working.work(once=True)
    given = client.get(address(approved))
    kept = ArchivedPdf.objects.get()
    assert (given.page_store_plan, given.page_store_file) == (approved.plan_id, kept.file.path)
    newer = factories.publish(approved.plan)
    assert not hasattr(client.get(address(newer)), "page_store_plan")


def test_to_head_no_file_is_given_that_the_server_would_have_to_drop(rf, approved, press):
    working.do_next_job()
    full, head = (
        pdf_views.plan_pdf(request, "zkusebni-plan") for request in (rf.get("/"), rf.head("/"))
    )
    assert full.file_to_stream is not None
    assert (head.file_to_stream, body(head)) == (None, b"")
    assert head.headers["Content-Length"] == str(len(b"%PDF-1.7 1"))
    full.close()


def test_the_approved_file_costs_two_queries(client, approved, press, django_assert_num_queries):
    working.do_next_job()
    client.get(address())  # makes what is made once in a process
    PageRevision.raise_for(approved.plan_id)
    with django_assert_num_queries(2):
        client.get(address(), headers={"If-None-Match": '"other"'})


def test_the_command_writes_the_approved_file_and_makes_none(approved, press, tmp_path):
    output = tmp_path / "a.pdf"
    with pytest.raises(CommandError, match=r"manage\.py work"):
        call_command("export_pdf", "zkusebni-plan", output=output)
    assert (output.exists(), press.given) == (False, [])
    working.do_next_job()
    call_command("export_pdf", "zkusebni-plan", output=output, verbosity=0)
    assert output.read_bytes() == b"%PDF-1.7 1"
