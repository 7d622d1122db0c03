"""Whether a file is a PDF with an electronic signature or seal in it; by its shape alone.

Nothing is decompressed, executed or rendered. A signature speaks of the whole file but for a
gap in which it stands itself, and says so in /ByteRange: [0 12000 20000 900].
"""

import re
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _

HEADER = b"%PDF-"
# So near the end readers look for the end of a PDF.
TAIL = 1024
NUMBER = rb"(\d{1,10})"
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*" + rb"\s+".join([NUMBER] * 4) + rb"\s*\]")
HEXADECIMAL = re.compile(rb"<[0-9A-Fa-f\s]+>")
# A document has a handful of signatures; whoever writes more only wants to keep us busy.
MOST = 20


class NotSigned(Exception):
    """Why a file is no signed PDF; its text is for the reader."""


class Signature(NamedTuple):
    """Bytes of the file: the signature's own from `begin` to `end`, signed up to `signed`."""

    begin: int
    end: int
    signed: int


def find(content: bytes) -> list[Signature]:
    """The signatures of a PDF, at least one. Raises NotSigned."""
    refuse_no_pdf(content)
    found = [_signature(match) for match in islice(BYTE_RANGE.finditer(content), MOST)]
    whole = [signature for signature in found if signature and _is_whole(content, signature)]
    if not whole:
        raise NotSigned(_("There is no electronic seal or signature in the PDF."))
    return whole


def refuse_no_pdf(content: bytes) -> None:
    if not content.startswith(HEADER):
        raise NotSigned(_("The file is not a PDF."))
    start = re.search(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z", content[-TAIL:])
    if start is None or not 0 < int(start[1]) < len(content):
        raise NotSigned(_("The PDF is damaged: it has no end."))


def _signature(match: "re.Match[bytes]") -> Signature | None:
    first, begin, end, rest = (int(number) for number in match.groups())
    return Signature(begin, end, end + rest) if first == 0 and begin < end else None


def _is_whole(content: bytes, signature: Signature) -> bool:
    """The gap holds a signature that is filled in, and what is signed ends where a PDF may."""
    gap = content[signature.begin : signature.end]
    filled = HEXADECIMAL.fullmatch(gap) is not None and gap.strip(b"<>0 \r\n") != b""
    end = content[max(0, signature.signed - TAIL) : signature.signed]
    return filled and signature.signed <= len(content) and end.rstrip().endswith(b"%%EOF")
