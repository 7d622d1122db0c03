"""The forms of minutes: one for each block of the page on which they are written."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kpss.minutes import writing
from kpss.minutes.writing import Block, Values
from kpss.models import Meeting, Membership, Objection, Side
from strategy.form_fields import DayInput, PlainField
from strategy.models import Organisation

LONGEST_TEXT = 50_000
_NAME = re.compile(r"(?P<kind>[a-z]+)-(?P<key>[0-9]{1,18})")


def _text(label: Any, rows: int, **options: Any) -> PlainField:
    given = {"longest": LONGEST_TEXT, "lines": True, "required": False}
    return PlainField(label=label, widget=forms.Textarea({"rows": rows}), **(given | options))


def _line(label: Any, **options: Any) -> PlainField:
    return PlainField(label=label, **({"longest": 200, "required": False} | options))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Write the day as 30 August 2018.")},
    )


class BlockForm(forms.Form):
    """A block of the page. Its prefix is the block's name; `theirs` what stands there instead.

    `row` is what it changes, where there is one; `read` the mark of what its writer had read.
    """

    use_required_attribute = False
    read = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = ""
    row: Any = None
    theirs: list[tuple[str, str]] | None = None
    is_gone = False

    def block(self) -> Block:
        """What was sent; of a valid form."""
        key = int(str(self.prefix).partition("-")[2])
        values = {name: self.cleaned_data[name] for name in writing.FIELDS[self.kind]}
        return Block(self.kind, key, self.cleaned_data["read"], values)

    def laid_beside(self, stands: Values | None) -> None:
        """Show what somebody else has written, and let the next sending go on top of it."""
        current = dict.fromkeys(writing.FIELDS[self.kind], "") if stands is None else stands
        self.is_gone = stands is None
        self.theirs = [
            (str(self.fields[name].label), said)
            for name, value in current.items()
            if (said := self._said(name, value)) != self._said(name, self.cleaned_data.get(name))
        ]
        self.data = {**self.data.dict(), f"{self.prefix}-read": writing.mark(current)}  # type: ignore[attr-defined]

    def _said(self, name: str, value: Any) -> str:
        """A value as one reads it."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            chosen = field.queryset.filter(pk=getattr(value, "pk", value) or 0)  # type: ignore[union-attr]
            return ", ".join(str(field.label_from_instance(row)) for row in chosen)
        if isinstance(field, forms.ChoiceField):
            return str(dict(Side.choices).get(str(value), ""))
        return str(field.prepare_value(value) or "")


class FrameForm(BlockForm):
    kind = "minutes"
    opening = _text(_("Opening"), 3, help_text=_("Who opened the meeting, what was approved."))
    text = _text(
        _("Wording pasted as a whole"),
        4,
        help_text=_("For minutes that were written elsewhere. It stands before the points."),
    )
    conclusion = _text(_("Close of the meeting"), 3)
    written_by = _line(_("Written by"))


class PointForm(BlockForm):
    kind = "point"
    said = _text(_("What was said"), 5)
    conclusion = _text(pgettext_lazy("minutes", "Conclusion"), 2)
    raised_by = forms.ChoiceField(
        label=_("Who raised the point"), required=False, choices=[("", "–"), *Side.choices]
    )


class NewPointForm(PointForm):
    kind = "newpoint"
    title = _line(_("Another point that came up"), longest=300)
    field_order = ["read", "title", "said", "conclusion", "raised_by"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("said") or given.get("conclusion")) and not given.get("title"):
            self.add_error("title", _("Say what the point is called."))
        return given


class MemberChoice(forms.ModelChoiceField):
    """Members by their own names, for staff only."""

    def label_from_instance(self, obj: Any) -> str:
        member: Membership = obj
        organisation = f", {member.organisation}" if member.organisation else ""
        return f"{member.person}{organisation}"


class TaskForm(BlockForm):
    kind = "task"
    what = _text(_("Task"), 2)
    membership = MemberChoice(
        label=_("Member"), required=False, queryset=Membership.objects.none(), empty_label="–"
    )
    organisation = forms.ModelChoiceField(
        label=_("or organisation"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label="–",
    )
    who = _line(_("or in words"), help_text=_("Everyone will read it: write no private names."))
    due = _day(_("By"))

    def __init__(
        self,
        *args: Any,
        members: "QuerySet[Membership] | None" = None,
        organisations: "QuerySet[Organisation] | None" = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if members is not None:
            self.fields["membership"].queryset = members  # type: ignore[attr-defined]
        if organisations is not None:
            self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        rest = [given.get(name) for name in ("membership", "organisation", "who", "due")]
        if any(rest) and not given.get("what") and "what" not in self.errors and not self.row:
            self.add_error("what", _("Say what is to be done."))
        return given


class NewTaskForm(TaskForm):
    kind = "newtask"


class DecisionForm(BlockForm):
    kind = "decision"
    text = _text(_("Decision"), 2)


class NewDecisionForm(DecisionForm):
    kind = "newdecision"


class EarlierForm(BlockForm):
    kind = "earlier"
    result = _text(_("Closed: how it ended"), 2)
    closed_on = _day(_("Closed on"))


FORMS: dict[str, type[BlockForm]] = {
    form.kind: form
    for form in (
        FrameForm,
        PointForm,
        NewPointForm,
        TaskForm,
        NewTaskForm,
        DecisionForm,
        NewDecisionForm,
        EarlierForm,
    )
}


class Page:
    """What the forms of one page share: the meeting, and whom a task may be given to."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        # Whoever was chosen stays among the choices, whatever became of them since.
        of_day = Q(pk__in=Membership.objects.on(meeting.day).values("pk"))
        members = Membership.objects.filter(
            of_day | Q(tasks__meeting=meeting), body=meeting.body_id
        )
        self.members = members.select_related("person", "organisation").distinct()
        valid = Q(pk__in=Organisation.objects.valid().values("pk"))
        found = Organisation.objects.filter(valid | Q(tasks__meeting=meeting))
        self.organisations = found.distinct()
        self._chosen: dict[str, list[tuple[Any, str]]] = {}

    def unbound(self, kind: str, key: int, row: Any = None) -> BlockForm:
        """A form with what stands in the row; an empty one of none."""
        values = writing.values_of(kind, row)
        form = self._form(kind, key, initial={**values, "read": writing.mark(values)})
        form.row = row
        return form

    def sent(self, data: Mapping[str, Any]) -> list[BlockForm]:
        """The forms of all blocks that were sent."""
        names = [name.removesuffix("-read") for name in data if name.endswith("-read")]
        found = [match for name in names if (match := _NAME.fullmatch(name))]
        return [
            self._form(match["kind"], int(match["key"]), data=data)
            for match in found
            if match["kind"] in FORMS
        ]

    def _form(self, kind: str, key: int, **given: Any) -> BlockForm:
        if kind in {"task", "newtask"}:
            given |= {"members": self.members, "organisations": self.organisations}
        form = FORMS[kind](prefix=f"{kind}-{key}", **given)
        for name in ("membership", "organisation"):
            if name in form.fields:
                self._choose_once(name, form.fields[name])
        return form

    def _choose_once(self, name: str, field: Any) -> None:
        """Read what can be chosen once for all tasks of the page."""
        if name not in self._chosen:
            self._chosen[name] = list(field.choices)
        field.widget.choices = self._chosen[name]


class SendForm(forms.Form):
    """`seen` is the mark of the wording that was read."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    until = _day(_("Objections until"))


class ApproveForm(forms.Form):
    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    at = forms.ModelChoiceField(
        label=_("Approved at the meeting"),
        required=False,
        queryset=Meeting.objects.none(),
        empty_label="–",
    )
    on = _day(_("or on the day"))

    def __init__(self, *args: Any, meetings: "QuerySet[Meeting]", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["at"].queryset = meetings  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    use_required_attribute = False
    state = forms.ChoiceField(
        label=_("Is it accepted?"),
        required=False,
        choices=[
            (Objection.State.ACCEPTED, _("yes, the minutes were mended")),
            (Objection.State.REFUSED, _("no")),
        ],
        widget=forms.RadioSelect,
    )
    answer = _text(_("Answer"), 3, help_text=_("The member gets it by e-mail."))


class HideForm(forms.Form):
    use_required_attribute = False
    passages = _text(
        _("What the public is not to read"),
        5,
        help_text=_("One passage on each line, copied from the minutes."),
    )
    reveal = forms.BooleanField(
        label=_("I mean it: everyone may read again what I have left out"), required=False
    )


class ObjectionForm(forms.Form):
    use_required_attribute = False
    text = _text(
        _("What is wrong or missing?"),
        6,
        longest=5_000,
        help_text=_(
            "The coordinator reads it and answers you by e-mail. It is not published. "
            "At most 5,000 characters."
        ),
    )
