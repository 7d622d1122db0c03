"""Files read in tests, and what came of them in short."""

import pytest

from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import Source, read_source


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines]


def left_out(source: Source) -> list[tuple[str, str]]:
    """(why, text) of everything that was left out."""
    return [(piece.why.value, piece.text) for piece in source.left_out]


def only_table(source: Source) -> list[list[str]]:
    (table,) = source.tables
    return table.rows


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_source(name, data)
    return str(refused.value)
