"""What stands behind a label, put where it belongs: an entry for each name, date, indicator."""

import re

from strategy.importing import money
from strategy.importing.grammar import bodies, deadlines
from strategy.importing.grammar.bodies import What
from strategy.importing.grammar.drafts import Draft, DraftEntry, Ledger
from strategy.importing.grammar.field_words import BODIES, LISTS, Part
from strategy.importing.grammar.flat import flat, trimmed
from strategy.importing.grammar.labels import ANY_LABEL
from strategy.importing.grammar.line_marks import Mark, Sort
from strategy.importing.verdicts import Certainty, Rule, Span

# A plus between two names, but not that of "OPZ+" and "senioři 65+".
PLUS = r"(?<=\s)\+\s*|\+(?=\w)"
COMMAS = re.compile(rf"[,;•]\s*|{PLUS}")
SEMICOLONS = re.compile(r"[;•]\s*")
PARTED_BY = {Part.TARGET_GROUP: COMMAS, Part.FUNDING: re.compile(rf"[;•]\s*|,\s+|{PLUS}")}
PARTED_BY |= dict.fromkeys((Part.INDICATOR, Part.ACTIVITY, Part.OUTPUT, Part.RISK), SEMICOLONS)
SHORT_VALUES = frozenset(
    [Part.INDICATOR, Part.BASELINE, Part.TARGET, Part.UNIT, Part.TARGET_GROUP, Part.FUNDING]
)
ENDS_SENTENCE = re.compile(r"(?:\w{4}|\d|\))\.$")
NO_VALUE = re.compile(
    r"[-–—/x.…]+|n/a|neuveden\w?|nestanoven\w?|neurcen\w?|neni(?: stanoven\w?| urcen\w?)?|"
    r"zadn\w{1,2}"
)
BEHIND_DUE = re.compile(r"[,;(]")
WITH_LEAD = {What.COMPANION: Part.CO_LEAD, What.REMARK: Part.REMARK}


class Filling:
    """The drafts so far. `target` is the list of stretches that text goes on in: of the wording
    of an item or of an entry; `entry` is the entry it is of, None for the wording."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.drafts: list[Draft] = []
        self.draft: Draft | None = None
        self.target: list[Span] | None = None
        self.entry: DraftEntry | None = None
        self.is_awaiting = False
        self.entry_is_list = False

    @property
    def awaits_title(self) -> bool:
        return self.draft is not None and self.target is self.item.spans and not self.target

    @property
    def item(self) -> Draft:
        """The open item, where there is known to be one."""
        if self.draft is None:
            raise LookupError
        return self.draft

    @property
    def said(self) -> DraftEntry:
        """The open entry, where there is known to be one."""
        if self.entry is None:
            raise LookupError
        return self.entry

    def text(self, span: Span) -> str:
        return self.ledger.pieces[span.piece].text[span.start : span.end].strip()

    def add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.draft = draft
        self.resume()

    def resume(self) -> None:
        """Text goes on in the wording of the item."""
        self.target = self.item.spans if self.draft else None
        self.entry, self.is_awaiting, self.entry_is_list = None, False, False

    def stop(self) -> None:
        self.target, self.entry, self.is_awaiting, self.entry_is_list = None, None, False, False

    def add_text(self, span: Span, rule: Rule, certainty: Certainty = Certainty.SURE) -> None:
        """Add to the wording of the open item."""
        note = self.ledger.say(span, rule, certainty, self.item, Part.TEXT)
        if note:
            self.item.spans.append(note.span)

    def fill(self, mark: Mark, whole: Span, value: Span) -> Span | None:
        """Make entries of what stands behind a label; returns where the next item begins."""
        part = Part(mark.key)
        if not self.text(value):
            self._await(mark, whole, part)
            return None
        return self._put(mark, whole, value, part)

    def _await(self, mark: Mark, whole: Span, part: Part) -> None:
        self.ledger.say(whole, mark.rule, mark.certainty, self.item, part)
        line = self.ledger.pieces[whole.piece].number
        self.entry = DraftEntry(part, mark.written, line, mark.rule, mark.certainty)
        self.target, self.is_awaiting = self.entry.spans, True

    def _put(self, mark: Mark, whole: Span, value: Span, part: Part) -> Span | None:
        self.entry_is_list = False
        if self._is_one_date(mark, value, part):
            part = Part.DUE
        if part is Part.COSTS and not _is_plain(self.text(value), mark.written):
            mark = mark._replace(rule=Rule.NO_AMOUNT, certainty=Certainty.UNSURE)
        if NO_VALUE.fullmatch(flat(self.text(value))):
            self.ledger.say(whole, Rule.NO_VALUE, Certainty.LIKELY, self.item, part)
            self.resume()
            return None
        if part in BODIES and part is not Part.TARGET_GROUP:
            return self._put_bodies(mark, whole, value, part)
        if part is Part.DUE:
            self._put_due(mark, whole, value)
        else:
            self._put_rows(mark, whole, value, part)
        return None

    def _is_one_date(self, mark: Mark, value: Span, part: Part) -> bool:
        """Whether "Harmonogram: 31. 12. 2020" or "Plnění: do konce roku 2021" is a deadline."""
        is_of_time = part is Part.PERIOD or flat(mark.written) == "plneni"
        read = deadlines.read(self.text(value)) if is_of_time else None
        return read is not None and bool(read.normal) and read.rule is not Rule.PERIOD_AS_DUE

    def _add(
        self,
        mark: Mark,
        part: Part,
        whole: Span,
        value: Span,
        *,
        alternatives: list[str] | None = None,
    ) -> DraftEntry | None:
        """An entry with its verdict over `whole`; None where there is no value."""
        start, end = trimmed(self.ledger.pieces[value.piece].text, value.start, value.end, "·|")
        self.ledger.say(whole, mark.rule, mark.certainty, self.item, part, alternatives)
        if start >= end:
            return None
        line = self.ledger.pieces[value.piece].number
        entry = DraftEntry(part, mark.written, line, mark.rule, mark.certainty)
        entry.spans.append(Span(value.piece, start, end))
        self.item.entries.append(entry)
        self.entry, self.target, self.is_awaiting = entry, entry.spans, False
        return entry

    def _put_bodies(self, mark: Mark, whole: Span, value: Span, part: Part) -> Span | None:
        text = self.ledger.pieces[value.piece].text
        stretches = bodies.cut(text[value.start : value.end])
        rest = next((each for each in stretches if each.what is What.NEXT_ITEM), None)
        named = [each for each in stretches if each.what is not What.NEXT_ITEM]
        end = value.start + rest.begin if rest else value.end
        begin = whole.start
        for index, each in enumerate(named):
            is_last = index == len(named) - 1
            stop = end if is_last else value.start + named[index + 1].begin
            self._put_body(
                mark,
                Span(value.piece, begin, stop),
                Span(value.piece, value.start + each.start, value.start + each.end),
                self._role(part, each.what, index),
            )
            begin = stop
        return Span(value.piece, end, value.end) if rest else None

    def _role(self, part: Part, what: What, index: int) -> tuple[Part, Rule | None]:
        """The part of a name by its place among those behind one label."""
        if what is What.REMARK:
            return Part.REMARK, Rule.WITH_LEAD
        if part is Part.LEADS:
            return (Part.CO_LEAD if index else Part.LEAD), None
        if part is Part.LEAD and self._has_lead():
            return Part.CO_LEAD, None if what is What.COMPANION else Rule.JOINTLY
        if what is What.COMPANION and part is Part.IMPLEMENTER:
            return Part.PARTNER, None
        return part, None

    def _has_lead(self) -> bool:
        return any(entry.part == Part.LEAD for entry in self.item.entries)

    def _put_body(
        self, mark: Mark, whole: Span, value: Span, role: tuple[Part, Rule | None]
    ) -> None:
        part, rule = role
        if part is Part.REMARK and deadlines.read(self.text(value)).normal:
            self._put_due(mark._replace(certainty=Certainty.LIKELY), whole, value)
            return
        if rule is not None:
            mark = mark._replace(rule=rule, certainty=Certainty.LIKELY)
        if part is Part.REMARK:
            mark = mark._replace(written="")
        self._add(mark, part, whole, value)

    def _put_due(self, mark: Mark, whole: Span, value: Span) -> None:
        text = self.text(value)
        start = value.end - len(
            self.ledger.pieces[value.piece].text[value.start : value.end].lstrip()
        )
        read = deadlines.read(text)
        stop = value.end
        if behind := None if read.normal else BEHIND_DUE.search(text):
            due = text[: behind.start()].rstrip()
            before = deadlines.read(due)
            if before.normal:
                read, stop = before, start + len(due)
        told = mark
        if read.certainty is not Certainty.SURE:
            rule = mark.rule if read.rule is Rule.LABEL else read.rule
            told = mark._replace(rule=rule, certainty=read.certainty)
        entry = self._add(
            told,
            Part.DUE,
            whole._replace(end=stop),
            self._without_stop(Span(value.piece, start, stop)),
            alternatives=[] if read.normal else [Part.REMARK.value, Part.PERIOD.value],
        )
        if entry:
            entry.normal = read.normal
        if stop < value.end:
            self._put_remark(mark, Span(value.piece, stop, value.end))

    def _without_stop(self, span: Span) -> Span:
        """A deadline without the full stop of its sentence, but with that of "31. 12."."""
        text = self.ledger.pieces[span.piece].text[span.start : span.end].rstrip()
        kept = text.rstrip(" .") if re.search(r"(?:\d{4}|[^\W\d]{4})\s*\.$", text) else text
        return span._replace(end=span.start + len(kept.rstrip(",;")))

    def _put_remark(self, mark: Mark, span: Span) -> None:
        text = self.ledger.pieces[span.piece].text
        start = span.start
        while start < span.end and (text[start].isspace() or text[start] in ",;"):
            start += 1
        beside = mark._replace(written="", rule=Rule.WITH_LEAD, certainty=Certainty.LIKELY)
        self._add(beside, Part.REMARK, span, span._replace(start=start))

    def _put_rows(self, mark: Mark, whole: Span, value: Span, part: Part) -> None:
        """A value as it is, or several where the kind of list parts them."""
        text = self.ledger.pieces[value.piece].text
        pattern = PARTED_BY.get(part)
        places = [value.start]
        for found in pattern.finditer(text, value.start, value.end) if pattern else ():
            before = text[value.start : found.start()]
            if before.count("(") <= before.count(")") and text[found.end() : value.end].strip():
                places.append(found.end())
        begin = whole.start
        for place, following in zip(places, [*places[1:], value.end], strict=True):
            stretch = Span(value.piece, place, following)
            self._add(mark, part, Span(value.piece, begin, following), self._shorn(stretch, part))
            begin = following

    def _shorn(self, span: Span, part: Part) -> Span:
        """Without the sign that parts it from the next, and a short value without the full stop
        of its sentence."""
        text = self.ledger.pieces[span.piece].text[span.start : span.end].rstrip()
        kept = _without_parting(text) if part in PARTED_BY else text
        if part in SHORT_VALUES and ENDS_SENTENCE.search(kept):
            kept = kept[:-1].rstrip()
        return span._replace(end=span.start + len(kept))

    def await_over(self, span: Span) -> None:
        """The line below a heading or a label that waits for its words."""
        if self.entry is None:
            self.add_text(span, Rule.TITLE_BELOW)
            return
        part = Part(self.entry.part)
        self._put(self._mark_of(self.entry, span), span, span, part)
        self.entry_is_list = part in LISTS

    def _mark_of(self, entry: DraftEntry, span: Span) -> Mark:
        return Mark(
            Sort.LABEL,
            span.start,
            span.start,
            entry.part,
            entry.label,
            rule=Rule.LABEL_ALONE,
            certainty=entry.certainty,
        )

    def list_entry(self, whole: Span, value: Span) -> None:
        """The next of a list below a label."""
        self._put(self._mark_of(self.said, value), whole, value, Part(self.said.part))
        self.entry_is_list = True

    def go_on(self, span: Span) -> None:
        """The rest of a wrapped line, or of a line behind brackets."""
        if self.entry is None:
            self.add_text(span, Rule.GOES_ON if span.start == 0 else Rule.WORDING)
        elif self._names_another(self.entry, span):
            self._put(self._mark_of(self.entry, span), span, span, Part(self.entry.part))
        else:
            self._lengthen(self.entry, span)

    def _names_another(self, entry: DraftEntry, span: Span) -> bool:
        """Whether the line above ended with a comma, and another name begins here."""
        is_new = self._ends_open(entry) and bodies.begins_as_body(self.text(span))
        return entry.part in BODIES and is_new

    def _lengthen(self, entry: DraftEntry, span: Span) -> None:
        note = self.ledger.say(span, Rule.GOES_ON, Certainty.SURE, self.item, entry.part)
        if note is None:
            return
        if self._ends_open(entry):
            # The comma at the end of the line above is of the name after all.
            last = entry.spans[-1]
            end = len(self.ledger.pieces[last.piece].text.rstrip())
            entry.spans[-1] = last._replace(end=end)
        entry.spans.append(note.span)

    def _ends_open(self, entry: DraftEntry) -> bool:
        if not entry.spans:
            return False
        return self.ledger.pieces[entry.spans[-1].piece].text.rstrip()[-1] in ",;"

    def below(self, span: Span) -> None:
        """A paragraph below an item or an entry, without a label of its own."""
        entry = self.entry
        if entry is not None and (self.entry_is_list or entry.part == Part.DESCRIPTION):
            self._put(self._mark_of(entry, span), span, span, Part(entry.part))
            self.entry_is_list = entry.part in LISTS
            return
        piece = self.ledger.pieces[span.piece]
        own = ANY_LABEL.match(piece.text) if span.start == 0 else None
        if own and own.end() < span.end:
            self._put_unknown(own, span)
        else:
            self._describe(span, span, Rule.BELOW, Certainty.LIKELY)

    def _put_unknown(self, label: re.Match[str], span: Span) -> None:
        """What stands behind a label of the document's own is a remark under that label."""
        mark = Mark(
            Sort.LABEL,
            0,
            label.end(),
            Part.REMARK,
            label["label"],
            rule=Rule.UNKNOWN_LABEL,
            certainty=Certainty.LIKELY,
        )
        self._add(mark, Part.REMARK, span, span._replace(start=label.end()))

    def loose(self, whole: Span, value: Span) -> None:
        self._describe(whole, value, Rule.LOOSE_LIST, Certainty.UNSURE)

    def _describe(self, whole: Span, value: Span, rule: Rule, certainty: Certainty) -> None:
        mark = Mark(
            Sort.LABEL,
            value.start,
            value.start,
            Part.DESCRIPTION,
            rule=rule,
            certainty=certainty,
        )
        alternatives = ["Opatření", Part.TEXT.value, Part.ACTIVITY.value]
        self._add(mark, Part.DESCRIPTION, whole, value, alternatives=alternatives)


def _without_parting(text: str) -> str:
    """Without the signs at its end that part a value from the next, be it a plus among them."""
    end = trimmed(text, 0, len(text), ",;•")[1]
    while text[end - 1 : end] == "+" and text[end - 2 : end - 1].isspace():
        end = trimmed(text, 0, end - 1, ",;•")[1]
    return text[:end]


def _is_plain(costs: str, label: str) -> bool:
    """Whether it is plain how much something costs, or that no amount is named at all."""
    return all(each.is_sure for each in money.read_all(costs, label))
