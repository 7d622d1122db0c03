"""To whom news are to be sent, and of what."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.form_fields import AddressField, TrapField
from strategy.models import Item


class SubscriptionForm(forms.Form):
    """Lives on stored pages: no token, no session, nothing of the reader."""

    use_required_attribute = False
    item = forms.UUIDField(widget=forms.HiddenInput)
    email = AddressField(
        help_text=_("We use it for these letters only and never publish it."),
        error_messages={"required": _("Write the e-mail to which we are to send the news.")},
    )
    website = TrapField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "odber_%s"} | options)

    @classmethod
    def empty(cls, item: Item) -> Self:
        return cls(initial={"item": item.key})
