"""From the pages of a PDF to lines and tables in reading order."""

from strategy.importing.layout import Line
from strategy.importing.sources import grid
from strategy.importing.sources.blocks import LeftOut, Source, Table, Why
from strategy.importing.sources.pdf import aligned
from strategy.importing.sources.pdf.furniture import Found, furniture
from strategy.importing.sources.pdf.pages import Page, Word, pages_of
from strategy.importing.sources.pdf.paragraphs import (
    Paragraph,
    Type,
    opens,
    paragraphs,
    put_together,
    type_of,
)
from strategy.importing.sources.pdf.rows import Row, rows_of
from strategy.importing.sources.pdf.ruled import Grid, grids_of

# In points: so far the columns of a table may move from page to page.
SAME_COLUMNS = 4.0


def read(data: bytes) -> Source:
    """Raises ImportRefused."""
    pages = pages_of(data)
    grids = [grids_of(page) for page in pages]
    rows = [_rows(page, of_page) for page, of_page in zip(pages, grids, strict=True)]
    kind = type_of(rows if any(rows) else [rows_of(page.words) for page in pages])
    found = furniture(pages, rows, kind)
    reader = _Reader(kind)
    for page, of_grids, of_rows, known in zip(pages, grids, rows, found, strict=True):
        reader.read(page, of_grids, of_rows, known)
    return Source("pdf", reader.blocks, reader.left_out)


def _rows(page: Page, grids: list[Grid]) -> list[Row]:
    """Rows of what stands outside the ruled tables; the rest goes into their cells."""
    free: list[Word] = []
    for word in page.words:
        if word.turned:
            continue
        holder = next((one for one in grids if one.holds(word)), None)
        if holder is None:
            free.append(word)
        else:
            holder.take(word)
    return [row for row in rows_of(free) if row.text]


class _Reader:
    """`number` counts lines and rows of tables; `edges` are the columns of the last table."""

    def __init__(self, kind: Type) -> None:
        self.kind = kind
        self.blocks: list[Line | Table] = []
        self.left_out: list[LeftOut] = []
        self.number = self.page = 0
        self.edges: list[float] = []
        self.bullets: list[float] = []

    def read(self, page: Page, grids: list[Grid], rows: list[Row], known: Found) -> None:
        self.page = page.number
        for index, why in sorted(known.items()):
            self._leave_out(rows[index].text, why)
        self._name_what_is_no_text(page)
        text = [row for index, row in enumerate(rows) if index not in known]
        # What stands between two ruled tables is read between them.
        for grid_ in grids:
            self._add_text([row for row in text if row.top < grid_.top])
            text = [row for row in text if row.top >= grid_.top]
            self._add_grid(grid_)
        self._add_text(text)

    def _name_what_is_no_text(self, page: Page) -> None:
        turned = " ".join(word.text for word in page.words if word.turned)
        self._leave_out(turned, Why.TURNED)
        if not page.words and page.pictures:
            self.left_out.append(LeftOut(self.number + 1, page.number, "", Why.PICTURE))

    def _add_text(self, rows: list[Row]) -> None:
        for part in aligned.parts_of(rows):
            if isinstance(part, aligned.Cells):
                self._add_table(part.rows, part.bold, [])
            else:
                for paragraph in paragraphs(part, self.kind):
                    self._add_line(paragraph)

    def _add_line(self, said: Paragraph) -> None:
        self.number += 1
        bullet = self._depth(said.left) if said.is_bullet else 0
        line = Line(self.number, said.text, after_blank=said.blank and bool(self.blocks))
        self.blocks.append(
            line._replace(heading=said.heading, bullet=bullet, bold=said.bold, page=self.page)
        )
        self.edges = []

    def _depth(self, left: float) -> int:
        """Of a bullet, by how far it is indented."""
        while self.bullets and self.bullets[-1] > left + SAME_COLUMNS:
            self.bullets.pop()
        if not self.bullets or self.bullets[-1] < left - SAME_COLUMNS:
            self.bullets.append(left)
        return len(self.bullets)

    def _add_grid(self, table: Grid) -> None:
        rows = [[""] * (len(table.xs) - 1) for _row in table.ys[:-1]]
        bold = [True] * len(rows)
        for area in table.areas():
            words = [word for place in area for word in table.words.get(place, [])]
            text = _cell_text(words)
            for row, column in area:
                rows[row][column] = text
                bold[row] = bold[row] and all(word.bold for word in words)
        self._add_table(rows, bold, table.xs)

    def _add_table(self, rows: list[list[str]], bold: list[bool], edges: list[float]) -> None:
        first = self.number + 1
        made = grid.table(
            list(enumerate(rows, start=first)), number=first, page=self.page, bold=bold
        )
        if made is None:
            return
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Table) and last.page < self.page and self._goes_on(last, made, edges):
            made = _continued(last, made, first)
            self.blocks.pop()
        self.blocks.append(made)
        self.number = made.row_numbers[-1]
        self.edges = edges

    def _goes_on(self, last: Table, made: Table, edges: list[float]) -> bool:
        """Whether a table is the rest of the one at the end of the page before."""
        if not edges or len(edges) != len(self.edges):
            return last.rows[0] == made.rows[0] and len(made.rows) > 1
        return all(abs(a - b) <= SAME_COLUMNS for a, b in zip(edges, self.edges, strict=True))

    def _leave_out(self, text: str, why: Why) -> None:
        if text:
            self.left_out.append(LeftOut(self.number + 1, self.page, text, why))


def _continued(last: Table, made: Table, first: int) -> Table:
    """One table of two, the head not said again."""
    skipped = 1 if made.rows[0] == last.rows[0] else 0
    width = max(len(last.rows[0]), len(made.rows[0]))
    rows = [(row + [""] * width)[:width] for row in last.rows + made.rows[skipped:]]
    numbers = last.row_numbers + list(range(first, first + len(made.rows) - skipped))
    bold = last.bold + made.bold[skipped:]
    return Table(last.number, last.page, rows, numbers, last.name, bold)


def _cell_text(words: list[Word]) -> str:
    """The text of a cell; a row that ends short of the others ends a paragraph."""
    text = ""
    rows = rows_of(words)
    right = max((row.right for row in rows), default=0)
    for above, row in zip([None, *rows], rows, strict=False):
        fits = (
            above and above.right + row.words[0].right - row.words[0].left + 0.3 * row.size < right
        )
        new = above and (fits or opens(row.text)) and not row.text[0].islower()
        text = f"{text}\n{row.text}" if new else put_together(text, row.text)
    return text.replace("\u00ad", "").replace("\u2010", "-")
