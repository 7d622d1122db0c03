"""Lines to drafts of items: what a mark opens, and where text without a mark belongs."""

import re

from strategy.importing import layout
from strategy.importing.grammar import bodies, numbering, sorting_out
from strategy.importing.grammar.drafts import Draft, Ledger, Note
from strategy.importing.grammar.field_words import BODIES, LISTS, Part
from strategy.importing.grammar.filling import Filling
from strategy.importing.grammar.flat import flat
from strategy.importing.grammar.level_words import BY_KEY, INITIALS, SPELT, key_of
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.grammar.marks import Habits, marks_of
from strategy.importing.grammar.pieces import Piece
from strategy.importing.verdicts import Certainty, Rule, Span

LONGEST_AREA = 90
MOST_WORDS_IN_AREA = 12
OPENS = frozenset([Sort.HEAD, Sort.LIST, Sort.CODE])


class Builder(Filling):
    """Goes through the pieces once. `list_key` is the level of a list that a word alone heads,
    `item_key` that of the items a colon or a verb opens; `target` is where text goes on."""

    def __init__(self, pieces: list[Piece], ledger: Ledger, habits: Habits) -> None:
        super().__init__(ledger)
        self.pieces = pieces
        self.habits = habits
        self.width = layout.wrap_width([piece.line for piece in pieces if piece.table < 0])
        self.list_key = ""
        self.item_key = ""
        self.list_is_new = False
        self.list_is_plain = False
        self.area = ""
        self.uppers: numbering.Uppers[str] = numbering.Uppers()
        self.above: Piece | None = None
        self.list_head: Note | None = None

    def line(self, piece: Piece) -> None:
        """Read one line."""
        rule = sorting_out.rule_for(piece, self.habits)
        if rule and not self._is_in_wait(rule):
            self.ledger.say(Span(piece.index, 0, len(piece.text)), rule)
            return
        begin = self._slide(piece)
        marks = marks_of(piece.text, self.habits, begin)
        if self._is_title_in_wait(piece, marks):
            marks = []
        self.read(piece, begin, marks, is_slide=begin > 0)
        self.above = piece

    def read(self, piece: Piece, begin: int, marks: list[Mark], *, is_slide: bool = False) -> None:
        """Read a piece whose marks are known, such as a cell's."""
        first = marks[0].start if marks else len(piece.text)
        if piece.text[begin:first].strip():
            self._before_marks(Span(piece.index, begin, first), marks, is_slide=is_slide)
        ends = [mark.start for mark in marks[1:]] + [len(piece.text)]
        for mark, end in zip(marks, ends, strict=False):
            self._open(mark, piece, end)

    def close(self) -> None:
        """Nothing goes on from here: a slide, a chapter or a table ended."""
        self.stop()
        self.list_key = ""
        self.list_is_new = self.list_is_plain = False

    def _is_in_wait(self, rule: Rule) -> bool:
        """Whether it is the awaited title or value: "120" below "Cílová hodnota:"."""
        if rule is Rule.PAGE_NUMBER:
            return self.is_awaiting
        awaits = self.is_awaiting or self.awaits_title or self.list_is_new
        return awaits and rule is not Rule.CONTENTS

    def _slide(self, piece: Piece) -> int:
        end = self.habits.slides.get(piece.index, 0)
        if end:
            self.close()
            self.ledger.say(Span(piece.index, 0, end), Rule.SLIDE_NUMBER)
            self.area = ""
        return end

    def _is_title_in_wait(self, piece: Piece, marks: list[Mark]) -> bool:
        """A title on the line below its heading may begin as anything but a heading with a code
        or a colon, or a label with one."""
        if not (self.awaits_title and marks) or marks[0].certainty is Certainty.SURE:
            return False
        return marks[0].start == 0 and marks[0].sort in (Sort.HEAD, Sort.LABEL)

    def _before_marks(self, span: Span, marks: list[Mark], *, is_slide: bool) -> None:
        opens = bool(marks) and marks[0].sort in OPENS
        if is_slide and (opens or self._may_be_area(span)):
            self._name_area(span)
        elif is_slide:
            self._outside_text(span)
        elif opens and self._may_be_area(span) and not self._goes_on(span):
            self._name_area(span)
        else:
            self._take_text(span)

    def _may_be_area(self, span: Span) -> bool:
        text = self.text(span)
        is_short = len(text) <= LONGEST_AREA and len(text.split()) <= MOST_WORDS_IN_AREA
        return is_short and text[0].isupper() and text[-1] not in ".,;:!?"

    def _name_area(self, span: Span) -> None:
        self.stop()
        self.area = self.text(span)
        self.ledger.say(span, Rule.AREA, Certainty.LIKELY, alternatives=["Oblast"])

    def _open(self, mark: Mark, piece: Piece, end: int) -> None:
        value = Span(piece.index, mark.end, end)
        match mark.sort:
            case Sort.HEAD:
                self._head(mark, piece, value)
            case Sort.LIST:
                self._list(mark, piece, value)
            case Sort.CODE:
                self._code(mark, piece, value)
            case Sort.ITEM:
                self._item(mark, piece, value)
            case Sort.BULLET:
                self._bullet(mark, piece, value)
            case Sort.LABEL:
                self._label(mark, piece, value)
            case Sort.SKIPPED:
                self.ledger.say(Span(piece.index, mark.start, mark.end), mark.rule)

    def _head(self, mark: Mark, piece: Piece, value: Span) -> None:
        if mark.rule is Rule.LABEL and self.completes(mark):
            self.complete(mark, piece, value)
            return
        key = mark.key or self.item_key or "opatreni"
        self.begin(mark, piece, key, mark.code, value)
        self.item_key = key
        self.list_key = key if self.list_key == key else ""
        self.list_is_new = self.list_is_plain = False

    def completes(self, mark: Mark) -> bool:
        """Whether "Název opatření" and "Číslo opatření" speak of the item that is open."""
        draft = self.draft
        if draft is None or draft.entries or (mark.key and mark.key != draft.key):
            return False
        return not draft.code if mark.code else not draft.spans

    def complete(self, mark: Mark, piece: Piece, value: Span) -> None:
        self.item.code = self.item.code or mark.code
        if mark.code:
            self.uppers.add(mark.code, mark.code)
        part = Part.CODE if mark.code else Part.TEXT
        self.ledger.say(
            Span(piece.index, mark.start, mark.end), Rule.LABEL, draft=self.draft, part=part
        )
        if self.text(value):
            self.add_text(value, Rule.WORDING)

    def begin(
        self,
        mark: Mark,
        piece: Piece,
        key: str,
        code: str,
        value: Span,
        *,
        rule: Rule | None = None,
    ) -> Draft:
        draft = Draft(
            key,
            code,
            piece.number,
            rule or mark.rule,
            mark.certainty,
            heading=piece.line.heading,
            area=self.area,
        )
        self.add(draft)
        if code:
            self.uppers.add(code, code)
        if self.list_head:
            self.list_head.draft, self.list_head = draft, None
        part = Part.CODE if code and mark.sort is Sort.CODE else Part.LEVEL
        self.ledger.say(
            Span(piece.index, mark.start, mark.end), draft.rule, draft.certainty, draft, part
        )
        if self.text(value):
            self.add_text(value, Rule.WORDING)
        return draft

    def _list(self, mark: Mark, piece: Piece, value: Span) -> None:
        self.stop()
        self.list_head = self.ledger.say(
            Span(piece.index, mark.start, mark.end), Rule.LIST_HEAD, part=Part.LEVEL
        )
        self.list_key = self.item_key = mark.key
        self.list_is_new, self.list_is_plain = True, False
        if self.text(value):
            self._plain_item(value)

    def _code(self, mark: Mark, piece: Piece, value: Span) -> None:
        if mark.code.isdecimal() and (self._counts_in_list(mark) or self._is_owned_number()):
            self._bullet(mark, piece, value)
            return
        key, rule = self._level_of_code(mark.code)
        if key:
            self.begin(mark, piece, key, mark.code, value, rule=rule)
            self.list_is_plain = self.list_is_new = False
            self.item_key = key
        else:
            self._chapter(Span(piece.index, mark.start, value.end))

    def _counts_in_list(self, mark: Mark) -> bool:
        in_entry = (
            self.entry is not None
            and self.entry.part in LISTS
            and (self.is_awaiting or self.entry_is_list)
        )
        return in_entry or (bool(self.list_key) and not self.habits.goes_on_from(mark.code))

    def _level_of_code(self, code: str) -> tuple[str, Rule]:
        """The level of a code without a word; "" where it numbers a chapter."""
        by_shape = self.habits.levels_by_shape.get(numbering.shape(code), "")
        if self.list_key and (not by_shape or self._is_below_all(self.list_key)):
            return self.list_key, Rule.LIST_ITEM
        initial = code.rstrip(".0123456789")
        if initial in self.habits.apart and initial in INITIALS:
            return INITIALS[initial], Rule.CODE
        is_below = bool(self.uppers.of(code))
        if by_shape and not code.isdecimal():
            return by_shape, Rule.CODE
        heads = not code.isdecimal() and self.habits.goes_on_from(code)
        if is_below or heads or not self.habits.levels_by_shape:
            return f"#{numbering.shape(code)}", Rule.CODE_ALONE
        return "", Rule.CHAPTER

    def _is_below_all(self, key: str) -> bool:
        return key in BY_KEY and BY_KEY[key].band[0] >= 70 and self.list_is_new

    def _chapter(self, span: Span) -> None:
        self.close()
        self.area = ""
        self.ledger.say(span, Rule.CHAPTER, Certainty.LIKELY)

    def _item(self, mark: Mark, piece: Piece, value: Span) -> None:
        if self.item_key and self.drafts:
            self.begin(mark, piece, self.item_key, "", value)
        else:
            self._take_text(Span(piece.index, mark.start, value.end))

    def _bullet(self, mark: Mark, piece: Piece, value: Span) -> None:
        whole = Span(piece.index, mark.start, value.end)
        if not self.text(value):
            self.ledger.say(whole, Rule.BULLET)
        elif self.entry is not None and (self.is_awaiting or self.entry_is_list):
            self.list_entry(whole, value)
        elif self.list_key:
            self.begin(mark, piece, self.list_key, "", value, rule=Rule.LIST_ITEM)
            self.list_is_new = False
        elif self.draft is None:
            self.ledger.say(whole, Rule.BEFORE_PLAN)
        elif self._is_owned_item(mark):
            self.item_key = "opatreni"
            mark = mark._replace(certainty=Certainty.LIKELY)
            self.begin(mark, piece, self.item_key, "", value, rule=Rule.OWNED_BULLET)
        else:
            self.loose(whole, value)

    def _is_owned_number(self) -> bool:
        return self.habits.owned_numbers and self.draft is not None and self._is_above_measures()

    def _is_owned_item(self, mark: Mark) -> bool:
        """Whether a bullet below a goal is a measure, for someone answers for most of them."""
        is_owned = self.habits.owned_bullets if mark.sort is Sort.BULLET else True
        return is_owned and self._is_above_measures()

    def _is_above_measures(self) -> bool:
        """Whether the open item is of a level above, or of one without a name; or one of those
        that are measures by this very rule."""
        word = BY_KEY.get(self.item.key)
        is_above = word is None or word.band[0] < BY_KEY["opatreni"].band[0]
        return is_above or self.item.rule is Rule.OWNED_BULLET

    def _label(self, mark: Mark, piece: Piece, value: Span) -> None:
        if self.draft is None:
            self.ledger.say(Span(piece.index, mark.start, value.end), self._outside())
            return
        if self._heads_items(mark, value):
            key = key_of(mark.written)
            self._list(mark._replace(key=key, rule=Rule.LIST_HEAD), piece, value)
            return
        close = mark.close
        before = (self.entry, self.target, self.entry_is_list)
        inside = value if not mark.start <= close < value.end else value._replace(end=close)
        rest = self.fill(mark, Span(piece.index, mark.start, inside.end), inside)
        if rest is not None:
            self._item_behind(rest, piece)
        if inside.end != value.end:
            self.entry, self.target, self.entry_is_list = before
            self._behind_bracket(Span(piece.index, inside.end, value.end))

    def _heads_items(self, mark: Mark, value: Span) -> bool:
        """Whether "Aktivity" heads items of the plan: below a goal it does, and where the document
        says who answers for them; else it says what is done about a measure."""
        if mark.key != Part.ACTIVITY or self.text(value) or self.draft is None:
            return False
        word = BY_KEY.get(self.draft.key)
        is_measure = word is None or word.band[0] >= BY_KEY["opatreni"].band[0]
        heads = not is_measure or self.habits.owned_activities
        return heads and SPELT.fullmatch(flat(mark.written)) is not None

    def _behind_bracket(self, span: Span) -> None:
        """The closing bracket belongs to what stood in it; what follows to the wording before."""
        self.ledger.say(
            Span(span.piece, span.start, span.start + 1), Rule.IN_BRACKETS, draft=self.draft
        )
        self.is_awaiting = False
        rest = Span(span.piece, span.start + 1, span.end)
        if self.text(rest):
            if not self.target:
                self.resume()
            self.go_on(rest)

    def _item_behind(self, span: Span, piece: Piece) -> None:
        """The next item of a list, opened by a verb behind the one who is responsible."""
        mark = Mark(Sort.ITEM, span.start, span.start, rule=Rule.VERB, certainty=Certainty.LIKELY)
        self.begin(mark, piece, self.item_key or "opatreni", "", span)

    def _plain_item(self, span: Span) -> None:
        piece = self.pieces[span.piece]
        mark = Mark(Sort.ITEM, span.start, span.start, certainty=Certainty.LIKELY)
        self.begin(mark, piece, self.list_key, "", span, rule=Rule.LIST_ITEM)
        self.list_is_plain, self.list_is_new = True, False

    def _take_text(self, span: Span) -> None:
        """Text that opens nothing."""
        text = self.pieces[span.piece].text
        number = numbering.NUMBER_ONLY.match(text) if span.start == 0 else None
        if (
            number
            and self.entry
            and self.entry.part in LISTS
            and (self.is_awaiting or self.entry_is_list)
        ):
            self.list_entry(span, span._replace(start=number.end()))
        elif self.is_awaiting or self.awaits_title:
            self.await_over(span)
        elif self.list_is_new or (self.list_is_plain and not self._goes_on(span)):
            self._plain_item(span)
        elif self.draft is None or self.target is None:
            self._outside_text(span)
        elif self._goes_on(span):
            self.go_on(span)
        elif self._heads_next(span) and not self._is_next_body(span):
            self._name_area(span)
        else:
            self.below(span)

    def _is_next_body(self, span: Span) -> bool:
        """The last of a list of offices may stand right above the next heading."""
        is_list = self.entry is not None and self.entry_is_list and self.entry.part in BODIES
        return is_list and bodies.is_plain_name(self.text(span))

    def _outside_text(self, span: Span) -> None:
        if self._heads_next(span):
            self._name_area(span)
        else:
            self.ledger.say(span, self._outside())

    def _outside(self) -> Rule:
        return Rule.NO_ITEM if self.drafts else Rule.BEFORE_PLAN

    def _heads_next(self, span: Span) -> bool:
        """A short line right above a heading is a title, of an area or a slide."""
        piece = self.pieces[span.piece]
        if piece.table >= 0 or span.start > 0 or not self._may_be_area(span):
            return False
        index = span.piece + 1
        if index >= len(self.pieces) or self.pieces[index].table >= 0:
            return piece.line.heading > 0
        marks = marks_of(self.pieces[index].text, self.habits)
        opens = bool(marks) and marks[0].start == 0 and marks[0].sort in (Sort.HEAD, Sort.CODE)
        is_higher = opens and marks[0].key != self.item_key
        return opens and (is_higher or piece.line.heading > 0 or piece.line.after_blank)

    def _goes_on(self, span: Span) -> bool:
        """Whether a stretch at the beginning of its line goes on from the line above."""
        piece = self.pieces[span.piece]
        if self.above is None or self.target is None or span.start > 0:
            return span.start > 0 and self.target is not None
        if piece.table >= 0:
            return piece.text[0].islower()
        if re.match(r"[„(]", piece.text) and piece.line.after_blank:
            return False
        if piece.line.after_blank and not piece.text[0].islower():
            return False
        return layout.goes_on(piece.line, self.above.line, self.width)
