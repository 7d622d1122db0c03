"""What the deeds with an edition ask for: as what it is published, why it is withdrawn."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from strategy import editions
from strategy.models import Edition, Resolution


class ApprovingField(forms.ModelChoiceField):
    def label_from_instance(self, resolution: Resolution) -> str:
        return f"{resolution} ({resolution.votes})" if resolution.votes else str(resolution)


class PublishForm(forms.Form):
    """As what a draft is published; nothing is chosen beforehand.

    `seen` is the newest change that its reader has seen.
    """

    state = forms.ChoiceField(
        label=_("Publish as"),
        choices=[(state, state.label) for state in Edition.STAMPS],
        widget=forms.RadioSelect,
    )
    resolution = ApprovingField(
        Resolution.objects.none(),
        label=_("The resolution that approves it"),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, draft: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        found = draft.resolutions.adopted().approving()
        self.fields["resolution"].queryset = found  # type: ignore[attr-defined]
        self.fields["seen"].initial = editions.latest_change(draft)

    def refuse(self, refusal: Exception) -> None:
        """Say why, and count what has changed meanwhile as seen with this answer."""
        self.add_error(None, str(refusal))
        self.data = {**self.data.dict(), "seen": editions.latest_change(self.draft)}  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        help_text=_("Everyone will read it on every page of this edition."),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )
