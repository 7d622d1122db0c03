"""What is filled in about members of a body, by the coordinator or in the administration."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpss.bodies import seating
from kpss.bodies.recorded import seat_in_words, told_apart
from kpss.models import Application, Body, Membership, Person
from strategy.form_fields import DayInput
from strategy.models import Organisation
from strategy.models.fields import PlainText

# What is recorded of somebody new.
NEW = ("name", "email", "name_public")


class Day(forms.DateField):
    """A day as one types it, or as the browser's own calendar sends it."""

    widget = DayInput


class InOrder(forms.ModelForm):
    """A membership whose mistakes stand at the fields they are in."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        names = ("side", "name_consent", "role", "deputy_for", "term_from", "term_to")
        said = {name: cleaned.get(name, getattr(self.instance, name)) for name in names}
        seating.check_alone(Membership(**said))
        return cleaned


class PersonField(forms.ModelChoiceField):
    """Those who are recorded; who share a name are told apart."""

    marks: dict[int, str]

    def label_from_instance(self, person: Person) -> str:
        return self.marks.get(person.pk, str(person))


class SeatField(forms.ModelChoiceField):
    """Members of bodies, each with their seat."""

    def label_from_instance(self, seat: Membership) -> str:
        body = f"{seat.body}, " if seat.organisation else ""
        return f"{seat.person} ({body}{seat_in_words(seat)})"


def tell_apart(form: forms.BaseForm, membership: Membership) -> None:
    """Let a form's choices of a person and of whom they stand in for tell namesakes apart."""
    fields: dict[str, Any] = form.fields
    if "person" in fields:
        fields["person"].marks = told_apart()
    if "deputy_for" in fields:
        fields["deputy_for"].queryset = seating.members_to_stand_in_for(membership)


# For the `Meta` of forms whose choices `tell_apart` is for.
FIELD_CLASSES = {"person": PersonField, "deputy_for": SeatField}


class SeatForm(InOrder):
    """Who is to sit in a body: somebody who is recorded, or somebody new."""

    term_from = Day(label=gettext_lazy("Term from"))
    term_to = Day(label=gettext_lazy("Term to"), required=False)

    class Meta:
        model = Membership
        fields = ("person", *seating.FIELDS)
        field_classes = FIELD_CLASSES

    def __init__(self, body: Body, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, instance=Membership(body=body))
        self._add_somebody_new()
        person: Any = self.fields["person"]
        person.required, person.queryset = False, Person.objects.exclude(name="")
        name: Any = self.fields["name"]
        person.one_of_two = name.one_of_two = True
        tell_apart(self, self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        given = [bool(cleaned.get(name)) for name in ("person", "name")]
        if given[0] == given[1] and not {"person", "name"} & {*self.errors}:
            raise ValidationError(
                {"person": _("Choose somebody who is recorded, or write the name of somebody new.")}
            )
        return cleaned

    def _add_somebody_new(self) -> None:
        new = forms.fields_for_model(Person, NEW)
        new["name"].required = False
        new["name"].label, new["email"].label = _("Or the name of somebody new"), _("Their e-mail")
        self.fields |= new
        self.order_fields(["person", *NEW])

    def new_person(self) -> Person | None:
        """Somebody new, not saved yet; none where somebody was chosen."""
        if self.cleaned_data["person"]:
            return None
        return Person(**{it: self.cleaned_data[it] for it in NEW})


def initial_of(application: Application | None) -> dict[str, Any]:
    """What an application says of who is to be seated; the organisation where it is a known one."""
    if application is None:
        return {}
    given: dict[str, Any] = {"side": application.side, "organisation": None}
    if application.organisation:
        known = Organisation.objects.filter(name__iexact=application.organisation)
        given["organisation"] = known.order_by("pk").first()
    if sender := application.correspondent:
        given |= {"name": sender.name, "email": sender.email}
    return given


class EndForm(forms.Form):
    """The last day of a term."""

    day = Day(label=gettext_lazy("The last day of the term"))


class GoOnForm(forms.ModelForm):
    """What becomes different from a day on; the term so far ends the day before."""

    from_day = Day(label=gettext_lazy("From which day"))
    term_to = Day(
        label=gettext_lazy("Term to"),
        required=False,
        help_text=gettext_lazy("Empty where no end is set."),
    )

    class Meta:
        model = Membership
        fields = ("side", "name_consent", "organisation", "role", "term_to")

    field_order = ("from_day",)


class ErasingForm(forms.Form):
    """Why a person is erased, and whether the name goes from what others wrote."""

    reason = PlainText(gettext_lazy("reason")).formfield(
        required=True,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Kept in the log of the administration; without the name, please."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    texts = forms.BooleanField(
        label=gettext_lazy("Hide the name in minutes, tasks, news and other texts, too"),
        required=False,
        initial=True,
    )
