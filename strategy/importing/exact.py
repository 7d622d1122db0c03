"""Files that the portal itself wrote, which are read to the letter: its table, its JSON, and the
running text of a draft."""

from pathlib import PurePath

from strategy.importing import document_json
from strategy.importing.faults import Exact
from strategy.importing.own_text import reading as own_text
from strategy.importing.sources import read_source
from strategy.importing.tables import heads, rows
from strategy.models import Edition

TEXTS = frozenset([".docx", ".md", ".markdown"])


def read(name: str, data: bytes, draft: Edition | None) -> Exact | None:
    """Against the draft that it is for; None where the file is no such one.

    Raises ImportRefused where it cannot be read at all.
    """
    ending = PurePath(name).suffix.lower()
    if ending == ".json":
        return document_json.read(data, draft)
    if ending in TEXTS:
        return own_text.read(read_source(name, data), draft) if draft else None
    if ending not in {".xlsx", ".csv"}:
        return None
    own = heads.own_table(read_source(name, data))
    return rows.read(own, draft) if own else None
