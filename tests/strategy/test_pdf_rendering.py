"""How the press is run: a document opens nothing, and no child process takes too much."""

import socketserver
import sys
import threading
import time
from contextlib import suppress

import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from strategy.pdf import press, rendering

# What a hostile document might ask for, were its text ever taken for markup.

ASKING = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    "<style>@import url({0});</style>",
    '<style>@import "{0}";</style>',
    "<style>@font-face {{ font-family: x; src: url({0}) }} p {{ font-family: x }}</style><p>x",
    '<p style="background: url({0})">x',
    '<ul style="list-style-image: url({0})"><li>x',
    '<p style="content: url({0})">x',
    '<link rel="attachment" href="{0}">',
    '<a rel="attachment" href="{0}">x</a>',
    '<object data="{0}"></object>',
    '<embed src="{0}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}"/></svg>',
    '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg">'
    '<image width="9" height="9" href="{0}"/></svg>\'>',
    '<base href="{0}"><img src="x.png">',
]


class Opened(set):
    """Files opened and connections made, as the interpreter itself reports them."""

    listening = False

    def hear(self, event, given):
        if self.listening and event == "open":
            self.add(str(given[0]))
        if self.listening and event == "socket.connect":
            self.add(f"{given[1]}")


opened = Opened()
sys.addaudithook(opened.hear)


@pytest.fixture
def watched():
    opened.clear()
    opened.listening = True
    yield opened
    opened.listening = False


@pytest.fixture(scope="module")
def port():
    """A loopback server that answers everything with a redirect and counts who came."""

    class Redirect(socketserver.StreamRequestHandler):
        def handle(self):
            server.hits += 1
            self.rfile.readline()
            self.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Redirect) as server:
        server.hits, server.daemon_threads = 0, True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def addresses(tmp_path, port):
    canary = tmp_path / "canary.css"
    canary.write_text("p::before { content: 'KANÁREK' }")
    number = port.server_address[1]
    return {
        "file": canary.as_uri(),
        "path": str(canary),
        "http": f"http://127.0.0.1:{number}/x.css",
        "ftp": f"ftp://127.0.0.1:{number}/x.css",
        "relative": "../canary.css",
        "own": "brnoplan:../../../etc/passwd",
    }


def hostile(asking, address):
    return f'<html lang="cs"><title>x</title><body>{asking.format(address)}<p>text'


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize("kind", ["file", "path", "http", "ftp", "relative", "own"])
def test_the_press_opens_nothing_that_a_document_asks_for(
    kind, asking, addresses, port, watched, tmp_path
):
    before = port.hits
    pdf = b""
    # Most are refused outright; what is no request at all to WeasyPrint leaves an honest page.
    with suppress(FatalURLFetchingError):
        pdf = press.press(hostile(asking, addresses[kind]))
    watched.listening = False
    assert port.hits == before
    assert [path for path in watched if "canary" in path or "127.0.0.1" in path] == []
    assert [path for path in watched if "passwd" in path] == []
    assert b"KAN" not in pdf


@pytest.mark.parametrize(
    ("kind", "asking"), [("file", 1), ("file", 8), ("http", 0), ("http", 1), ("ftp", 0)]
)
def test_with_the_usual_fetcher_the_same_watch_sees_it_opened(
    kind, asking, addresses, port, watched
):
    """The control of the test above: there is something to be seen."""
    markup = hostile(ASKING[asking], addresses[kind])
    HTML(string=markup, url_fetcher=URLFetcher(timeout=1)).write_pdf()
    watched.listening = False
    assert [path for path in watched if "canary" in path or "127.0.0.1" in path] != []


def test_what_is_refused_ends_the_rendering_with_its_address(addresses):
    with pytest.raises(rendering.RenderingFailed, match="canary"):
        rendering.render(hostile(ASKING[0], addresses["file"]))


def test_a_document_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(rendering, "SECONDS", 0.2)
    with pytest.raises(rendering.RenderingFailed, match=r"0\.2 seconds"):
        rendering.render("<p>x")


def test_a_child_that_hangs_is_not_waited_for(monkeypatch, tmp_path):
    hanging = tmp_path / "hanging"
    hanging.write_text("#!/bin/sh\nexec /bin/sleep 30")
    hanging.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(hanging))
    monkeypatch.setattr(rendering, "SECONDS", 0.2)
    began = time.monotonic()
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("")
    assert time.monotonic() - began < 20


def test_a_document_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setattr(rendering, "MEMORY_BYTES", 60 * 1024**2)
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("<p>x")


def test_the_child_has_the_lowest_priority_and_none_of_our_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "tajemství")
    spy = tmp_path / "spy"
    spy.write_text(
        f"#!{sys.executable}\nimport os\nprint('%PDF-', os.nice(0), *sorted(os.environ))"
    )
    spy.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(spy))
    said = rendering.render("").decode().split()
    assert said == ["%PDF-", "19", "FONTCONFIG_FILE", "HOME", "LANG", "PATH", "TMPDIR"]


def test_the_child_is_held_to_its_memory_and_its_time(monkeypatch, tmp_path):
    spy = tmp_path / "spy"
    spy.write_text(
        f"#!{sys.executable}\nimport sys, resource as r\nsys.stdin.read()\n"
        "print('%PDF-', *r.getrlimit(r.RLIMIT_AS), *r.getrlimit(r.RLIMIT_CPU))"
    )
    spy.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(spy))
    said = rendering.render("").decode().split()
    assert said == ["%PDF-", *[str(3 * 1024**3)] * 2, "600", "600"]


@pytest.mark.parametrize("deed", ["echo %PDF-1.7; exit 1", "echo 'nic takového'", "true"])
def test_what_is_no_whole_file_is_not_taken_for_one(deed, monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text(f"#!/bin/sh\n/bin/cat > /dev/null; {deed}")
    broken.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(broken))
    with pytest.raises(rendering.RenderingFailed):
        rendering.render("")


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch, tmp_path):
    broken = tmp_path / "broken"
    broken.write_text(
        "#!/bin/sh\necho \"OSError: cannot load library 'libpango-1.0-0': none\" >&2; exit 1"
    )
    broken.chmod(0o755)
    monkeypatch.setattr(rendering.sys, "executable", str(broken))
    with pytest.raises(rendering.LibraryMissing) as caught:
        rendering.render("")
    assert caught.value.library == "libpango-1.0-0"
    assert caught.value.command == (
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
