"""From the lines of a file to a Document: the plan's items with their parents, and comments.

How the tree is told: an item stands under the nearest one above it of a higher level. Goals
named by a letter stand beside one another, whichever kind of goal they are. A line with a
code but no level word is a measure, and where its code goes on from that of a measure, an
activity of that measure. Codes must agree with the places so found.

What opens nothing is the awaited title, or the rest of a wrapped text; any other such line
is an unknown heading and is refused. What stands before the first heading is left out.
"""

from django.utils.translation import gettext as _

from strategy.importing import headings, layout, spelling
from strategy.importing.codes import contradicts, is_letter, segments
from strategy.importing.codes import extends as code_extends
from strategy.importing.comment_section import SECTION, read_comments, says_none
from strategy.importing.document import Document, Node
from strategy.importing.headings import Opening
from strategy.importing.layout import Line
from strategy.importing.levels import ACTIVITY, LEVELS, MEASURE, Level
from strategy.importing.refusal import ImportRefused, shortened


def read(data: bytes) -> Document:
    """Document of a file's bytes. Raises ImportRefused."""
    lines = layout.split(layout.decode(data))
    end = _end_of_plan(lines)
    reader = _Reader(spelling.corrected(lines[:end]))
    reader.read()
    codes = {node.code for node in reader.nodes if node.code}
    return Document(reader.nodes, read_comments(lines[end:], codes), reader.left_out)


def _end_of_plan(lines: list[Line]) -> int:
    """Where the comments begin: their heading below the first heading of the plan."""
    in_plan = False
    for index, line in enumerate(lines):
        if in_plan and SECTION.match(line.text):
            return index
        in_plan = in_plan or headings.begins_with_level(line.text)
    return len(lines)


class _Reader:
    """Goes through the lines once; `open` is the way from the top to the newest node."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.width = layout.wrap_width(lines)
        self.has_coded_bullets = any(headings.is_coded_bullet(line.text) for line in lines)
        self.has_coded_measures = any(headings.is_coded_measure(line.text) for line in lines)
        self.has_lettered_codes = any(headings.is_lettered(line.text) for line in lines)
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.coded: dict[tuple[str, ...], Node] = {}
        self.awaiting: Node | None = None
        self.list_level: Level | None = None
        self.bare: Level | None = None
        self.above: Line | None = None
        self.bullet_indent: int | None = None
        self.left_out: list[int] = []
        self.doubtful: Line | None = None
        self.early_comments: Line | None = None

    def read(self) -> None:
        for line in self.lines:
            opening = self._opening(line)
            bare, self.bare = self.bare, None
            if opening is None:
                self._take_text(line, bare)
            elif opening.heads_list and opening.level:
                self._begin_list(opening.level)
            else:
                self._add(line, opening)
            self.above = line
        self._refuse_untitled()
        if not self.nodes:
            last = self.lines[-1].number if self.lines else 1
            raise ImportRefused(
                _("up to here there is no heading of a plan, such as “Priorita A1”."), last
            )

    def _opening(self, line: Line) -> Opening | None:
        opening = headings.opening(
            line.text,
            title_awaited=self.awaiting is not None,
            loose_bullets=self._takes_loose_bullets() and not self._is_wrapped_dash(line),
        )
        if opening is None or opening.level:
            return opening
        if not self.nodes or self._is_number_in_text(line, opening):
            return None
        return opening

    def _takes_loose_bullets(self) -> bool:
        """Whether a dash, an "o" or a number without a code behind it is a bullet.

        Where measures carry codes it belongs to the text, but for a list below its heading.
        """
        in_list = self.list_level is not None
        return not self.has_coded_bullets and (in_list or not self.has_coded_measures)

    def _is_wrapped_dash(self, line: Line) -> bool:
        """A dash that a wrapped line happens to begin with: a small letter follows it."""
        letters = [letter for letter in line.text[1:] if letter.isalpha()]
        is_small = bool(letters) and letters[0].islower()
        return is_small and self.above is not None and layout.is_full(self.above, line, self.width)

    def _is_number_in_text(self, line: Line, opening: Opening) -> bool:
        """A line such as "2.5 milionu" in a file whose codes begin with letters."""
        is_number = opening.code[:1].isdigit() and not headings.BULLET.match(line.text)
        return is_number and self.has_lettered_codes

    def _take_text(self, line: Line, bare: Level | None) -> None:
        if not self.nodes:
            self._leave_out(line)
        elif bare and bare.name == bare.plural:
            self._add(line, Opening(bare, title=line.text))
        elif self.awaiting and not headings.looks_foreign(line.text, by_letter=True):
            self.awaiting.text = line.text
            self.awaiting = None
            self.doubtful = line if headings.looks_foreign(line.text) else None
        elif self._goes_on(line):
            self.nodes[-1].text = layout.joined(self.nodes[-1].text, line.text)
        else:
            self._refuse_code_as_title()
            # A second title shows that the first one ("Kapitola 3") was none.
            raise _unknown(self.doubtful or line)

    def _refuse_code_as_title(self) -> None:
        """A second title also shows that the first one ("Dílčí cíl ABC") was meant as a code."""
        node = self.nodes[-1]
        is_heading = self.above is not None and node.line == self.above.number
        if is_heading and not node.code and headings.CAPITALS.fullmatch(node.text):
            raise spelling.refused(node.text, node.line)

    def _leave_out(self, line: Line) -> None:
        if self.early_comments and not says_none(line.text):
            raise _early(self.early_comments)
        if SECTION.match(line.text):
            self.early_comments = line
        self.left_out.append(line.number)
        suspect = (
            headings.looks_foreign(line.text)
            or headings.begins_with_level(line.text)
            or headings.CODED_LINE.match(line.text)
            or headings.is_coded_bullet(line.text)
        )
        if suspect and self.doubtful is None:
            self.doubtful = line

    def _goes_on(self, line: Line) -> bool:
        if self.awaiting or self.above is None or headings.looks_foreign(line.text):
            return False
        hangs = self.bullet_indent is not None and line.indent > self.bullet_indent
        return hangs or layout.goes_on(line, self.above, self.width)

    def _begin_list(self, level: Level) -> None:
        self._refuse_untitled()
        self.list_level = self.bare = level
        while self.open and self.open[-1].level.rank >= level.rank:
            self.open.pop()

    def _add(self, line: Line, opening: Opening) -> None:
        self._refuse_untitled()
        if opening.code_or_title and not self._text_follows(line):
            opening = opening._replace(code="", title=opening.code)
        if self.doubtful and not self.nodes:
            raise _unknown(self.doubtful)
        self.doubtful = None
        if opening.level:
            self.list_level = None
        level = opening.level or self._level_of_line(opening.code)
        node = Node(level, opening.code, opening.title, line.number)
        self._place(node)
        self.awaiting = None if opening.title else node
        self.bullet_indent = line.indent if opening.bulleted else None

    def _text_follows(self, line: Line) -> bool:
        """Whether the next line is one that a heading without a title would take for it."""
        index = self.lines.index(line) + 1
        return index < len(self.lines) and not headings.opening(
            self.lines[index].text, title_awaited=True, loose_bullets=self._takes_loose_bullets()
        )

    def _level_of_line(self, code: str) -> Level:
        """Level of a line that does not name it: of the list it is in, unless its code differs."""
        uppers = [node for node in self.open if node.code and code_extends(code, node.code)]
        measure = next((node for node in self.open if node.level is MEASURE), None)
        level = self.list_level or MEASURE
        if measure in uppers:
            return ACTIVITY
        beside_measure = code and measure and measure.code and level is ACTIVITY
        below_list = any(node.level.rank >= level.rank for node in uppers)
        return MEASURE if beside_measure or below_list else level

    def _place(self, node: Node) -> None:
        while self.open and _ends(self.open[-1], node):
            self.open.pop()
        if node.code:
            self._refuse_wrong_code(node)
            self.coded[tuple(segments(node.code))] = node
        if self.open:
            node.parent = self.open[-1]
            node.parent.children.append(node)
        self.open.append(node)
        self.nodes.append(node)

    def _refuse_wrong_code(self, node: Node) -> None:
        parts = tuple(segments(node.code))
        if known := self.coded.get(parts):
            raise ImportRefused(
                _("the code “%(code)s” is on line %(line)d already. A code may stand only once.")
                % {"code": node.code, "line": known.line},
                node.line,
            )
        for upper in reversed(self.open):
            if upper.code and contradicts(node.code, upper.code):
                raise _misplaced(node, upper)
        for length in range(1, len(parts)):
            upper_by_code = self.coded.get(parts[:length])
            if upper_by_code and upper_by_code not in self.open:
                raise _misplaced(node, self.open[-1] if self.open else None)

    def _refuse_untitled(self) -> None:
        if self.awaiting:
            name = f"{self.awaiting.level.name} {self.awaiting.code}".strip()
            raise ImportRefused(
                _("“%(name)s” has no title, neither here nor on the next line.") % {"name": name},
                self.awaiting.line,
            )


def _ends(upper: Node, node: Node) -> bool:
    """Whether a node closes one above it, being of its level or higher, or a goal beside it."""
    if upper.level.rank >= node.level.rank:
        return True
    both_goals = upper.level.is_goal and node.level.is_goal
    return both_goals and is_letter(upper.code) and is_letter(node.code)


def _misplaced(node: Node, upper: Node | None) -> ImportRefused:
    if upper is None:
        reason = _("“%(code)s” stands apart from what its code says it belongs under.")
        return ImportRefused(reason % {"code": node.code}, node.line)
    reason = _("“%(code)s” stands under “%(upper)s”, but its code says that it belongs elsewhere.")
    return ImportRefused(reason % {"code": node.code, "upper": upper.label}, node.line)


def _early(line: Line) -> ImportRefused:
    reason = _(
        "“%(text)s” stands above the plan. Move the comments below the plan; if there are "
        "none, delete this line."
    )
    return ImportRefused(reason % {"text": shortened(line.text)}, line.number)


def _unknown(line: Line) -> ImportRefused:
    reason = _(
        "“%(text)s” is no heading of a level we know (%(levels)s) and does not go on "
        "from the text above. If it belongs to that text, write both on one line."
    )
    levels = ", ".join(level.name.lower() for level in LEVELS)
    return ImportRefused(reason % {"text": shortened(line.text), "levels": levels}, line.number)
