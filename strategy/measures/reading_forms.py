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
from strategy.form_fields import DayInput, PlainField
from strategy.measures import readings
from strategy.measures.readings import Measured, ReadingRefused
from strategy.models import Indicator, Reading

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
        return readings.value_in(typed, self.unit)


class ReadingPart(forms.Form):
    """Values of a measure's indicators, as a part of another form: all of them may stay empty.

    It has a field for each indicator and one day and source for them all. Where something is
    filled in, `record` is called in the transaction of the deed that the other form is about:

        part = ReadingPart(request.POST, indicators=list(state.item.indicators.all()))
        if form.is_valid() and part.is_valid(): ...
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
        """Record what was filled in. Raises as `readings.record_all` does; `refuse` shows it."""
        return readings.record_all(self._measured(), by=by, channel=channel)

    def refuse(self, refusal: Exception) -> None:
        """Show why the deed refused, at the field that it is about."""
        if isinstance(refusal, ReadingRefused):
            numbers = list(self._values())
            self.add_error(_name(numbers[refusal.number]), str(refusal))
        else:
            show_refusal(self, refusal)

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


def show_refusal(form: forms.Form, refusal: Exception) -> None:
    """Show why a deed refused, at the field where it says which."""
    if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, str(refusal))


def _name(number: int) -> str:
    return f"value_{number}"
