"""Passages of what was found, with the words that were asked for marked."""

from collections.abc import Collection, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from strategy.searching.words import Word, words_of
from strategy.typography import hold_together

# Letters of a passage, more or less.
LENGTH = 240


def marked(text: str, stems: Collection[str]) -> SafeString:
    """The whole text in HTML with `<mark>` around the words that have one of the stems."""
    text = hold_together(text)
    return _html(text, 0, len(text), [word for word in words_of(text) if _is_asked(word, stems)])


def passage(text: str, stems: Collection[str]) -> SafeString:
    """As `marked`, of that part of the text where the most of them stand; its beginning else."""
    text = hold_together(" ".join(text.split(" ")))
    hits = [word for word in words_of(text) if _is_asked(word, stems)]
    start, end = _window(text, hits)
    shown = _html(text, start, end, [hit for hit in hits if start <= hit.start and hit.end <= end])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, shown, after)


def _is_asked(word: Word, stems: Collection[str]) -> bool:
    return any(stem in stems for stem in word.stems)


def _window(text: str, hits: list[Word]) -> tuple[int, int]:
    """Where to begin and end, at spaces."""
    if len(text) <= LENGTH:
        return 0, len(text)
    first = max(hits, key=lambda hit: (_kinds_after(hit, hits), -hit.start), default=None)
    start = max(0, first.start - LENGTH // 4) if first else 0
    start = min(start, len(text) - LENGTH)
    if start:
        start = text.find(" ", start) + 1
    end = text.rfind(" ", 0, start + LENGTH) if start + LENGTH < len(text) else len(text)
    return start, end if end > start else min(len(text), start + LENGTH)


def _kinds_after(hit: Word, hits: list[Word]) -> int:
    """How many different words stand in a passage that begins with it."""
    reach = hit.start + LENGTH * 3 // 4
    return len({min(other.stems) for other in hits if hit.start <= other.start < reach})


def _html(text: str, start: int, end: int, hits: list[Word]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, start, end, hits)))


def _pieces(text: str, start: int, end: int, hits: list[Word]) -> Iterator[str]:
    at = start
    for hit in hits:
        # A code and the words in it stand at the same place.
        if hit.start < at:
            continue
        yield text[at : hit.start]
        yield format_html("<mark>{}</mark>", text[hit.start : hit.end])
        at = hit.end
    yield text[at:end]
