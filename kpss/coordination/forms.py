"""How a task ended."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from strategy.form_fields import DayInput, PlainField


class ClosingForm(forms.Form):
    """The day on which a task ended and how; `version` is the one that was read."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Closed on"), widget=DayInput())
    result = PlainField(
        label=_("How it ended"),
        longest=5000,
        lines=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In a sentence; it will stand in the minutes of the next meeting."),
        error_messages={"required": _("Say how the task ended.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"on": localdate()} | options.get("initial", {})
        super().__init__(*args, **{"auto_id": "ukol_%s"} | options)
