"""Who has what to do with a measure, a row for each; one not in the directory can be put there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.admin.cards.rows import RowForm, RowSet
from strategy.characters import in_one_line
from strategy.editing import Author
from strategy.measures import directory
from strategy.measures.cards import Responsible
from strategy.measures.directory import Directory, NotFound, normal
from strategy.models import Organisation
from strategy.models.fields import CleaningField

# The list of names that a browser offers while somebody types.
OFFERED = "organisations"


class PersonForm(RowForm):
    """An organisation as the plan writes it, and as the directory calls it where that differs.

    `offers` says that it can be created: a second sending with the tick does so.
    """

    columns = ("written", "organisation")

    written = CleaningField(
        label=_("as the plan writes it"),
        cleaning=in_one_line,
        required=False,
        max_length=200,
        widget=forms.TextInput({"list": OFFERED}),
    )
    organisation = CleaningField(
        label=_("in the directory as"),
        cleaning=in_one_line,
        required=False,
        max_length=230,
        widget=forms.TextInput({"list": OFFERED}),
    )
    create = forms.BooleanField(label=_("Put it into the directory"), required=False)
    kind = forms.ChoiceField(
        label=Organisation._meta.get_field("kind").verbose_name,
        choices=Organisation.Kind.choices,
        required=False,
    )

    def __init__(self, *args: Any, directory: Directory, may_create: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory, self.may_create = directory, may_create
        self.offers = False
        self.missing = ""
        self.found: int | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = "organisation" if cleaned.get("organisation") else "written"
        if typed := cleaned.get(name):
            try:
                self.found = self.directory.find(typed)
            except NotFound as refusal:
                self._offer(name, refusal)
        return cleaned

    def _offer(self, name: str, refusal: NotFound) -> None:
        self.offers = refusal.is_unknown and self.may_create
        if self.offers and self.cleaned_data.get("create"):
            self.missing = refusal.typed
        else:
            self.add_error(name, str(refusal))

    @property
    def written_form(self) -> str:
        """As the plan writes it; where nobody says, as the directory calls it."""
        if written := self.cleaned_data.get("written"):
            return str(written)
        return self.directory.known[self.found].name if self.found else self.missing

    def responsible(self, role: str) -> Responsible:
        """The row as a fact; of one that is still to be created the number is 0."""
        return Responsible(role, self.found or 0, self.written_form)

    def store(self, by: Author) -> None:
        """Put whom the directory lacks into it."""
        if self.missing:
            kind = self.cleaned_data.get("kind") or Organisation.Kind.DEPARTMENT
            self.found = directory.create(self.missing, kind, by).pk


class LeadForm(PersonForm):
    """The one lead, whose fields are named as the item's own.

    What is written there already without anybody of the directory may stay so.
    """

    NAMES = {
        "written": "lead",
        "organisation": "lead_organisation",
        "create": "lead_create",
        "kind": "lead_kind",
    }

    def __init__(self, *args: Any, unlinked: str = "", **kwargs: Any) -> None:
        self.unlinked = unlinked
        super().__init__(*args, **kwargs)

    def add_prefix(self, field_name: str) -> str:
        return self.NAMES.get(field_name, field_name)

    @property
    def stays_unlinked(self) -> bool:
        given = self.cleaned_data
        return (given.get("written"), given.get("organisation")) == (self.unlinked, "")

    def _offer(self, name: str, refusal: NotFound) -> None:
        if not self.stays_unlinked:
            super()._offer(name, refusal)


class PeopleSet(RowSet):
    """The rows of a role; nobody stands there twice."""

    def clean(self) -> None:
        seen: set[object] = set()
        for row in self.filled():
            one = row.found or normal(row.missing)
            if one in seen:
                row.add_error("written", _("This organisation is there already."))
            seen.add(one)


def initial(one: Responsible, directory: Directory) -> dict[str, str]:
    """A row as the form shows it: the directory's name only where the plan writes another."""
    known = directory.known[one.organisation]
    names = {normal(known.name), normal(known.abbreviation), normal(known.label)}
    return {
        "written": one.written,
        "organisation": "" if normal(one.written) in names else known.label,
    }
