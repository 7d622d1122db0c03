from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpss import when


class RenameForm(forms.Form):
    """The new name of a target group, with the version of the group that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=pgettext_lazy("target group", "New name"), max_length=200)
    since = forms.CharField(
        label=_("Since when"),
        required=False,
        max_length=30,
        help_text=_("A day (1 March 2012), a month (3/2012) or a year. Empty where nobody knows."),
    )

    def clean_since(self) -> str:
        return when.normal(self.cleaned_data["since"])
