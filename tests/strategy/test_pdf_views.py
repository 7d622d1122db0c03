"""The PDF as a file on the web: made once, kept, and never a pile of renderings."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from strategy.models import Edition, PageRevision, Rendition
from strategy.pdf import document, library, rendering
from tests import factories

FAKE = b"%PDF-1.7 "


class Press:
    """Stands for the child process: counts and returns a file that holds its source's hash."""

    def __init__(self):
        self.sources = []

    def __call__(self, html, **_limits):
        self.sources.append(html)
        return FAKE + hashlib.sha256(html.encode()).hexdigest().encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def press(monkeypatch):
    made = Press()
    monkeypatch.setattr(library, "render", made)
    return made


def address(edition=None):
    if edition is None:
        return reverse("strategy:plan_pdf", args=["zkusebni-plan"])
    return reverse("strategy:edition_pdf", args=["zkusebni-plan", edition.number])


def body(response):
    return b"".join(response.streaming_content)


def failing(error):
    def render(*_arguments, **_limits):
        raise error

    return render


def test_the_plan_comes_as_a_file_with_its_hash(client, published, press):
    response = client.get(address())
    content = body(response)
    rendition = Rendition.objects.get(edition=published)
    assert response.status_code == 200
    assert content == Path(rendition.file.path).read_bytes()
    assert rendition.sha256 == hashlib.sha256(content).hexdigest()
    assert rendition.size == len(content)
    assert {
        name: response.headers[name] for name in ("Content-Type", "ETag", "Content-Length")
    } == {
        "Content-Type": "application/pdf",
        "ETag": f'"{rendition.sha256}"',
        "Content-Length": str(len(content)),
    }
    assert response.headers["Content-Disposition"] == 'inline; filename="zkusebni-plan-zneni-1.pdf"'
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert "Content-Security-Policy" not in response.headers


def test_who_has_the_file_is_told_that_nothing_changed(client, published, press):
    response = client.get(address())
    body(response)
    for headers in (
        {"If-None-Match": response.headers["ETag"]},
        {"If-Modified-Since": response.headers["Last-Modified"]},
    ):
        again = client.get(address(), headers=headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["ETag"] == response.headers["ETag"]
    assert client.get(address(), headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_request_tells_the_size_without_the_file(client, published, press):
    response = client.head(address())
    assert body(response) == b""
    assert response.headers["Content-Length"] == str(Rendition.objects.get().size)


def test_nothing_is_changed_by_post(client, published, press):
    assert client.post(address()).status_code == 405
    assert press.sources == []


def test_an_edition_is_rendered_once(client, published, press, django_assert_num_queries):
    first = body(client.get(address()))
    with django_assert_num_queries(3):
        assert body(client.get(address(published))) == first
    assert len(press.sources) == 1


def test_a_new_comment_makes_the_file_anew_and_the_old_one_goes(client, published, press, folder):
    before = body(client.get(address()))
    factories.make_comment(factories.item_of(published, "A1"))
    after = body(client.get(address()))
    assert after != before
    kept = [path.read_bytes() for path in (folder / "renditions").glob("*.pdf")]
    assert kept == [after]


def test_what_does_not_touch_the_edition_keeps_its_very_bytes(client, published, press):
    client.get(address())
    rendered_at = Rendition.objects.get().rendered_at
    PageRevision.raise_for(published.plan_id)
    client.get(address())
    assert len(press.sources) == 1
    assert Rendition.objects.get().rendered_at == rendered_at
    assert Rendition.objects.get().revision == PageRevision.objects.get().number


def test_a_lost_file_is_made_again(client, published, press, folder):
    client.get(address())
    Path(Rendition.objects.get().file.path).unlink()
    assert body(client.get(address())).startswith(FAKE)
    assert len(press.sources) == 2


def test_a_change_during_the_rendering_leaves_the_file_stale(client, published, monkeypatch):
    def slow(_html, **_limits):
        PageRevision.raise_for(published.plan_id)
        return FAKE

    monkeypatch.setattr(library, "render", slow)
    client.get(address())
    assert Rendition.objects.get().revision == PageRevision.objects.get().number - 1


def test_past_editions_keep_a_file_of_their_own(client, published, press):
    second = factories.publish(published.plan)
    first = client.get(address(published))
    assert first.headers["Content-Disposition"].endswith('zneni-1.pdf"')
    assert client.get(address()).headers["Content-Disposition"].endswith('zneni-2.pdf"')
    assert body(client.get(address(second))) != body(first)


def test_a_draft_has_no_public_file(client, published, press):
    assert client.get(address(published)).status_code == 200
    assert client.get(address(factories.draft_of(published.plan))).status_code == 404
    assert client.get("/neni/plan.pdf").status_code == 404
    assert len(press.sources) == 1


def test_a_file_that_another_process_has_just_replaced_is_asked_for_again(
    client, published, press, monkeypatch
):
    body(client.get(address()))
    gone = Rendition.objects.get()
    Path(gone.file.path).unlink()
    monkeypatch.setattr(library, "pdf_of", lambda _edition: gone)
    assert client.get(address()).context["job"].state == "waiting"


def test_a_file_made_while_waiting_is_not_made_twice(published, press, monkeypatch):
    edition = Edition.objects.select_related("plan").get(pk=published.pk)
    revision = PageRevision.objects.get().number
    html = document.html(edition)

    def another_made_it_meanwhile(asked):
        library._keep(asked, revision, library._name(asked, html), FAKE)
        return html

    monkeypatch.setattr(document, "html", another_made_it_meanwhile)
    assert Path(library.pdf_of(edition).file.path).read_bytes() == FAKE
    assert press.sources == []


def test_a_missing_library_is_named_on_the_page_and_the_portal_goes_on(
    client, published, monkeypatch
):
    monkeypatch.setattr(library, "render", failing(rendering.LibraryMissing("libpango-1.0-0")))
    response = client.get(address())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "600")
    page = response.content.decode()
    assert f"<code>{rendering.INSTALL_COMMAND}</code>" in page
    assert Rendition.objects.count() == 0


def test_a_failure_is_told_and_its_reason_goes_to_the_log_only(
    client, published, monkeypatch, caplog
):
    monkeypatch.setattr(library, "render", failing(rendering.RenderingFailed("vnitřní důvod")))
    response = client.get(address())
    assert (response.status_code, response.context["failed"]) == (503, True)
    assert "vnitřní důvod" not in response.content.decode()
    assert "vnitřní důvod" in caplog.text


# The command.


def test_the_command_writes_the_very_file_that_the_portal_serves(
    client, published, press, tmp_path
):
    call_command("export_pdf", "zkusebni-plan", output=tmp_path / "a.pdf", verbosity=0)
    assert (tmp_path / "a.pdf").read_bytes() == body(client.get(address()))
    call_command("export_pdf", "zkusebni-plan", "--edition", "1", "-o", str(tmp_path / "b.pdf"))
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert len(press.sources) == 1


def test_the_command_makes_no_folder(published, press, tmp_path):
    with pytest.raises(CommandError, match="neni"):
        call_command("export_pdf", "zkusebni-plan", "-o", str(tmp_path / "neni" / "a.pdf"))
    assert (press.sources, list(tmp_path.iterdir())) == ([], [])


def test_the_command_writes_the_draft_only_when_asked_and_keeps_no_copy(
    plan, tmp_path, monkeypatch
):
    made = Press()
    monkeypatch.setattr("strategy.management.commands.export_pdf.render", made)
    path = tmp_path / "draft.pdf"
    with pytest.raises(CommandError, match="--draft"):
        call_command("export_pdf", plan.slug, output=path)
    assert not path.exists()
    call_command("export_pdf", plan.slug, "--draft", "-o", str(path))
    assert path.read_bytes().startswith(FAKE)
    assert "cover__state--draft" in made.sources[0]
    assert Rendition.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "named"), [(["neni"], "zkusebni-plan"), (["zkusebni-plan", "--edition", "2"], "2")]
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    given, named, published, press, tmp_path
):
    with pytest.raises(CommandError, match=named):
        call_command("export_pdf", *given, "-o", str(tmp_path / "x.pdf"))
    assert not (tmp_path / "x.pdf").exists()
    assert press.sources == []


def test_the_command_tells_a_missing_library(published, tmp_path, monkeypatch):
    monkeypatch.setattr(library, "render", failing(rendering.LibraryMissing("libpango-1.0-0")))
    with pytest.raises(CommandError, match=r"apt-get install libpango"):
        call_command("export_pdf", "zkusebni-plan", "-o", str(tmp_path / "x.pdf"))


def test_the_real_press_serves_a_real_plan(client, published):
    content = body(client.get(address()))
    assert content.startswith(b"%PDF-1.7")
    assert content.rstrip().endswith(b"%%EOF")
