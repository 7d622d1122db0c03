"""Render HTML to PDF in a child process of lowest priority, within limits.

In a worker's own thread a rendering would halve the throughput of public pages.
"""

import os
import re
import resource
import subprocess  # noqa: TID251  (our own press, the document on its input)
import sys
import tempfile

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 600
PROCESSOR_SECONDS = 600
MEMORY_BYTES = 3 * 1024**3
LOWEST_PRIORITY = 19
PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
INSTALL_COMMAND = "apt-get install " + " ".join(PACKAGES)


class RenderingFailed(Exception):
    """A document could not be made into a PDF; its text says why, for the log."""


class TooSlow(RenderingFailed):
    """It was not finished in the time that was given."""


class LibraryMissing(RenderingFailed):
    """A system library that WeasyPrint needs is not installed; `library` is its name."""

    def __init__(self, library: str) -> None:
        self.library = library
        self.command = INSTALL_COMMAND
        super().__init__(
            _("The library %(library)s is missing. Install it with: %(command)s")
            % {"library": library, "command": self.command}
        )


def render(html: str, *, seconds: int | None = None) -> bytes:
    """PDF of a document. Raises RenderingFailed, and LibraryMissing and TooSlow as its kinds."""
    seconds = seconds or SECONDS
    with tempfile.TemporaryDirectory(prefix="brnoplan-pdf-") as folder:
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "strategy.pdf.press"],
            cwd=settings.BASE_DIR,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Ctrl-C in a terminal is meant for us, who then end the child.
            process_group=0,
        )
        with child:
            _restrain(child.pid)
            try:
                pdf, complaint = child.communicate(html.encode(), timeout=seconds)
            except subprocess.TimeoutExpired:
                child.kill()
                raise TooSlow(f"Not finished in {seconds} seconds.") from None
            except BaseException:
                child.kill()
                raise
    if child.returncode or not pdf.startswith(b"%PDF-"):
        raise _failure(child.returncode, complaint.decode(errors="replace"))
    return pdf


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours but what the child needs: no secret, no database, no fonts of the machine."""
    return {
        # No program is there: a library that is looked for under its other names would else be
        # asked of a compiler, two dozen times.
        "PATH": folder,
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "FONTCONFIG_FILE": str(settings.BASE_DIR / "strategy" / "pdf" / "fonts.conf"),
    }


def _restrain(pid: int) -> None:
    """Lowest priority, and limits that hold even when this process is gone."""
    os.setpriority(os.PRIO_PROCESS, pid, LOWEST_PRIORITY)
    resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.prlimit(pid, resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))


def _failure(status: int, complaint: str) -> RenderingFailed:
    if missing := re.search(r"cannot load library '([^']+)'", complaint):
        return LibraryMissing(missing[1])
    last = complaint.strip().splitlines()[-1:] or ["no message"]
    return RenderingFailed(f"The child process ended with {status}: {last[0]}")
