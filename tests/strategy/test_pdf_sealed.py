"""What the press opens and runs, as the kernel sees it: nothing but a list, whatever is asked for.

The interpreter's own reports (test_pdf_rendering.py) would not tell of what a library in C opens.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from strategy.pdf import press, rendering
from tests.strategy.test_pdf_rendering import ASKING, hostile

pytestmark = pytest.mark.traced

BASE = Path(__file__).resolve().parents[2]
# All documents in one process, one after another; what is refused lets the next have its turn.
PRESSES = """
import contextlib, json, sys
from weasyprint.urls import FatalURLFetchingError
from strategy.pdf import press
for html in json.load(sys.stdin):
    with contextlib.suppress(Exception, FatalURLFetchingError):
        press.press(html)
"""
# The same with the fetcher that WeasyPrint has by itself.
UNSEALED = """
from weasyprint.urls import URLFetcher
from strategy.pdf import press
class Open(press.OwnFiles):
    def fetch(self, url, headers=None):
        own = url.startswith(press.SCHEME)
        return super().fetch(url, headers) if own else URLFetcher(timeout=1).fetch(url, headers)
press.OwnFiles = Open
"""
# The interpreter with its packages, libraries of the system, and what they ask of the kernel.
CODE = (sys.prefix, sys.base_prefix, "/usr/lib", "/usr/local/lib", "/lib", "/etc/ld.so.")
OWN = (
    *(str(path) for path in (press.STYLE, press.FONTS, BASE / "strategy" / "pdf")),
    *(str(BASE / "strategy" / name) for name in ("__init__.py", "__pycache__")),
)
OF_THE_KERNEL = re.compile(
    r"/proc/(self/|\d+/|cpuinfo|meminfo|filesystems)|/sys/|/dev/(null|urandom)"
)
# ldconfig tells where the libraries are; fontconfig reads what rules there are, and uses none.
OF_THE_SYSTEM = (
    *("/sbin/ldconfig", "/usr/sbin/ldconfig", "/etc/mime.types", "/etc/localtime"),
    *("/usr/share/fontconfig/conf.avail", "/usr/share/locale/"),
)
_CALL = re.compile(r'(?:openat\(\w+, |open\(|creat\(|execve\()"([^"]+)".* = (-?\d+)')
_CONNECTED = re.compile(r"connect\(\d+, (\{.*?\}),")


class Traced(NamedTuple):
    """Files that were opened or run, and addresses that a connection was tried to."""

    files: set[str]
    addresses: list[str]


def traced(code: str, documents: list[str], folder: Path) -> Traced:
    log = folder / "trace"
    command = [shutil.which("strace") or "strace", "-f", "-qq", "-s", "4096", "-o", str(log)]
    command += ["-e", "trace=open,openat,openat2,creat,execve,connect", sys.executable]
    ran = subprocess.run(
        [*command, "-W", "ignore", "-c", code],
        input=json.dumps(documents).encode(),
        cwd=BASE,
        env=rendering._environment(str(folder)),
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert (ran.returncode, ran.stderr.decode()) == (0, "")
    calls = log.read_text().splitlines()
    files = {found[1] for line in calls if (found := _CALL.search(line)) and int(found[2]) >= 0}
    return Traced(files, [found[1] for line in calls if (found := _CONNECTED.search(line))])


def unlisted(files: set[str], folder: Path) -> Iterator[str]:
    for file in sorted(files):
        path = str(BASE / file)
        listed = path.startswith((*CODE, *OWN, *OF_THE_SYSTEM, str(folder)))
        # The interpreter looks through the folders for its modules.
        if not (listed or OF_THE_KERNEL.match(path) or path in {str(BASE), str(BASE / "strategy")}):
            yield path


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """Addresses of a file, of a server and of what a machine keeps for itself."""
    canary = tmp_path / "beside" / "canary.css"
    canary.parent.mkdir()
    canary.write_text("p { color: red }")
    return [
        *(canary.as_uri(), "file:///etc/passwd", "brnoplan:../../../etc/passwd"),
        *("http://127.0.0.1:9/x.css", "ftp://127.0.0.1:9/x.css"),
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the press may write."""
    own = tmp_path / "own"
    own.mkdir()
    return own


def test_a_hostile_document_opens_no_file_and_no_connection_beside_the_list(
    asked: list[str], folder: Path
) -> None:
    documents = [hostile(asking, address) for asking in ASKING for address in asked]
    seen = traced(PRESSES, [*documents, "<p>Poctivý dokument"], folder)
    assert list(unlisted(seen.files, folder)) == []
    assert seen.addresses == []
    assert str(press.STYLE) in seen.files  # so it was typeset


def test_without_the_seal_the_same_trace_shows_files_and_connections(
    asked: list[str], folder: Path
) -> None:
    """The control of the test above."""
    documents = [hostile(ASKING[1], address) for address in (asked[0], asked[1], asked[3])]
    seen = traced(UNSEALED + PRESSES, documents, folder)
    assert [Path(file).name for file in unlisted(seen.files, folder)] == ["passwd", "canary.css"]
    assert len(seen.addresses) == 1
    assert "sin_port=htons(9)" in seen.addresses[0]
