"""Which published edition a file is, by its SHA-256 alone."""

import re
from typing import NamedTuple

from strategy import editions, reading
from strategy.models import ArchivedPdf, Edition, Rendition, Seal

SHA256 = re.compile(r"[0-9a-f]{64}")
WITH_EDITION = ("edition__plan", "edition__approved_by")


class Match(NamedTuple):
    """A file of the portal's own. `kind` is original, sealed, rendition or document (the JSON).

    `file` has a size and a moment of its own, but where it is the JSON.
    """

    kind: str
    edition: Edition
    file: ArchivedPdf | Rendition | None
    current: Edition

    @property
    def address(self) -> str:
        return reading.address(self.edition, current=self.is_current)

    @property
    def is_current(self) -> bool:
        return self.edition == self.current


def normal(typed: str) -> str:
    """A hash as a reader may type or paste it, in one form; empty where it is none.

    >>> normal("AB:" * 31 + " ab")
    'abababababababababababababababababababababababababababababababab'
    """
    found = re.sub(r"[\s:.\-\u2010-\u2015]", "", typed).lower().removeprefix("sha256")
    return found if SHA256.fullmatch(found) else ""


def recognize(sha256: str) -> list[Match]:
    """Every published file with that hash, what is in the archive first.

    Three queries, and one more for each match.
    """
    archived = ArchivedPdf.objects.filter(sha256=sha256).order_by("kind")
    renditions = Rendition.objects.filter(sha256=sha256)
    seals = Seal.objects.filter(sha256=sha256).defer("document")
    found: list[tuple[str, Edition, ArchivedPdf | Rendition | None]] = [
        *((pdf.kind, pdf.edition, pdf) for pdf in archived.select_related(*WITH_EDITION)),
        *(("rendition", pdf.edition, pdf) for pdf in renditions.select_related(*WITH_EDITION)),
        *(("document", seal.edition, None) for seal in seals.select_related(*WITH_EDITION)),
    ]
    return [
        Match(kind, edition, file, editions.current(edition.plan) or edition)
        for kind, edition, file in found
        if not edition.is_draft
    ]
