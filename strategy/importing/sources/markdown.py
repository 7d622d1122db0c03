"""Markdown: headings, lists and pipe tables; marks of emphasis and links are taken away.

Lines stay lines, as in plain text: which of them are one paragraph is told later, for many write
"Gesce: …" and "Termín: …" below one another without a blank line.
"""

import re

from strategy.importing import layout
from strategy.importing.layout import Line
from strategy.importing.sources import grid, noise
from strategy.importing.sources.blocks import LeftOut, Source, Table, Why

_ATX = re.compile(r" {0,3}(?P<marks>#{1,6})(?:\s+(?P<title>.*))?$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_BULLET = re.compile(r"(?P<indent>\s*)[-*+]\s+(?:\[[ xX]\]\s+)?(?P<text>.*)$")
_NUMBERED = re.compile(r"(?P<indent>\s*)(?P<text>\d{1,9}[.)]\s.*)$")
_QUOTE = re.compile(r"^(?:\s{0,3}>\s?)+")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_FOOTNOTE = re.compile(r"\s{0,3}\[\^[^\]]+\]:\s*(?P<text>.*)$")
_DELIMITERS = re.compile(r"\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")
_CELL_END = re.compile(r"(?<!\\)\|")
_ALL_BOLD = re.compile(r"(?:\*\*|__)(?P<text>(?:(?!\*\*|__).)+)(?:\*\*|__)[:.]?$")

# Nothing reaches over the next beginning of its kind, so that each letter is read once or twice.
# Escapes first: what they protect is kept apart from the marks.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INLINE = [
    (re.compile(r"!\[([^\[\]]*)\]\([^)\[]*\)"), r"\1"),
    (re.compile(r"\[\^[^\[\]]+\]"), ""),
    (re.compile(r"\[([^\[\]]+)\](?:\([^)\[]*\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1"),
    (re.compile(r"<br\s*/?>"), " "),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(\*\*|__|~~|(?<!`)`+(?!`))(?=\S)((?:(?!\1).)+)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)((?:(?!(?<!\w)\1(?=\S)).)+?)(?<=\S)\1(?!\w)"), r"\2"),
]
# Private characters that stand for what was escaped.
_PRIVATE = 0xE000


def read(data: bytes) -> Source:
    """Raises ImportRefused where it cannot be read as text."""
    reader = _Reader(_without_comments(layout.decode(data)))
    reader.read()
    return Source("markdown", reader.blocks, reader.left_out)


def inline(text: str) -> str:
    r"""The words without the marks.

    >>> inline("**Gesce:** [OSP](https://brno.cz) \\*")
    'Gesce: OSP *'
    """
    text = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), text)
    for mark, words in _INLINE:
        text = mark.sub(words, text)
    shown = (chr(ord(one) - _PRIVATE) if _is_private(one) else one for one in text)
    return "".join(shown).strip(layout.EDGES)


def _is_private(character: str) -> bool:
    return _PRIVATE < ord(character) < _PRIVATE + 128


def _without_comments(text: str) -> str:
    """Every line stays where it was."""
    kept, begin = [], 0
    while (opens := text.find("<!--", begin)) >= 0 and (ends := text.find("-->", opens + 4)) >= 0:
        kept += [text[begin:opens], "\n" * text.count("\n", opens, ends)]
        begin = ends + len("-->")
    return "".join([*kept, text[begin:]])


def _without_closing_marks(title: str) -> str:
    """Of "## Priorita A1 ##"."""
    whole = title.rstrip()
    bare = whole.rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else whole


class _Reader:
    """Goes down the lines; `at` counts them from 0, their numbers from 1."""

    def __init__(self, text: str) -> None:
        self.raw = text.removeprefix("\ufeff").split("\n")
        self.at = self._end_of_front_matter()
        self.blocks: list[Line | Table] = []
        self.left_out: list[LeftOut] = []
        self.indents: list[int] = []
        self.after_blank = False
        self.in_fence = False

    def read(self) -> None:
        while self.at < len(self.raw):
            self._take(self.raw[self.at])
            self.at += 1

    def _end_of_front_matter(self) -> int:
        """What stands above between lines of three hyphens is about the file."""
        if self.raw[0].rstrip() != "---":
            return 0
        below = enumerate(self.raw[1:], start=2)
        return next((at for at, line in below if line.rstrip() in {"---", "..."}), 0)

    def _take(self, raw: str) -> None:
        if _FENCE.match(raw):
            self.in_fence = not self.in_fence
        elif self.in_fence:
            self._add(raw, raw)
        elif not raw.strip():
            self.after_blank = bool(self.blocks)
        elif self._is_head_of_table():
            self._take_table()
        elif found := _FOOTNOTE.match(raw):
            self._leave_out(inline(found["text"]), Why.FOOTNOTE)
        else:
            self._take_line(_QUOTE.sub("", raw))

    def _take_line(self, raw: str) -> None:
        if found := _ATX.match(raw):
            title = _without_closing_marks(found["title"] or "")
            self._add(raw, title, heading=len(found["marks"]))
        elif self._is_underlined():
            below = self.raw[self.at + 1].strip()
            self._add(raw, raw, heading=1 if below[0] == "=" else 2)
            self.at += 1
        elif _RULE.match(raw):
            self.after_blank = True
        elif found := _BULLET.match(raw) or _NUMBERED.match(raw):
            mark = "" if found["text"][:1].isdigit() and _NUMBERED.match(raw) else "• "
            self._add(raw, found["text"], bullet=self._depth(len(found["indent"])), mark=mark)
        else:
            self._add(raw, raw.rstrip().removesuffix("\\"))

    def _is_underlined(self) -> bool:
        below = self.raw[self.at + 1] if self.at + 1 < len(self.raw) else ""
        is_text = not _BULLET.match(self.raw[self.at])
        return is_text and _UNDERLINE.match(below) is not None

    def _depth(self, indent: int) -> int:
        while self.indents and self.indents[-1] > indent:
            self.indents.pop()
        if not self.indents or self.indents[-1] < indent:
            self.indents.append(indent)
        return len(self.indents)

    def _is_head_of_table(self) -> bool:
        below = self.raw[self.at + 1] if self.at + 1 < len(self.raw) else ""
        has_cells = "|" in self.raw[self.at] and "|" in below
        return has_cells and _DELIMITERS.match(below) is not None

    def _take_table(self) -> None:
        rows = [(self.at + 1, _cells(self.raw[self.at]))]
        self.at += 2
        while self.at < len(self.raw) and "|" in self.raw[self.at]:
            rows.append((self.at + 1, _cells(self.raw[self.at])))
            self.at += 1
        self.at -= 1
        grid.refuse_long(len(rows))
        grid.refuse_wide(max(len(cells) for _number, cells in rows))
        bold = [True] + [False] * (len(rows) - 1)
        if table := grid.table(rows, number=rows[0][0], bold=bold):
            self.blocks.append(table)
        self.after_blank = True

    def _add(
        self, raw: str, text: str, *, heading: int = 0, bullet: int = 0, mark: str = ""
    ) -> None:
        shown = text.strip() if self.in_fence else inline(text)
        if not shown:
            return
        if why := noise.why(shown):
            self._leave_out(shown, why)
            return
        if not bullet and not raw[:1].isspace():
            self.indents.clear()
        bold = _ALL_BOLD.fullmatch(text.strip()) is not None
        indent = len(raw) - len(raw.lstrip())
        line = Line(self.at + 1, mark + shown, indent, len(raw.rstrip()), self.after_blank)
        self.blocks.append(line._replace(heading=heading, bullet=bullet, bold=bold))
        self.after_blank = False

    def _leave_out(self, text: str, why: Why) -> None:
        self.left_out.append(LeftOut(self.at + 1, 0, text, why))


def _cells(row: str) -> list[str]:
    parts = _CELL_END.split(row.strip())
    inner = parts[1 if not parts[0] else 0 : -1 if len(parts) > 1 and not parts[-1] else None]
    return [grid.cleaned(inline(re.sub(r"<br\s*/?>", "\n", part))) for part in inner]
