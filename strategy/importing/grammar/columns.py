"""What the columns of a table hold, told by the words in its head."""

from dataclasses import dataclass

from strategy.importing.grammar import field_words, labels
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import SPELT, key_of
from strategy.importing.grammar.pieces import Cell

MOST_WORDS = 7
ORDINAL = ("por", "p.", "p ", "#", "radek")


@dataclass(frozen=True)
class Column:
    """`part` is LEVEL for a column whose cells are items of the level `key`, TITLE and CODE for
    the wording and the code of such, "" for a head that is no known word; `label` is the head."""

    part: str
    key: str
    label: str

    @property
    def is_known(self) -> bool:
        return bool(self.part)


def text_of(cell: Cell) -> str:
    return " ".join(piece.text for piece in cell)


def columns_of(row: list[Cell]) -> list[Column]:
    return [column_of(text_of(cell)) for cell in row]


def column_of(head: str) -> Column:
    """What a head says of its column.

    >>> column_of("Název opatření").part, column_of("Gestor").part, column_of("Cíl").key
    ('title', 'lead', 'cil')
    """
    looked = flat(head).strip(" :.*")
    if not looked or len(looked.split()) > MOST_WORDS:
        return Column("", "", head)
    part = labels.whole(head) or _part_at_start(looked)
    level = SPELT.search(looked)
    key = key_of(level[0]) if level else ""
    if part is Part.CODE and looked.startswith(ORDINAL):
        return Column(Part.UNIT if looked.startswith("m") else "ordinal", "", head)
    if part is not None and not _is_level(looked):
        return Column(part, key if part in (Part.TITLE, Part.CODE) else "", head)
    if level and level.start() == 0:
        return Column(Part.LEVEL, key, head)
    return Column("", "", head)


def is_head(columns: list[Column]) -> bool:
    """Two heads of different kinds show that a row is the table's head, if one is of items."""
    known = {(column.part, column.key) for column in columns if column.is_known}
    has_items = any(
        column.part in (Part.LEVEL, Part.TITLE, Part.DESCRIPTION, Part.INDICATOR)
        for column in columns
    )
    return len(known) > 1 and has_items


def _part_at_start(looked: str) -> Part | None:
    found = field_words.label_at(looked, 0)
    if found is None or (found[0].endswith((" s", " se")) and found.end() < len(looked)):
        return None  # "Spolupráce se školami" says of a measure what it is.
    return field_words.part_of(" ".join(found[0].split()))


def _is_level(looked: str) -> bool:
    """ "Aktivity" heads a column of items where nothing else does; here it stays a part."""
    return SPELT.fullmatch(looked) is not None and looked.startswith(("projekt", "ukol"))
