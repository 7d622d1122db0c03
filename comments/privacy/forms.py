"""What is asked before somebody is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Contact
from comments.privacy.erasing import other_comments_of
from strategy.models.fields import PlainText


class ErasingForm(forms.Form):
    """How far it is to go; `comments` are those that the form then speaks of."""

    wording = forms.BooleanField(
        label=_("Hide what the comment says, too"),
        required=False,
        help_text=_("Of the comment remain its number and the answer to it."),
    )
    subscriptions = forms.BooleanField(
        label=_("End the subscriptions of the same e-mail"), required=False
    )
    others = forms.BooleanField(label=_("The same in the other comments"), required=False)

    def __init__(self, comment: Comment, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        contact = Contact.objects.filter(comment=comment).first()
        known = contact if contact and self._is_theirs(contact) else None
        self.comment, self.others_found = comment, other_comments_of(known) if known else []
        if not self.others_found:
            del self.fields["others"]
        if known is None:
            del self.fields["subscriptions"]

    @property
    def comments(self) -> list[Comment]:
        others = self.others_found if self.cleaned_data.get("others") else []
        return [self.comment, *others]

    @property
    def extent(self) -> dict[str, bool]:
        """As `erasing.erase` takes it."""
        given = self.cleaned_data
        return {name: given.get(name, False) for name in ("wording", "subscriptions")}

    def _is_theirs(self, contact: Contact) -> bool:
        """Whether the e-mail is known to be the sender's own, for anyone can write anyone's."""
        return bool(contact.email and contact.confirmed_at)


class StaffErasingForm(ErasingForm):
    reason = PlainText(_("reason")).formfield(
        required=True,
        label=_("Why"),
        help_text=_("Kept with the comment; without the name, please."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("reason",)

    def _is_theirs(self, contact: Contact) -> bool:
        """The office judges that itself; what came on paper was never confirmed."""
        return bool(contact.email)
