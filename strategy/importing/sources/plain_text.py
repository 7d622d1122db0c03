"""Plain text: its lines as they are, without the marks of pages and of the web around them."""

from strategy.importing import layout
from strategy.importing.sources import noise
from strategy.importing.sources.blocks import Source


def read(data: bytes) -> Source:
    """Raises ImportRefused where it cannot be read as text."""
    blocks, left_out = noise.taken_out(layout.split(layout.decode(data)))
    return Source("text", list(blocks), left_out)
