"""What somebody who writes to a body fills in."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpss.models import Side
from strategy.form_fields import AddressField, PlainField, TrapField

LONGEST = 5000


def _shown(field: forms.BoundField) -> str:
    labels = dict(getattr(field.field, "choices", ()))
    return str(labels.get(field.value(), field.value()))


class SentForm(forms.Form):
    """Who writes; the key makes one row of however many sendings.

    Each form says what its page is called, how it begins and what its button does.
    """

    heading: Any
    lead: Any
    button: Any

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)
    name = PlainField(
        label=_("Your name"),
        longest=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("So that the coordinator knows how to address you. Never published."),
    )
    email = AddressField(
        help_text=_("We send a letter to confirm there, and then the answer. Never published."),
    )
    website = TrapField()

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **{"auto_id": "skupina_%s"} | options)

    def written(self) -> list[tuple[str, str]]:
        """(what a field is called, what was typed there), of those that hold something."""
        fields = [field for field in self.visible_fields() if field.name != "website"]
        return [(str(field.label), _shown(field)) for field in fields if field.value()]


class ApplicationForm(SentForm):
    """For which side, for whom and why somebody wants to join."""

    heading = _("Join the group")
    lead = _(
        "Those who pay for services, those who provide them and those who use them plan together. "
        "Tell us for which side you would come; the coordinator answers by e-mail."
    )
    button = _("Send the application")

    side = forms.ChoiceField(
        label=_("For which side"),
        choices=[("", _("Choose …")), *Side.choices],
        error_messages={"required": _("Choose for which side you want to join.")},
    )
    organisation = PlainField(
        label=_("Your organisation"),
        longest=200,
        required=False,
        help_text=_("Empty if you come for yourself."),
    )
    why = PlainField(
        label=_("Why you want to join"),
        longest=LONGEST,
        lines=True,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Only the coordinator reads it. You need not write anything about your health. "
            "At most 5,000 characters."
        ),
        error_messages={"required": _("Write in a sentence or two why you want to join.")},
    )
    field_order = ["side", "organisation", "why", "name", "email"]


class TopicForm(SentForm):
    """What a body should talk about."""

    heading = _("Propose a topic")
    lead = _(
        "What should the group talk about? The coordinator answers by e-mail and offers what fits "
        "to the next meeting."
    )
    button = _("Send the topic")

    title = PlainField(
        label=_("Topic"),
        longest=200,
        help_text=_("In one line of at most 200 characters, as it would stand on the agenda."),
        error_messages={"required": _("Write what the group should talk about.")},
    )
    why = PlainField(
        label=_("Why it matters"),
        longest=LONGEST,
        lines=True,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "The coordinator reads it. The topic itself may stand on a public agenda. "
            "At most 5,000 characters."
        ),
        error_messages={"required": _("Write in a sentence or two why it matters.")},
    )
    field_order = ["title", "why", "name", "email"]
