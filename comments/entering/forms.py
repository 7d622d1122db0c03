"""One comment that came otherwise than by the web, as the office enters it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.entering import entry, places
from comments.entering.entry import Entry, Invitations
from comments.models import Comment, Consultation
from comments.receiving import BY_STAFF
from comments.rows import Said
from comments.writing.forms import LONGEST, PointForm
from strategy.form_fields import AddressField, DayInput, PlainField
from strategy.models import Item

MOST_POINTS = 50
CHANNELS = [(channel.value, channel.label) for channel in BY_STAFF]


class EntryForm(forms.Form):
    """How and when it came, and from whom."""

    use_required_attribute = False
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[("", gettext_lazy("Choose …")), *CHANNELS],
        error_messages={"required": gettext_lazy("Say how the comment came.")},
    )
    received_on = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d. %m. %Y", "%d.%m.%Y"],
        help_text=gettext_lazy("The day when it was delivered or said, not today's."),
        error_messages={"required": gettext_lazy("Say on which day it came.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("by what it speaks of")), *Comment.Kind.choices],
    )
    organisation = PlainField(
        label=gettext_lazy("Organisation"),
        longest=200,
        required=False,
        widget=forms.TextInput({"list": "pozvani", "autocomplete": "off"}),
        help_text=gettext_lazy("Of an invited body it is then counted as its answer."),
    )
    name = PlainField(
        label=gettext_lazy("Name"),
        longest=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Never published without consent."),
    )
    name_public = forms.BooleanField(
        label=gettext_lazy("The author agreed in writing that the name is shown"), required=False
    )
    email = AddressField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy("If there is one, a receipt with the number goes there."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "zapis_%s"} | options)


class EmailForm(forms.Form):
    """The right e-mail of who sent a comment, empty where there is none."""

    use_required_attribute = False
    email = AddressField(
        label=gettext_lazy("The right e-mail"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Leave it empty if the comment came without one."),
    )


class EnteredPointForm(PointForm):
    """One point, as it was written or said."""

    text = PlainField(
        label=gettext_lazy("Wording, verbatim"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    proposal = PlainField(
        label=gettext_lazy("Proposed wording"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rationale = PlainField(
        label=gettext_lazy("Rationale"),
        longest=LONGEST,
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "weight" in self.fields:
            self.fields["weight"].required = False


class EntryPage:
    """The page with a comment and its points, judged as one. `data` as it was sent, if it was."""

    def __init__(
        self,
        consultation: Consultation,
        invitations: Invitations,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
        points: int = 1,
    ) -> None:
        self.consultation, self.invitations = consultation, invitations
        given = {"key": uuid.uuid4()} | (initial or {})
        self.form = EntryForm(data, initial=given)
        self.points = [
            EnteredPointForm(data, number=number, weights=bool(invitations))
            for number in range(1, points + 1)
        ]

    def hold(self, words: dict[str, str]) -> None:
        """Fill in what was typed, without judging it yet."""
        self.form.initial = {name: words[name] for name in self.form.fields if name in words}
        for point in self.points:
            names = {name: point.add_prefix(name) for name in point.fields}
            point.initial = {name: words[sent] for name, sent in names.items() if sent in words}

    def entry(self) -> Entry | None:
        """What is to be entered, or None where something has to be mended first."""
        self.points = [point for point in self.points if point.number == 1 or _has_words(point)]
        valid = [form.is_valid() for form in (self.form, *self.points)]
        parts = self._parts() if all(valid[1:]) else []
        if not (all(valid) and all(parts)):
            return None
        given = {name: self.form.cleaned_data[name] for name in self.form.fields if name != "key"}
        made = Entry(parts=[part for part in parts if part], **given)
        for fault in entry.faults(self.consultation, made, self.invitations):
            form = self.form if fault.field in self.form.fields else self.points[0]
            form.add_error(fault.field, fault.message)
        return made if self.form.is_valid() and self.points[0].is_valid() else None

    @property
    def is_faulty(self) -> bool:
        return any(form.errors for form in (self.form, *self.points))

    @property
    def errors(self) -> Iterable[tuple[str, str]]:
        """(id of the field, what is wrong), in the order of the page."""
        for form in (self.form, *self.points):
            for field in form.visible_fields():
                yield from ((field.id_for_label, str(error)) for error in field.errors)

    def _parts(self) -> list[Said | None]:
        wanted = [places.called(point.cleaned_data["place"]) for point in self.points]
        found = places.named(self.consultation.edition, set(wanted))
        return [
            self._said(point, found.get(place))
            for point, place in zip(self.points, wanted, strict=True)
        ]

    def _said(self, point: EnteredPointForm, item: Item | None) -> Said | None:
        given = point.cleaned_data
        if item is None:
            point.add_error("place", no_such_place(given["place"]))
        text = given["text"] or implied(self.form.cleaned_data.get("kind", ""), given["proposal"])
        if not text:
            point.add_error("text", _("Write what was said."))
        if item is None or not text:
            return None
        return Said(item, text, given["proposal"], given["rationale"], given.get("weight", ""))


def _has_words(point: EnteredPointForm) -> bool:
    names = ("place", "text", "proposal", "rationale")
    return any(str(point[name].value() or "").strip() for name in names)


def no_such_place(place: str) -> str:
    told = _("Nothing in this plan is called “%(code)s”. Look the code up in the plan.")
    return told % {"code": place}


def implied(kind: str, proposal: str) -> str:
    """What is meant where no words were written; empty where nothing is."""
    if kind == Comment.Kind.NONE:
        return _("Without comments.")
    return _("I propose another wording.") if proposal else ""
