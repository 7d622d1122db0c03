"""Secret links as they stand in texts: whoever has one may act with what it leads to."""

import re

# What every secret link begins with.
BEGINNING = "/odkaz/"
# Up to whatever cannot stand in an address.
_SECRET = re.compile(rf"{BEGINNING}[^\s\"'<>]+")


def masked(text: str) -> str:
    """The text with what follows `/odkaz/` left out of every address in it."""
    return _SECRET.sub(f"{BEGINNING}…", text)
