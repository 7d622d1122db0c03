"""A plan looked at by the rules: hints by measure, and a score that says what it is made of."""

from collections.abc import Iterator
from typing import NamedTuple

from strategy.linting import rules
from strategy.linting.rules import Ground, Rule, Subject
from strategy.measures import cards
from strategy.measures.cards import EMPTY
from strategy.models import Edition, Item, Organisation
from strategy.outline import Row, outline


class Hint(NamedTuple):
    """What a rule found, in words."""

    rule: Rule
    found: str


class Looked(NamedTuple):
    """A measure with what the rules found; none where all is well."""

    row: Row
    hints: list[Hint]


class Passed(NamedTuple):
    """A rule with the number of measures that pass it."""

    rule: Rule
    number: int
    of: int

    @property
    def failed(self) -> int:
        return self.of - self.number


class Look(NamedTuple):
    """A whole plan. `score` is the share of passed questions in per cent; None without measures."""

    looked: list[Looked]
    passed: list[Passed]

    @property
    def score(self) -> int | None:
        asked = sum(line.of for line in self.passed)
        return 100 * sum(line.number for line in self.passed) // asked if asked else None

    def failing(self, rule: str) -> list[Looked]:
        """Measures with hints, all or those of one rule."""
        return [
            one
            for one in self.looked
            if one.hints and (not rule or any(hint.rule.name == rule for hint in one.hints))
        ]


def look(edition: Edition) -> Look:
    """Every measure of an edition. Three queries whatever its size."""
    rows = outline(edition).rows
    told = cards.of_edition(edition)
    measures = [row for row in rows if row.is_measure]
    subjects = [_subject(row, told.get(row.pk, EMPTY)) for row in measures]
    ground = _ground(edition, subjects, _texts(rows))
    asked = rules.asked(ground)
    looked = [
        Looked(row, list(_hints(subject, ground, asked)))
        for row, subject in zip(measures, subjects, strict=True)
    ]
    failed = [hint.rule.name for one in looked for hint in one.hints]
    of = len(measures)
    return Look(looked, [Passed(rule, of - failed.count(rule.name), of) for rule in asked])


def hints(item: Item) -> list[Hint]:
    """What the rules find in one measure among the others of its edition; nothing of others."""
    if item.tier is None or not item.tier.is_measure:
        return []
    facts = cards.of_item(item)
    said = Subject(item.pk, item.code, item.text, item.lead, item.due, facts)
    return hints_as(item.edition, said)


def hints_as(edition: Edition, subject: Subject) -> list[Hint]:
    """What the rules find in a measure as it would read, be it new or not saved yet. Two queries.

    A new one has the primary key 0; needs `edition.plan` at hand.
    """
    rows = [
        row._replace(text=subject.text) if row.pk == subject.pk else row
        for row in outline(edition).rows
    ]
    others = [_subject(row, EMPTY) for row in rows if row.is_measure and row.pk != subject.pk]
    texts = [subject.text, *_texts(rows)]
    ground = _ground(edition, [*others, subject], texts)
    return list(_hints(subject, ground, rules.asked(ground)))


def _subject(row: Row, facts: cards.Facts) -> Subject:
    return Subject(row.pk, row.code, row.text, row.lead, row.due, facts)


def _texts(rows: list[Row]) -> list[str]:
    """All that the plan says, where an abbreviation may be explained."""
    return [text for row in rows for text in (row.text, row.description) if text]


def _ground(edition: Edition, subjects: list[Subject], texts: list[str]) -> Ground:
    known = Organisation.objects.exclude(abbreviation="").values_list("abbreviation", flat=True)
    return rules.ground_of(edition.plan.card_fields, subjects, texts, known)


def _hints(subject: Subject, ground: Ground, asked: list[Rule]) -> Iterator[Hint]:
    for rule in asked:
        if found := rule.finds(subject, ground):
            yield Hint(rule, found)
