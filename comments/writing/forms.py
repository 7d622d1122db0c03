"""What is filled in: who sends the comment, and each of its points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, CommentVersion
from strategy.form_fields import AddressField, PlainField, TrapField

LONGEST = 20_000


class PlaceInput(forms.TextInput):
    """Suggests the items of the edition where its page lists them."""

    def __init__(self) -> None:
        super().__init__({"list": "pripominka_mista", "size": "12"})


class PointForm(forms.Form):
    """One point: what it speaks of, what it says, what it would put there, and why."""

    use_required_attribute = False
    place = PlainField(
        label=_("What it is about"),
        longest=80,
        required=False,
        widget=PlaceInput(),
        help_text=_("The code in the plan, such as E3. Empty: the plan as a whole."),
    )
    text = PlainField(
        label=_("Your comment"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What would you change, and why? We publish the wording as you write it."),
    )
    proposal = PlainField(
        label=_("The wording you propose"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What should stand in the plan instead. We publish it."),
    )
    rationale = PlainField(
        label=_("Why"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your reasons. We publish them."),
    )
    weight = forms.ChoiceField(
        label=_("Weight of the comment"),
        choices=[("", _("Choose …")), *CommentVersion.Weight.choices],
        help_text=_("Essential: you insist on it. Recommending: you leave it to us."),
        error_messages={"required": _("Say how much it weighs.")},
    )

    def __init__(self, *args: Any, number: int = 1, weights: bool = False, **options: Any) -> None:
        prefix = None if number == 1 else str(number)
        super().__init__(*args, **{"auto_id": "pripominka_%s", "prefix": prefix} | options)
        self.number = number
        if not weights:
            del self.fields["weight"]


class SenderForm(forms.Form):
    """Who sends it. Lives on stored pages: no token, no session, nothing of the reader."""

    use_required_attribute = False
    item = forms.IntegerField(widget=forms.HiddenInput)
    # The token of an invited body's link, which says for whom it writes.
    invitation = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Comment.Kind.choices, initial=Comment.Kind.PART
    )
    speaker = forms.ChoiceField(
        label=_("You write"), choices=Comment.Speaker.choices, initial=Comment.Speaker.CITIZEN
    )
    organisation = PlainField(
        label=_("Organisation"),
        longest=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("If you write for one. We publish it with the comment."),
    )
    name = PlainField(
        label=_("Your name"),
        longest=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("We publish it only if you agree below."),
        error_messages={"required": _("Write your name. We show it only if you agree.")},
    )
    name_public = forms.BooleanField(
        label=_("You may show my name with the comment"),
        required=False,
        help_text=_(
            "Without it the comment is signed “Citizen no. …”, or with the organisation alone. "
            "You can change your mind."
        ),
    )
    email = AddressField(
        required=False,
        help_text=_(
            "So that we can answer you; we send you a link to confirm it. We never publish it."
        ),
    )
    website = TrapField()

    def __init__(self, *args: Any, invited: bool = False, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "pripominka_%s"} | options)
        if invited:
            for name in ("speaker", "organisation", "email"):
                del self.fields[name]
        else:
            del self.fields["invitation"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for_somebody = given.get("speaker", Comment.Speaker.CITIZEN) != Comment.Speaker.CITIZEN
        if for_somebody and given.get("organisation") == "":
            self.add_error("organisation", _("Write for whom you speak."))
        return given
