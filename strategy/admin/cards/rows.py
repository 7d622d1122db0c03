"""Rows of a card: what they share, and those of money and of indicators."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from strategy import due, numbers
from strategy.measures.cards import Measure, Money
from strategy.models import Cost, Indicator

EARLIEST, LATEST = 1990, 2100


class NumberField(forms.CharField):
    """A number, shown and read as the language of the page writes it."""

    def to_python(self, value: Any) -> Any:
        return numbers.read(numbers.ungrouped(str(value or "")))

    def prepare_value(self, value: Any) -> Any:
        return numbers.written(value) if isinstance(value, Decimal | int) else value

    def run_validators(self, value: Any) -> None:
        """Reading it has judged it."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (
            str(self.prepare_value("" if initial is None else initial)) != str(data or "").strip()
        )


class AmountField(NumberField):
    """Whole crowns."""

    def to_python(self, value: Any) -> Any:
        number = super().to_python(str(value or "").replace("Kč", ""))
        if number is not None and (number < 0 or number != int(number)):
            raise ValidationError(_("Write whole crowns: no less than none, and no hellers."))
        return None if number is None else int(number)


class DueField(forms.CharField):
    """A deadline, in its normal form."""

    def clean(self, value: Any) -> str:
        return due.normal(super().clean(value))


class RowForm(forms.Form):
    """A row of a set; `columns` are the fields that say something."""

    columns: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return all(self.cleaned_data.get(name) in {None, ""} for name in self.columns)


class RowSet(forms.BaseFormSet):
    """Rows in the order that their numbers give them; empty ones do not count."""

    def filled(self) -> list[Any]:
        rows = [row for row in self.forms if row.is_valid() and not row.is_empty]
        return sorted(rows, key=lambda row: row.cleaned_data.get("ORDER") or len(self.forms))


class CostForm(RowForm):
    columns = ("year", "amount", "source", "note")

    year = forms.IntegerField(
        label=Cost._meta.get_field("year").verbose_name,
        required=False,
        min_value=EARLIEST,
        max_value=LATEST,
        help_text=Cost._meta.get_field("year").help_text,
    )
    amount = AmountField(
        label=Cost._meta.get_field("amount").verbose_name, required=False, max_length=25
    )
    source = Cost._meta.get_field("source").formfield()
    note = Cost._meta.get_field("note").formfield()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = [cleaned.get(name) for name in self.columns[1:]]
        if cleaned.get("year") and not self.errors and all(value in {None, ""} for value in said):
            raise ValidationError(_("Give an amount, a source or a note."))
        return cleaned

    def fact(self) -> Money:
        return Money(*(self.cleaned_data[name] for name in self.columns))


class IndicatorForm(RowForm):
    """`known` are the keys that indicators of this measure have in any edition."""

    columns = ("name", "unit", "baseline", "baseline_when", "target", "target_when", "note")

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = Indicator._meta.get_field("name").formfield(required=False)
    unit = Indicator._meta.get_field("unit").formfield()
    baseline = NumberField(
        label=Indicator._meta.get_field("baseline").verbose_name, required=False, max_length=25
    )
    baseline_when = DueField(
        label=Indicator._meta.get_field("baseline_when").verbose_name, required=False
    )
    target = NumberField(
        label=Indicator._meta.get_field("target").verbose_name, required=False, max_length=25
    )
    target_when = DueField(
        label=Indicator._meta.get_field("target_when").verbose_name, required=False
    )
    direction = Indicator._meta.get_field("direction").formfield()
    note = Indicator._meta.get_field("note").formfield()

    def __init__(self, *args: Any, known: set[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not self.is_empty:
            self.add_error("name", _("Say what is measured."))
        return cleaned

    def fact(self) -> Measure:
        """With its own key, so that its readings go on; a new one gets a new key."""
        given = self.cleaned_data
        key = given["key"] if given["key"] in self.known else uuid4()
        return Measure(key, *(given[name] for name in Measure._fields[1:]))
