"""Forms in which values of indicators are recorded and corrected."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.editing import Author
from strategy.form_fields import DayInput, PlainField, number_in
from strategy.measures import readings
from strategy.measures.readings import Measured, ReadingRefused
from strategy.models import Indicator, Reading
from strategy.numbers import ungrouped
from strategy.progress.forms import link_field

_NEEDED = {
    "day": _("Say on which day it was so."),
    "source": _("Say where the number is from."),
    "value": _("Write the value."),
}


class ValueField(PlainField):
    """A number as people type it, perhaps with the indicator's unit behind it."""

    def __init__(self, *, unit: str = "", **options: Any) -> None:
        self.unit = unit
        super().__init__(longest=40, **options)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return readings.value_in(ungrouped(typed), self.unit)


class PartRefused(Exception):
    """That values were not recorded; the form says why."""


class ReadingPart(forms.Form):
    """Values of a measure's indicators, as a part of another form: all of them may stay empty.

    It has a field for each indicator and one day and source for them all. Where something is
    filled in, `record` is called in the transaction of the deed that the other form is about:

        part = ReadingPart(request.POST, indicators=indicators)
        if form.is_valid() and part.is_valid():
            with transaction.atomic():
                ...
                part.record(user, Channel.DESK)
    """

    use_required_attribute = False

    day = forms.DateField(label=_("State on"), widget=DayInput(), required=False)
    source = PlainField(
        label=pgettext_lazy("reading", "Source"),
        longest=300,
        required=False,
        help_text=_("Where the number is from."),
    )

    def __init__(self, data: Any = None, *, indicators: Sequence[Indicator]) -> None:
        self.indicators = indicators
        super().__init__(
            data, prefix="hodnoty", label_suffix="", initial={"day": localdate(), "source": ""}
        )
        for number, one in enumerate(indicators):
            label = f"{one.name} ({one.unit})" if one.unit else one.name
            self.fields[_name(number)] = ValueField(unit=one.unit, label=label, required=False)
        self.order_fields([*map(_name, range(len(indicators))), "day", "source"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self._values():
            for name in ("day", "source"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _NEEDED[name])
        return self.cleaned_data

    def record(self, by: Author, channel: str) -> list[Reading]:
        """Record what was filled in. Raises PartRefused once the reason stands on the form."""
        try:
            return readings.record_all(self._measured(), by=by, channel=channel)
        except ReadingRefused as refusal:
            numbers = list(self._values())
            self.add_error(_name(numbers[refusal.number]), str(refusal))
            raise PartRefused from refusal
        except ValidationError as refusal:
            show_refusal(self, refusal)
            raise PartRefused from refusal

    @property
    def is_open(self) -> bool:
        """Whether it is to be shown unfolded: something was typed, or is wrong."""
        typed = (self.data.get(self.add_prefix(_name(number))) for number in self._numbers)
        return self.is_bound and (bool(self.errors) or any(typed))

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[_name(number)] for number in self._numbers]

    def _values(self) -> dict[int, Decimal]:
        """Those that were filled in, by the number of their indicator."""
        found = ((number, self.cleaned_data.get(_name(number))) for number in self._numbers)
        return {number: value for number, value in found if value is not None}

    @property
    def _numbers(self) -> range:
        return range(len(self.indicators))

    def _measured(self) -> list[Measured]:
        day, source = self.cleaned_data["day"], self.cleaned_data["source"]
        return [
            Measured(self.indicators[number], day, value, source)
            for number, value in self._values().items()
        ]


class ReadingForm(forms.Form):
    """Everything that a value says; `seen` is the version of the one that is corrected."""

    use_required_attribute = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    indicator = forms.ChoiceField(
        label=_("Indicator"), error_messages={"required": _("Choose an indicator.")}
    )
    day = forms.DateField(
        label=_("State on"), widget=DayInput(), error_messages={"required": _NEEDED["day"]}
    )
    value = ValueField(label=_("Value"), error_messages={"required": _NEEDED["value"]})
    source = PlainField(
        label=pgettext_lazy("reading", "Source"),
        longest=300,
        help_text=_("Where the number is from. Everyone will read it: no personal data."),
        error_messages={"required": _NEEDED["source"]},
    )
    document = link_field()
    note = PlainField(label=_("Note"), longest=300, required=False)
    method_change = PlainField(
        label=_("Change of method"),
        longest=300,
        required=False,
        help_text=_("What is measured otherwise from this value on; it is shown in the chart."),
    )

    def __init__(self, data: Any = None, *, indicators: Sequence[Indicator], **options: Any):
        self.indicators = {str(one.key): one for one in indicators}
        super().__init__(data, label_suffix="", **options)
        field: Any = self.fields["indicator"]
        field.choices = [(key, str(one)) for key, one in self.indicators.items()]
        value: Any = self.fields["value"]
        chosen = self.indicators.get(str(self.data.get("indicator", "")))
        value.unit = chosen.unit if chosen else ""

    def clean_seen(self) -> int:
        return number_in(self.cleaned_data["seen"])

    def measured(self) -> Measured:
        """What is to be recorded."""
        chosen = self.indicators[self.cleaned_data["indicator"]]
        return Measured(chosen, **self.said())

    def said(self) -> dict[str, Any]:
        """The columns of the reading, whatever its indicator."""
        return {name: self.cleaned_data[name] for name in readings.SAID}

    def on_top_of(self, version: int) -> None:
        """Let the next sending go on top of what stands now."""
        self.data = {**self.data.dict(), "seen": version}  # type: ignore[attr-defined]


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    """Show why a deed refused, at the field where it says which."""
    if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, str(refusal))


def _name(number: int) -> str:
    return f"value_{number}"
