"""Which reader a file needs, told by its name and proved by its content."""

from strategy.importing import layout
from strategy.importing.sources.blocks import Source


def read_source(name: str, data: bytes) -> Source:
    """The lines and tables of a file. Raises ImportRefused with a sentence for the reader."""
    return Source("text", list(layout.split(layout.decode(data))), [])
