"""The card of a measure as a form: those fields that the plan uses, and those that are filled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms import formset_factory
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from strategy.admin.cards.people import LeadForm, PeopleSet, PersonForm, initial
from strategy.admin.cards.rows import CostForm, DueField, IndicatorForm, RowSet
from strategy.editing import Author
from strategy.measures import cards, saying
from strategy.measures.cards import EMPTY, Facts, Responsible
from strategy.measures.directory import Directory
from strategy.models import Card, CardField, Indicator, Item, Plan, Responsibility

# Empty rows after those that are filled.
MORE = 2
MOST_ROWS = 200
PERIOD = ("begins", "ends")
WORDS = tuple(name for name in Card.WORDING if name not in PERIOD)
PEOPLE: dict[CardField, str] = saying.ROLES
SETS = {CardField.COSTS: (CostForm, RowSet), CardField.INDICATORS: (IndicatorForm, RowSet)}


class WordsForm(forms.Form):
    """What a card says in words; of these only the given fields."""

    begins = DueField(label=pgettext_lazy("period", "from"), required=False, max_length=30)
    ends = DueField(label=pgettext_lazy("period", "to"), required=False, max_length=30)

    def __init__(self, *args: Any, only: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PERIOD:
            if name not in only:
                del self.fields[name]
        for name in WORDS:
            if name in only:
                field: Any = Card._meta.get_field(name)
                self.fields[name] = field.formfield(widget=AdminTextareaWidget({"rows": 3}))

    def sent(self) -> dict[str, str]:
        """What a form without one of the fields does not say stays as it is."""
        names = (name for name in self.fields if name in self.data)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


@dataclass(frozen=True)
class Section:
    """A set of rows with its heading."""

    field: CardField
    label: str
    rows: RowSet

    @property
    def is_sent(self) -> bool:
        return self.rows.is_bound

    @property
    def is_people(self) -> bool:
        return self.field in PEOPLE


class CardForm:
    """All that the form of an item tells of its card, and whether that can be stored.

    `data` is what was sent, None where nothing was. `used` are the fields that are asked for.
    """

    def __init__(
        self, plan: Plan, item: Item | None, data: Any, *, is_measure: bool, may_create: bool
    ) -> None:
        self.item = item
        self.before = cards.of_item(item) if item else EMPTY
        self.used = set(used(plan, item, self.before, is_measure=is_measure))
        self.directory = Directory.read() if self.used else Directory([])
        self._known = {"directory": self.directory, "may_create": may_create}
        self.lead = self._lead(data) if CardField.LEAD in self.used else None
        only = {name.value for name in self.used} | set(
            PERIOD if CardField.PERIOD in self.used else ()
        )
        told = {name: getattr(self.before, name) for name in Card.WORDING}
        self.words = WordsForm(data, initial=told, only=only)
        self.sections = [self._section(name, data) for name in self._of_rows()]

    def said(self) -> list[saying.Said]:
        """For those who may only read."""
        return saying.said(self.before)

    def is_valid(self) -> bool:
        sent: list[Any] = [*self._sent_lead(), self.words, *(one.rows for one in self._sent())]
        # Each is asked, so that all that is wrong is told at once.
        wrong = [one for one in sent if one.is_bound and not one.is_valid()]
        return not wrong

    def unlinked_lead(self) -> dict[str, str]:
        """The lead as written where nobody of the directory stands for it: for the item itself."""
        lead = next(iter(self._sent_lead()), None)
        if lead is None or lead.found or lead.missing or self.before.lead:
            return {}
        return {"lead": lead.cleaned_data.get("written", "")}

    def facts(self) -> dict[str, Any]:
        """What was sent, as fields of `cards.Facts`; who is to be created yet has the number 0."""
        found: dict[str, Any] = self.words.sent() if self.words.is_bound else {}
        for one in self._sent():
            if one.field not in PEOPLE:
                found[one.field.value] = tuple(row.fact() for row in one.rows.filled())
        if self._sent_lead() or any(one.field in PEOPLE for one in self._sent()):
            found["responsibilities"] = tuple(self._people())
        return found

    def store_missing(self, by: Author) -> None:
        """Put those into the directory that it lacks and that were ticked."""
        for row in self._people_rows():
            row.store(by)

    def changed_labels(self) -> list[str]:
        """Names of what was sent otherwise than it was before."""
        after = replace(self.before, **self.facts())
        return [str(name.label) for name in CardField if _differs(name, self.before, after)]

    def compared(self, current: Item) -> Iterator[tuple[str, str, str]]:
        """(label, as it is now, as it was sent) of each field that differs."""
        now = cards.of_item(current)
        own = replace(now, **self.facts())
        if self._sent_lead():
            written = own.lead.written if own.lead else self.unlinked_lead().get("lead", "")
            yield str(CardField.LEAD.label), current.lead, written
        for name in CardField:
            yield str(name.label), saying.text_of(now, name), saying.text_of(own, name)

    def _of_rows(self) -> list[CardField]:
        return [name for name in CardField if name in self.used and name in {*PEOPLE, *SETS}]

    def _lead(self, data: Any) -> LeadForm:
        lead, unlinked = self.before.lead, self.item.lead if self.item else ""
        told = initial(lead, self.directory) if lead else {"written": unlinked}
        sent = data if data is not None and "lead" in data else None
        return LeadForm(sent, initial=told, unlinked="" if lead else unlinked, **self._known)

    def _section(self, name: CardField, data: Any) -> Section:
        form, base = SETS.get(name, (PersonForm, PeopleSet))
        made = formset_factory(
            form, base, extra=MORE, can_order=True, max_num=MOST_ROWS, validate_max=True
        )
        sent = data if data is not None and f"{name.value}-TOTAL_FORMS" in data else None
        rows: Any = made(
            sent, prefix=name.value, initial=self._rows(name), form_kwargs=self._given(name)
        )
        return Section(name, str(capfirst(name.label)), rows)

    def _given(self, name: CardField) -> dict[str, Any]:
        if name in PEOPLE:
            return self._known
        return {"known": self._keys()} if name == CardField.INDICATORS else {}

    def _keys(self) -> set[UUID]:
        """Keys of the measure's indicators, also of those that somebody has deleted meanwhile."""
        if self.item is None:
            return set()
        of_measure = Indicator.history.filter(item_id=self.item.pk).values_list("key", flat=True)
        return {*of_measure, *(one.key for one in self.before.indicators)}

    def _rows(self, name: CardField) -> list[dict[str, Any]]:
        if name in PEOPLE:
            return [initial(one, self.directory) for one in self.before.of_role(PEOPLE[name])]
        return [one._asdict() for one in getattr(self.before, name.value)]

    def _sent_lead(self) -> list[LeadForm]:
        return [self.lead] if self.lead and self.lead.is_bound else []

    def _sent(self) -> list[Section]:
        return [one for one in self.sections if one.is_sent]

    def _people_rows(self) -> list[PersonForm]:
        sets = [one.rows.filled() for one in self._sent() if one.field in PEOPLE]
        return [*self._sent_lead(), *(row for rows in sets for row in rows)]

    def _people(self) -> Iterator[Responsible]:
        """Each role as it was sent, else as it was."""
        if self._sent_lead() and self.lead:
            if self.lead.found or self.lead.missing:
                yield self.lead.responsible(Responsibility.Role.LEAD)
        elif self.before.lead:
            yield self.before.lead
        sent = {one.field: one.rows for one in self._sent()}
        for name, role in PEOPLE.items():
            if name in sent:
                yield from (row.responsible(role) for row in sent[name].filled())
            else:
                yield from self.before.of_role(role)


def used(plan: Plan, item: Item | None, facts: Facts, *, is_measure: bool) -> Iterator[CardField]:
    """The fields that a card is asked for: the plan's own, and whatever is filled."""
    for name in CardField:
        filled = bool(saying.text_of(facts, name)) or (
            name == CardField.LEAD and bool(item and item.lead)
        )
        if filled or (is_measure and name.value in plan.card_fields):
            yield name


def _differs(name: CardField, before: Facts, after: Facts) -> bool:
    if name == CardField.LEAD:
        return before.lead != after.lead
    return saying.text_of(before, name) != saying.text_of(after, name)
