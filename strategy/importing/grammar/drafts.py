"""Items and what is said of them while a document is read, and the ledger of its characters."""

from dataclasses import dataclass, field

from strategy.importing import layout
from strategy.importing.grammar.flat import trimmed
from strategy.importing.grammar.pieces import Piece
from strategy.importing.verdicts import Certainty, Rule, Span


@dataclass(eq=False, slots=True)
class DraftEntry:
    """What is said of an item, as stretches of the source."""

    part: str
    label: str
    line: int
    rule: Rule
    certainty: Certainty = Certainty.SURE
    normal: str = ""
    spans: list[Span] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Draft:
    """An item whose level is named by `key`: that of a word, or "#" and the shape of its code."""

    key: str
    code: str
    line: int
    rule: Rule
    certainty: Certainty
    heading: int = 0
    area: str = ""
    spans: list[Span] = field(default_factory=list)
    entries: list[DraftEntry] = field(default_factory=list)


@dataclass(slots=True)
class Note:
    """A verdict in the making."""

    span: Span
    rule: Rule
    certainty: Certainty
    draft: Draft | None = None
    part: str = ""
    alternatives: list[str] = field(default_factory=list)


class Ledger:
    """Which stretch of which piece has a verdict; none has two."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.notes: list[Note] = []

    def say(
        self,
        span: Span,
        rule: Rule,
        certainty: Certainty = Certainty.SURE,
        draft: Draft | None = None,
        part: str = "",
        alternatives: list[str] | None = None,
    ) -> Note | None:
        """Give a stretch its verdict; None where nothing but white space is in it."""
        start, end = trimmed(self.pieces[span.piece].text, span.start, span.end)
        if start >= end:
            return None
        note = Note(Span(span.piece, start, end), rule, certainty, draft, part, alternatives or [])
        self.notes.append(note)
        return note

    def finished(self) -> list[Note]:
        """All verdicts in the file's order, with one for whatever nobody spoke of."""
        by_piece: dict[int, list[Note]] = {}
        for note in self.notes:
            by_piece.setdefault(note.span.piece, []).append(note)
        notes: list[Note] = []
        for piece in self.pieces:
            said = sorted(by_piece.get(piece.index, []), key=lambda note: note.span.start)
            notes += self._with_gaps(piece, said)
        return notes

    def _with_gaps(self, piece: Piece, said: list[Note]) -> list[Note]:
        notes: list[Note] = []
        place = 0
        for note in [*said, None]:
            start, end = trimmed(piece.text, place, note.span.start if note else len(piece.text))
            if start < end:
                gap = Span(piece.index, start, end)
                notes.append(Note(gap, Rule.NOTHING, Certainty.UNSURE))
            if note:
                notes.append(note)
                place = note.span.end
        return notes

    def text_of(self, spans: list[Span]) -> str:
        """The stretches as one wording; never more than a space comes between two of them.

        What was cut out of the midst of a line leaves no space before a full stop or a comma.
        """
        text = ""
        above: Span | None = None
        for span in spans:
            rest = self.pieces[span.piece].text[span.start : span.end]
            text = self._joined(text, rest, above, span) if above else rest
            above = span
        return text

    def _joined(self, text: str, rest: str, above: Span, span: Span) -> str:
        if above.piece != span.piece:
            return layout.joined(text, rest)
        return f"{text}{rest}" if rest[0] in ".,;:!?)" else f"{text} {rest}"
