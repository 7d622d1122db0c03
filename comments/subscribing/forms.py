"""To whom news are to be sent, and of what."""

from typing import Any, Self

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from comments.writing.forms import PlainField
from strategy.models import Item


class SubscriptionForm(forms.Form):
    """Lives on stored pages: no token, no session, nothing of the reader."""

    use_required_attribute = False
    item = forms.UUIDField(widget=forms.HiddenInput)
    email = PlainField(
        label=_("Your e-mail"),
        longest=254,
        validators=[EmailValidator(_("Write the whole e-mail address, such as name@example.cz."))],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We use it for these letters only and never publish it."),
        error_messages={"required": _("Write the e-mail to which we are to send the news.")},
    )
    # For robots: people do not see it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "odber_%s"} | options)

    @classmethod
    def empty(cls, item: Item) -> Self:
        return cls(initial={"item": item.key})
