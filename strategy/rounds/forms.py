"""Forms of the coordinator's pages of rounds."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from strategy.form_fields import DayInput, PlainField
from strategy.models import Plan
from strategy.rounds import periods
from strategy.rounds.periods import Period

# What is offered for answers, unless another day is chosen.
USUAL = timedelta(days=21)
LONGEST_EVALUATION = 20_000


class OpeningForm(forms.Form):
    """Of which plan, about which period, and until when leads are to answer."""

    use_required_attribute = False

    plan = forms.ModelChoiceField(
        label=_("Plan"),
        queryset=Plan.objects.none(),
        empty_label=_("choose a plan"),
        error_messages={"required": _("Choose a plan.")},
    )
    period = forms.ChoiceField(
        label=_("Period"), error_messages={"required": _("Choose a period.")}
    )
    answers_by = forms.DateField(
        label=_("Answers by"),
        widget=DayInput(),
        help_text=_("Who has not answered is reminded seven days before and on that day."),
        error_messages={"required": _("Choose a day."), "invalid": _("This is no day.")},
    )

    def __init__(self, data: Any = None, *, plans: Any) -> None:
        today = localdate()
        offered = periods.offered(today)
        super().__init__(data, label_suffix="", initial=_initial(today, offered))
        choice: Any = self.fields["plan"]
        choice.queryset = plans
        period: Any = self.fields["period"]
        period.choices = [(one.written, one.name) for one in offered]

    def clean_period(self) -> Period:
        found = periods.parsed(self.cleaned_data["period"])
        if found is None:
            raise ValidationError(_("Choose a period."))
        return found


class ExtensionForm(forms.Form):
    """Until which day leads are to have time."""

    use_required_attribute = False

    answers_by = forms.DateField(
        label=_("New last day for answers"),
        widget=DayInput(),
        help_text=_("Who has not answered gets a letter about it."),
        error_messages={"required": _("Choose a day."), "invalid": _("This is no day.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", prefix="delsi")


class EvaluationForm(forms.Form):
    """What a round has shown, in the coordinator's words; `seen` are those that were there."""

    use_required_attribute = False

    evaluation = PlainField(
        label=_("What the round has shown"),
        longest=LONGEST_EVALUATION,
        lines=True,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Everyone will read it once the round is closed: no personal data."),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, words: str = "") -> None:
        initial = {"evaluation": words, "seen": words}
        super().__init__(data, label_suffix="", initial=initial)

    def on_top_of(self, words: str) -> None:
        """Let the next sending go over the words that stand now."""
        self.data = {**self.data.dict(), "seen": words}  # type: ignore[attr-defined]

    def clean_seen(self) -> str:
        # Browsers send ends of lines their own way.
        return "\n".join(str(self.cleaned_data["seen"]).splitlines())


def _initial(today: date, offered: list[Period]) -> dict[str, object]:
    # The quarter that ended last.
    return {"period": offered[1].written, "answers_by": today + USUAL}
