"""What no log may hold: the tokens of secret links."""

import logging
import re

from comments.links import BEGINNING

# Up to whatever cannot stand in an address.
_SECRET = re.compile(rf"{BEGINNING}[^\s\"'<>]+")


def masked(text: str) -> str:
    """The text with what follows `/odkaz/` left out of every address in it."""
    return _SECRET.sub(f"{BEGINNING}…", text)


class SecretLinksFilter(logging.Filter):
    """Lets every record through, masked: its message and the traceback beneath."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True
