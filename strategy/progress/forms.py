"""Forms in which something is said of a measure: by its lead under a link, and on the desk."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy.form_fields import PlainField, number_in
from strategy.models import MeasureState, ProgressReport, Resolution

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

Outlook = ProgressReport.Outlook
LONGEST_SENTENCE = 500
LONGEST_COMMENTARY = 5_000


def link_field() -> forms.URLField:
    """An address that may be given without its “https://”."""
    return forms.URLField(
        label=_("Link to the document"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput({"inputmode": "url"}),
        error_messages={"invalid": _("Write a whole address, such as https://www.example.cz.")},
    )


class _Saying(forms.Form):
    """What both forms share: the number of the newest report that their author has read."""

    use_required_attribute = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return number_in(self.cleaned_data["seen"])

    def refuse(self, refusal: Exception) -> None:
        """Show why the deed refused, at the field where it says which."""
        if isinstance(refusal, ValidationError) and hasattr(refusal, "error_dict"):
            for name, errors in refusal.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        else:
            self.add_error(None, str(refusal))

    def on_top_of(self, newest: ProgressReport) -> None:
        """Let the next sending go on top of what stands now."""
        self.data = {**self.data.dict(), "seen": newest.pk}  # type: ignore[attr-defined]


class OutlookForm(_Saying):
    """One click, one sentence, and what stands behind it: half a minute of a lead's time."""

    outlook = forms.ChoiceField(
        label=_("How is the measure progressing?"),
        choices=Outlook.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers.")},
    )
    commentary = PlainField(
        label=_("In one sentence"),
        longest=LONGEST_SENTENCE,
        required=False,
        help_text=_("What was done, or what stands in the way. Everyone will read it."),
    )
    evidence = PlainField(
        label=_("What shows it"),
        longest=300,
        required=False,
        help_text=_("A document and its number, a resolution, or what came of it."),
    )
    evidence_link = link_field()

    def said(self) -> dict[str, Any]:
        names = ("commentary", "evidence", "evidence_link")
        return {name: self.cleaned_data[name] for name in names}


class ChosenResolution(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ReportForm(_Saying):
    """Everything that can be said of a measure, on one page of the desk."""

    status = forms.ChoiceField(
        label=_("How far it is"),
        choices=ProgressReport.Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far the measure is.")},
    )
    outlook = forms.ChoiceField(
        label=_("Outlook"),
        choices=[
            ("", pgettext_lazy("outlook", "not said")),
            (Outlook.ON_TRACK.value, Outlook.ON_TRACK.label),
            (Outlook.AT_RISK.value, Outlook.AT_RISK.label),
        ],
        required=False,
    )
    share = forms.IntegerField(
        label=_("Done, in per cent"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput({"min": 0, "max": 100, "inputmode": "numeric"}),
    )
    commentary = PlainField(
        label=_("Commentary"),
        longest=LONGEST_COMMENTARY,
        lines=True,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Everyone will read it: no personal data."),
    )
    evidence = PlainField(
        label=_("What shows it"),
        longest=300,
        required=False,
        help_text=_("A document or what came of it. Without it “done” is shown as not proven."),
    )
    evidence_number = PlainField(label=_("Number of the document"), longest=80, required=False)
    evidence_link = link_field()
    resolution = ChosenResolution(
        label=_("Resolution"),
        queryset=Resolution.objects.none(),
        required=False,
        empty_label=pgettext_lazy("resolution", "none"),
    )

    def __init__(self, data: Any = None, *, state: MeasureState, **options: Any) -> None:
        super().__init__(data, label_suffix="", **options)
        of_plan = Resolution.objects.adopted().filter(edition__plan=state.plan_id)
        field: Any = self.fields["resolution"]
        field.queryset = of_plan.order_by("-date", "-pk")

    def said(self) -> dict[str, Any]:
        """The columns of the report besides its status."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"seen", "status"}
        }


class HidingForm(forms.Form):
    """Which words hold somebody's personal data: some of those that are `left`."""

    use_required_attribute = False

    parts = forms.MultipleChoiceField(
        label=_("What is to be hidden for good"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what is to be hidden.")},
    )

    def __init__(
        self, left: Sequence[str], words: Mapping[str, "StrPromise"], data: Any = None
    ) -> None:
        super().__init__(data, label_suffix="")
        field: Any = self.fields["parts"]
        field.choices = [(part, words[part]) for part in left]
