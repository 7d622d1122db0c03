"""What a citizen fills in: the comment, and who sends it."""

import re
from typing import Any, Self

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from comments.receiving import Said
from strategy.characters import plain
from strategy.models import Item

_SPACES = re.compile(r"\s+")


class PlainField(forms.CharField):
    """Text without control characters; a browser never cuts what is pasted, the server counts."""

    def __init__(self, *, longest: int, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        validators = [MaxLengthValidator(longest), *options.pop("validators", [])]
        super().__init__(validators=validators, **options)

    def to_python(self, value: Any) -> str:
        text = plain(str(value or ""))
        return super().to_python(text if self.lines else _SPACES.sub(" ", text)) or ""


class CommentForm(forms.Form):
    """A comment on an item. Lives on cached pages: no token, no session, nothing of the reader."""

    use_required_attribute = False
    item = forms.IntegerField(widget=forms.HiddenInput)
    text = PlainField(
        label=_("Your comment"),
        longest=20_000,
        lines=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What would you change, and why? We publish the wording as you write it."),
        error_messages={"required": _("Write what you want to tell us.")},
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
        help_text=_("Without it the comment is signed “Citizen no. …”. You can change your mind."),
    )
    email = PlainField(
        label=_("Your e-mail"),
        longest=254,
        required=False,
        validators=[EmailValidator(_("Write the whole e-mail address, such as name@example.cz."))],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("So that we can answer you. We never publish it."),
    )
    organisation = PlainField(
        label=_("Organisation"),
        longest=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("If you write for one. We publish it with the comment."),
    )
    # For robots: people do not see it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "pripominka_%s"} | options)

    @classmethod
    def empty(cls, item: Item) -> Self:
        return cls(initial={"item": item.pk})

    @classmethod
    def holding(cls, typed: dict[str, str]) -> Self:
        """The form with what was typed, not judged yet."""
        return cls(initial=typed)

    def words(self) -> dict[str, str]:
        """What the check page shows and sends on, cleaned; names are those of the fields."""
        given = self.cleaned_data | {
            "name_public": "on" if self.cleaned_data["name_public"] else ""
        }
        return {name: str(given[name]) for name in self.fields if name != "website"}

    def said(self, item: Item) -> Said:
        """The part of the comment that `receiving.receive` takes in."""
        return Said(item, self.cleaned_data["text"])

    def sender(self) -> dict[str, Any]:
        """Who sends it, as `receiving.receive` takes it in."""
        names = ("name", "email", "organisation", "name_public")
        return {name: self.cleaned_data[name] for name in names}
