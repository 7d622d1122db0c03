"""To whom news of community planning are to be sent, and of what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpss.models import Body
from strategy.form_fields import AddressField, TrapField


class SubscriptionForm(forms.Form):
    """An e-mail, and the body whose news it is to get; empty for the news of all."""

    use_required_attribute = False
    body = forms.ModelChoiceField(
        Body.objects.order_by("name"),
        label=_("News of which group"),
        to_field_name="slug",
        required=False,
        empty_label=_("everything in community planning"),
        error_messages={"invalid_choice": _("There is no such group. Choose one of the list.")},
    )
    email = AddressField(
        help_text=_("We use it for these letters only and never publish it."),
        error_messages={"required": _("Write the e-mail to which we are to send the news.")},
    )
    website = TrapField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "odber_%s"} | options)
