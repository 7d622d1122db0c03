"""Plain text as paragraphs, lines and lists, the way people type them."""

import re
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from strategy.typography import czech

# A line of a list: “• první”, “- první”.
_ITEM = re.compile(r"\s*[•·*–-]\s+(?=\S)")
_BREAK = mark_safe("<br>")


def prose(text: object) -> SafeString:
    """The text held together, escaped, and set as it was typed."""
    lines = str(text).strip().splitlines()
    runs = groupby(lines, key=_kind)
    return format_html_join("\n\n", "{}", ((_set(kind, list(run)),) for kind, run in runs if kind))


def _kind(line: str) -> str:
    """Empty of what only parts paragraphs."""
    if not line.strip():
        return ""
    return "list" if _ITEM.match(line) else "paragraph"


def _set(kind: str, lines: list[str]) -> SafeString:
    if kind == "list":
        items = ((czech(_ITEM.sub("", line, count=1).rstrip()),) for line in lines)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
    return format_html(
        "<p>{}</p>", format_html_join(_BREAK, "{}", ((czech(line),) for line in lines))
    )
