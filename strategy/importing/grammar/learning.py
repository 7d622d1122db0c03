"""A source to a Document by rules that are learnt from it."""

import re

from django.utils.translation import gettext as _

from strategy.importing.comment_section import SECTION, WrittenComment, read_comments
from strategy.importing.document import Document, Node
from strategy.importing.grammar import placing, ranks, tables
from strategy.importing.grammar.building import Builder
from strategy.importing.grammar.drafts import Draft, Ledger, Note
from strategy.importing.grammar.field_words import Part
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import BY_KEY
from strategy.importing.grammar.pieces import Grid, Piece, of_blocks
from strategy.importing.grammar.survey import survey
from strategy.importing.refusal import ImportRefused
from strategy.importing.sources import Source, Why
from strategy.importing.verdicts import Certainty, Kind, Rule, Span, Verdict

SHOWS_PLAN = frozenset([Part.LEAD, Part.DUE, Part.INDICATOR, Part.CO_LEAD])
WORDED = frozenset(
    [Rule.HEADING, Rule.WITHIN_LINE, Rule.SPELT_OTHERWISE, Rule.LABEL, Rule.LIST_ITEM, Rule.COLUMN]
)
FEWEST_ITEMS = 2
OTHER_KINDS = re.compile(
    r"(?:zapis (?:z|ze|o)|tiskova zprava|pozvanka|prezencni listina|program (?:jednani|setkani))\b"
)
WHY = {
    Why.PAGE_NUMBER: Rule.PAGE_NUMBER,
    Why.CONTENTS: Rule.CONTENTS,
    Why.FOOTNOTE: Rule.FOOTNOTE,
    Why.HIDDEN: Rule.HIDDEN,
    Why.DELETED: Rule.HIDDEN,
}


def learn(source: Source) -> Document:
    """What a source says. Raises ImportRefused where it holds no plan."""
    pieces, parts = of_blocks(source.blocks)
    habits = survey(pieces)
    ledger = Ledger(pieces)
    builder = Builder(pieces, ledger, habits)
    end = _begin_of_comments(parts)
    reader = tables.Tables(builder)
    for part in parts[:end]:
        if isinstance(part, Grid):
            reader.read(part)
        else:
            builder.line(part)
    _forget_only_area(builder.drafts, ledger)
    comments = _comments(parts[end:], builder.drafts, ledger)
    _refuse_no_plan(builder.drafts, pieces)
    levels = ranks.levels_of(builder.drafts, habits.learnt)
    nodes = placing.placed(builder.drafts, levels, ledger)
    return _document(nodes, comments, ledger, source)


def _document(
    placed: dict[Draft, Node], comments: list[WrittenComment], ledger: Ledger, source: Source
) -> Document:
    numbers = {draft: number for number, draft in enumerate(placed)}
    verdicts = [_verdict(note, numbers, ledger) for note in ledger.finished()]
    verdicts = sorted([*verdicts, *left_out_by(source)], key=lambda verdict: verdict.line)
    left_out = {verdict.line for verdict in verdicts if verdict.kind is Kind.LEFT_OUT}
    taken = {verdict.line for verdict in verdicts if verdict.kind is not Kind.LEFT_OUT}
    return Document(list(placed.values()), comments, sorted(left_out - taken), verdicts)


def left_out_by(source: Source) -> list[Verdict]:
    """Verdicts on what the reading of the file left out itself."""
    return [
        Verdict(
            Span(-1, 0, len(left.text)), left.number, left.text, WHY.get(left.why, Rule.RUNNING)
        )
        for left in source.left_out
    ]


def _verdict(note: Note, numbers: dict[Draft, int], ledger: Ledger) -> Verdict:
    piece = ledger.pieces[note.span.piece]
    return Verdict(
        note.span,
        piece.number,
        piece.text[note.span.start : note.span.end],
        note.rule,
        note.certainty,
        numbers[note.draft] if note.draft else None,
        str(note.part),
        list(map(str, note.alternatives)),
    )


def _forget_only_area(drafts: list[Draft], ledger: Ledger) -> None:
    """A title above all items is the document's own, and says nothing of any of them."""
    areas = {draft.area for draft in drafts}
    if len(areas) != 1 or not (only := areas.pop()):
        return
    notes = [note for note in ledger.notes if note.rule is Rule.AREA]
    titles = [note for note in notes if ledger.text_of([note.span]) == only]
    for note in titles:
        note.rule = Rule.BEFORE_PLAN
    for draft in drafts if titles else ():
        draft.area = ""


def _begin_of_comments(parts: list[Piece | Grid]) -> int:
    for index, part in enumerate(parts):
        if isinstance(part, Piece) and index and SECTION.match(part.text):
            return index
    return len(parts)


def _comments(
    parts: list[Piece | Grid], drafts: list[Draft], ledger: Ledger
) -> list[WrittenComment]:
    """Comments below the plan; what cannot be read as such is a doubt."""
    pieces = [part for part in parts if isinstance(part, Piece)]
    codes = {draft.code for draft in drafts if draft.code}
    try:
        comments = read_comments([piece.line for piece in pieces], codes) if pieces else []
        certainty = Certainty.SURE
    except ImportRefused:
        comments, certainty = [], Certainty.UNSURE
    for piece in pieces:
        ledger.say(Span(piece.index, 0, len(piece.text)), Rule.COMMENTS, certainty)
    return comments


def _refuse_no_plan(drafts: list[Draft], pieces: list[Piece]) -> None:
    """A plan names its levels in two headings at least, or says of two items who answers for
    them or until when."""
    worded = [draft for draft in drafts if draft.key in BY_KEY and draft.rule in WORDED]
    named = [draft for draft in worded if _is_named(draft)]
    owned = [draft for draft in drafts if any(each.part in SHOWS_PLAN for each in draft.entries)]
    learnt = [draft for draft in drafts if draft.rule is Rule.LEARNT_WORD]
    is_plan = (
        (named and len(drafts) >= FEWEST_ITEMS)
        or len(owned) >= FEWEST_ITEMS
        or (owned and worded)
        or (learnt and (owned or worded))
    )
    if not is_plan or _is_of_another_kind(pieces):
        last = pieces[-1].number if pieces else 1
        reason = _(
            "no goal and no measure was found: no heading such as “Opatření 1.1”, no list of them "
            "and no table whose head names them."
        )
        raise ImportRefused(reason, last)


def _is_of_another_kind(pieces: list[Piece]) -> bool:
    """Whether the first lines say that it is minutes, an invitation or a press release."""
    return any(OTHER_KINDS.match(flat(piece.text)) for piece in pieces[:3])


def _is_named(draft: Draft) -> bool:
    """Whether it is plain that an item is one; in a list only goals and measures are."""
    word = BY_KEY[draft.key]
    if draft.rule is Rule.LIST_ITEM:
        return word.is_measure or word.is_goal
    return draft.certainty is Certainty.SURE or bool(draft.code)
