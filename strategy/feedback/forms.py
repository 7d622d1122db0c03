"""What somebody who writes about the portal fills in."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.form_fields import AddressField, PlainField, TrapField
from strategy.models import Feedback
from strategy.secret_links import BEGINNING

LONGEST = 5000


def page_of(given: str) -> str:
    """The page a message is about, as its address on the portal; empty where it gives none.

    Secret links, under whatever language, are left out: more people read a message than have one.
    """
    is_ours = given.startswith("/") and not given.startswith("//") and BEGINNING not in given
    return given[:500] if is_ours and given.isprintable() else ""


class FeedbackForm(forms.Form):
    """The key makes one message of however many sendings."""

    use_required_attribute = False
    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What it is about"),
        choices=[("", _("Choose …")), *Feedback.Kind.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    page = PlainField(
        label=_("Page"),
        longest=500,
        required=False,
        help_text=_("The address of the page that you write about, as far as you know it."),
    )
    text = PlainField(
        label=_("What should we know?"),
        longest=LONGEST,
        lines=True,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "What did you want to do, and what happened? Only the office reads it. "
            "At most 5,000 characters."
        ),
        error_messages={"required": _("Write what we should know.")},
    )
    email = AddressField(
        required=False,
        help_text=_("Only if you want an answer. Never published."),
    )
    website = TrapField()

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": uuid.uuid4()} | options.get("initial", {})
        super().__init__(*args, **{"auto_id": "zprava_%s"} | options)

    def clean_page(self) -> str:
        given: str = self.cleaned_data["page"]
        return "" if BEGINNING in given else given
