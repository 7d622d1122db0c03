"""What no log may hold: the tokens of secret links, and tracebacks of nobody's fault.

As lines of JSON (BRNOPLAN_LOG=json) a log holds nothing of anybody: of a fault its kind and where
in the code it came, but not its own words, which repeat what somebody wrote.
"""

import json
import logging
import re
import sqlite3
import traceback
from datetime import UTC, datetime

from strategy.secret_links import masked

# Each begins where it can and goes over what it has read, so that no line is read again and again.
_LETTER = r"[^\s@<>\"'(),;:=]"
_MAILBOX = re.compile(rf"(?<!{_LETTER}){_LETTER}+@{_LETTER}+")
_QUESTION = re.compile(r"(/[^\s?\"'<>]*)(\?[^\s\"'<>]+)?")


class InOneLineFilter(logging.Filter):
    """Leaves the traceback out, of what the sender did and not the portal."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True


class SecretLinksFilter(logging.Filter):
    """Lets every record through, masked: its message and the traceback beneath."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "says": _said(record),
        }
        told |= _of_request(record) | getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            told |= _of_fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    """Without what somebody wrote, which stands behind what Django or gunicorn say of a request."""
    text = discreet(record.getMessage())
    if record.name.startswith(("django.request", "django.security")):
        return text.partition(":")[0]
    return text.partition(" from ip=")[0] if record.name == "gunicorn.error" else text


def discreet(text: str) -> str:
    """The text without secret links, without e-mail addresses and what an address asked for."""
    without_mailboxes = _MAILBOX.sub("…@…", masked(text))
    return _QUESTION.sub(lambda path: f"{path[1]}{'?…' if path[2] else ''}", without_mailboxes)


def _of_request(record: logging.LogRecord) -> dict[str, object]:
    """Which request a line of Django's is about; the proxy's log has its number and path too."""
    request = getattr(record, "request", None)
    headers, match = getattr(request, "headers", {}), getattr(request, "resolver_match", None)
    told = {"id": headers.get("X-Request-ID", "")[:64], "view": match.view_name if match else ""}
    return {name: said for name, said in told.items() if said}


def _of_fault(fault: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(fault.__traceback__)
    return {
        "fault": type(fault).__qualname__,
        "words": _words(fault),
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _words(fault: BaseException) -> str:
    """What a fault says, where its maker puts nobody's words into it; else nothing."""
    cause = fault.__cause__ or fault
    if isinstance(cause, OSError):
        return cause.strerror or ""
    return (
        str(cause) if isinstance(cause, sqlite3.Error) else getattr(cause, "sqlstate", None) or ""
    )
