"""Stems of what people wrote; what stands for a hidden passage is no word of theirs."""

from comments.privacy.hidden import HIDDEN
from strategy import stems


def stems_of(text: str) -> str:
    """As `strategy.stems.stems_of`, without the sign of a hidden passage."""
    return stems.stems_of(text.replace(HIDDEN, " "))
