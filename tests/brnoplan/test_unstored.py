"""The disk is full, or the database away: what was typed comes back, nothing half is left."""

import re
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from brnoplan import unstored, working
from comments.models import Comment, CommentVersion, Contact, NumberSeries
from strategy import jobs
from strategy.ledger import file as ledger
from strategy.letters import folder
from strategy.models import Edition, Job, Letter, PlanImport
from strategy.pdf import library
from strategy.writing import write_whole
from tests.comments.writing.sending import CHECK, SEND, hidden, later, typed
from tests.factories import item_of, open_consultation
from tests.strategy.cast import client_of

WORDS = "Doplnit lavičky <u> zastávky & stromy."


@contextmanager
def full_database() -> Iterator[None]:
    """The database refuses one more point of a comment, as with its disk full.

    PostgreSQL by itself; SQLite in memory would take the test's own transaction back with it, so
    there it only says the same words (`benchmarks/full.py` fills its disk).
    """
    if connection.vendor == "sqlite":
        with connection.execute_wrapper(refuse_points):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device'"
            " USING ERRCODE = '53100'; END $$;"
            " CREATE TRIGGER full_disk BEFORE INSERT ON comments_point"
            " EXECUTE FUNCTION full_disk()"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION full_disk CASCADE")


def refuse_points(run: Callable[..., Any], sql: str, *given: Any) -> Any:
    if sql.startswith('INSERT INTO "comments_point"') or "INTO comments_point" in sql:
        raise OperationalError("database or disk is full")
    return run(sql, *given)


@contextmanager
def full_disk(most: int = 1000) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes: the system refuses for real."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def edition(published: Edition) -> Edition:
    open_consultation(published)
    return published


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_a_comment_that_finds_no_room_comes_back_and_is_taken_in_once_there_is(
    edition: Edition, visitor: Client
) -> None:
    check = visitor.post(CHECK, typed(item_of(edition, "A1.1"), text=WORDS))
    with later(3):
        with full_database():
            page = visitor.post(SEND, hidden(check))
        said = page.content.decode()
        assert (page.status_code, page["Cache-Control"]) == (503, "no-store")
        assert f"<p>{escape(WORDS)}</p>" in said
        rows = Comment, CommentVersion, Contact, NumberSeries, Letter
        assert [model.objects.count() for model in rows] == [0] * len(rows)
        again = fields_of(said)
        assert again == hidden(check)
        assert [visitor.post(SEND, again).status_code for _time in "ab"] == [303, 303]
    assert [one.text for one in CommentVersion.objects.all()] == [WORDS]
    assert Comment.objects.get().number == 1


def test_with_the_database_away_the_words_come_back_too(edition: Edition, visitor: Client) -> None:
    def away(*_given: Any) -> Any:
        raise OperationalError("server closed the connection unexpectedly")

    given = typed(item_of(edition, "A1.1"), text=WORDS)
    with connection.execute_wrapper(away):
        page = visitor.post(CHECK, given)
        read = visitor.get("/pripominka/kontrola/")
        listed = visitor.get("/zmeny/")
    assert (page.status_code, fields_of(page.content.decode())) == (503, given)
    assert (read.status_code, listed.status_code) == (302, 503)
    assert fields_of(listed.content.decode()) == {}
    titles = [one.content.decode().split("<h1>")[1].split("</h1>")[0] for one in (page, listed)]
    assert titles == ["Teď nelze nic uložit", "Stránku teď nejde ukázat"]


def test_a_password_is_not_put_into_the_page(db: None, visitor: Client) -> None:
    def away(*_given: Any) -> Any:
        raise OperationalError("away")

    given = {"username": "spravce", "password": "moje tajné heslo"}
    with connection.execute_wrapper(away):
        page = visitor.post("/admin/login/", given)
    assert page.status_code == 503
    assert fields_of(page.content.decode()) == {"username": "spravce"}
    assert "tajné" not in page.content.decode()


@pytest.mark.parametrize("step", ["", "nastavit/"])
def test_a_code_of_the_second_step_is_not_put_into_the_page(rf: RequestFactory, step: str) -> None:
    given = {"code": "123456", "current": "abcde-fghjk"}
    page = unstored.answer(rf.post(f"/admin/druhy-krok/{step}", given))
    assert (page.status_code, fields_of(page.content.decode())) == (503, {})


def test_another_fault_is_no_matter_of_room(db: None, visitor: Client) -> None:
    def broken(*_given: Any) -> Any:
        raise ValueError("a fault of ours")

    with connection.execute_wrapper(broken):
        page = visitor.get("/zmeny/")
    assert (page.status_code, "Retry-After" in page) == (500, False)


@pytest.mark.parametrize("size", [5_000, 3_000_000], ids=["in memory", "in a temporary file"])
def test_an_upload_that_finds_no_room_leaves_nothing_and_the_form_comes_back(
    media: Path, db: None, size: int
) -> None:
    editor = client_of("superuser")
    editor.raise_request_exception = False
    line = "Opatření 1.1: Stavět byty a učit děti\n"
    text = ("Cíl 1: Péče\n" + line + "Podporovat. " * (size // 12)).encode()
    given = {"title": "Akční plán města", "slug": "akcni-plan"}
    with full_disk():
        page = editor.post("/dovoz/", given | {"file": SimpleUploadedFile("plan.txt", text)})
    assert (page.status_code, fields_of(page.content.decode())) == (503, given)
    assert "<p>Akční plán města</p>" in page.content.decode()
    assert (PlanImport.objects.count(), files_in(media)) == (0, [])
    if size < 10_000:
        file = SimpleUploadedFile("plan.txt", text)
        assert editor.post("/dovoz/", given | {"file": file}).status_code == 303


def files_in(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file() and ".press" not in path.name]


def write_pdf(media: Path) -> None:
    write_whole(media / "files" / "renditions" / "plan.pdf", b"%PDF" * 1000)


def write_letter(media: Path) -> None:
    message = EmailMessage("Dopis", "Slova. " * 1000, to=["a@example.cz"])
    folder.EmailBackend().send_messages([message])


def write_ledger(media: Path) -> None:
    entry = ledger.Entry("1", "x", {"long": "k" * 2000}, timezone.now(), "")
    ledger.add(media / "erasures.jsonl", [entry])


@pytest.mark.parametrize("write", [write_pdf, write_letter, write_ledger])
def test_no_half_file_stays(media: Path, settings, write: Callable[[Path], None]) -> None:
    settings.MAIL_FOLDER = media / "mail"
    with full_disk(), pytest.raises(OSError, match="too large") as failure:
        write(media)
    assert unstored.is_of_storage(failure.value)
    assert [path for path in files_in(media) if path.stat().st_size] == []
    write(media)
    assert len(files_in(media)) == 1


def test_a_pdf_that_finds_no_room_is_asked_for_again_and_then_there(
    edition: Edition, media: Path, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "render", lambda html, **_limits: b"%PDF-" * 1000)
    path = f"/{edition.plan.slug}/edice/1/plan.pdf"
    with full_disk():
        page = visitor.get(path)
    assert (page.status_code, files_in(media)) == (503, [])
    assert visitor.get(path).status_code == 200


def test_a_job_that_finds_no_room_waits_for_it_and_is_no_failed_attempt(
    edition: Edition, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "render", lambda html, **_limits: b"%PDF-" * 1000)
    job = jobs.order(Job.Kind.EDITION_PDF, edition)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(working.time, "sleep", sleep)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)  # the test's own
    with full_disk(), pytest.raises(KeyboardInterrupt):
        working.work()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.WAITING, 0, "")
    # Not in vain all the time.
    assert slept == [working.FULL_SECONDS, working.POLL_SECONDS] * 2 + [working.FULL_SECONDS]
    working.work(once=True)
    job.refresh_from_db()
    assert (job.state, len(files_in(media))) == (Job.State.DONE, 1)
