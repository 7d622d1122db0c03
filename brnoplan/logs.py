"""What no log may hold: the tokens of secret links, and tracebacks of nobody's fault."""

import logging

from strategy.secret_links import masked


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
