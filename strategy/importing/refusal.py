from django.utils.translation import gettext as _


class ImportRefused(Exception):
    """Why a file is not taken in; its text is for the reader. `line` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.line = line
        if line is not None:
            reason = _("Line %(line)d: %(reason)s") % {"line": line, "reason": reason}
        super().__init__(reason)


def shortened(text: str) -> str:
    """Enough of a line for a reader to know it by."""
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
