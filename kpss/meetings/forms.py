"""The forms of meetings: what staff plan and write down, and what a member answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kpss.meetings.planning import TOLD, refuse_hours
from kpss.meetings.recording import Row, Sheet
from kpss.meetings.series import SHARED
from kpss.models import Attendance, Meeting, Series
from kpss.people import for_side
from strategy.admin.refusals import RefusableForm
from strategy.form_fields import DayInput, PlainField

Presence = Attendance.Presence
HOURS = ("time_from", "time_to")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(RefusableForm):
    """What guests are told of a meeting."""

    use_required_attribute = False
    wording: tuple[str, ...] = TOLD

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = TOLD
        widgets = {
            "day": DayInput(),
            "time_from": time_input(),
            "time_to": time_input(),
            "access": forms.Textarea({"rows": 3}),
        }

    def clean(self) -> dict[str, Any] | None:
        _judge_hours(self, "day")
        return super().clean()


class NewMeetingForm(MeetingForm):
    """The same of a meeting that is only being planned, with whose it is."""

    class Meta(MeetingForm.Meta):
        fields = ("body", *TOLD)


class SeriesForm(forms.ModelForm):
    """How often a body meets, from when on, and where."""

    use_required_attribute = False
    wording = ("every_months", "first_on", "until", "time_from", "time_to", "place", "access")

    class Meta:
        model = Series
        fields = (
            "body",
            "every_months",
            "first_on",
            "until",
            "time_from",
            "time_to",
            "place",
            "access",
        )
        widgets = {
            "first_on": DayInput(),
            "until": DayInput(),
            "time_from": time_input(),
            "time_to": time_input(),
            "access": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "first_on": _("The others follow on the same weekday of the month."),
            "until": _("Empty where it has no end; meetings are planned a year ahead."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        months: Any = self.fields["every_months"]
        months.min_value, months.max_value = 1, 12
        months.validators += [_at_least_one, _at_most_a_year]

    def clean(self) -> dict[str, Any] | None:
        _judge_hours(self, "first_on")
        return super().clean()


class SeriesChangeForm(forms.ModelForm):
    """What is to be another in a series; what stays as it is there changes no meeting."""

    use_required_attribute = False
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Of the first Thursdays of the month become, for example, the first Mondays."),
    )

    class Meta:
        model = Series
        fields = SHARED
        widgets = SeriesForm.Meta.widgets

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        weekday: Any = self.fields["weekday"]
        weekday.choices = [("", _("as it is")), *WEEKDAYS.items()]

    def changes(self) -> dict[str, Any]:
        """Of SHARED what was changed; of hours both, for they hold together."""
        changed = {name for name in SHARED if name in self.changed_data}
        if changed & set(HOURS):
            changed |= set(HOURS)
        return {name: self.cleaned_data[name] for name in SHARED if name in changed}

    def refuse(self, refusal: Exception) -> None:
        """Say why the deed was refused: at a field, where it is of one."""
        if isinstance(refusal, ValidationError):
            fields = getattr(refusal, "error_dict", {})
            known = {name: fields[name] for name in fields if name in self.fields}
            rest = [error for name in fields if name not in known for error in fields[name]]
            self.add_error(None, ValidationError(known) if known else rest or refusal)
        else:
            self.add_error(None, str(refusal))


class CallingOffForm(forms.Form):
    use_required_attribute = False
    reason = PlainField(
        label=_("Why it is called off"),
        longest=2000,
        lines=True,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everyone reads it on the portal, and its guests in a letter."),
        error_messages={
            "required": _("Write why the meeting is called off; its guests will read it.")
        },
    )


class ReinstatingForm(forms.Form):
    use_required_attribute = False
    reason = PlainField(
        label=_("Why it is held after all"),
        longest=2000,
        lines=True,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everyone reads it on the portal, and its guests in a letter."),
        error_messages={
            "required": _("Write why the meeting is held after all; its guests will read it.")
        },
    )


class AnswerForm(forms.Form):
    """Whether a member is coming; `has_deputy` whether somebody may stand in for them."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("Are you coming?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, has_deputy: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        answer: Any = self.fields["answer"]
        answer.choices = [
            (Attendance.Answer.YES.value, _("Yes, I am coming")),
            (Attendance.Answer.NO.value, _("No, I cannot come")),
        ]
        if has_deputy:
            answer.choices = [
                *answer.choices,
                (Attendance.Answer.DEPUTY.value, _("I cannot come, my deputy will")),
            ]


class AttendanceForm(forms.Form):
    """Who came, of all members of the day, and how many guests."""

    use_required_attribute = False
    mark = forms.CharField(widget=forms.HiddenInput, required=False)
    guests = forms.IntegerField(
        label=_("Guests"),
        required=False,
        min_value=0,
        max_value=5000,
        help_text=_("How many people without a seat in the group were there."),
    )

    def __init__(self, *args: Any, sheet: Sheet, **options: Any) -> None:
        initial = {"guests": sheet.guests, "mark": sheet.mark}
        super().__init__(*args, **{"initial": initial} | options)
        self.sheet = sheet
        # By membership: what somebody else has written down meanwhile, where it is another.
        self.meanwhile: dict[int, str] = {}
        for row in sheet.rows:
            self.fields[name_of(row)] = forms.ChoiceField(
                label=str(row.membership.person),
                choices=_choices(row),
                required=False,
                widget=forms.RadioSelect,
                initial=row.presence,
            )

    def presences(self) -> dict[int, str]:
        """What was chosen, by primary key of the membership; of those that were on the page."""
        return {
            row.membership.pk: self.cleaned_data[name_of(row)]
            for row in self.sheet.rows
            if name_of(row) in self.data
        }

    def rows(self) -> Iterable[tuple[Row, forms.BoundField, str, str]]:
        """Each member with the field, for which side, and what was written down meanwhile."""
        for row in self.sheet.rows:
            side = for_side(row.membership.side) if row.membership.side else ""
            yield row, self[name_of(row)], side, self.meanwhile.get(row.membership.pk, "")

    def lay_beside(self, current: Sheet) -> None:
        """Show where others have written something else, and let the next sending go on top."""
        chosen = self.presences()
        for row in current.rows:
            if chosen.get(row.membership.pk, row.presence) != row.presence:
                self.meanwhile[row.membership.pk] = str(Presence(row.presence).label)
        self.data = {**dict(self.data.items()), "mark": current.mark}


def name_of(row: Row) -> str:
    return f"presence-{row.membership.pk}"


def _choices(row: Row) -> list[tuple[str, str]]:
    """That a deputy was there only of who has one, or where it is written down already."""
    deputy = row.has_deputy or row.presence == Presence.DEPUTY
    return [(one.value, str(one.label)) for one in Presence if deputy or one != Presence.DEPUTY]


def _judge_hours(form: Any, day: str) -> None:
    """Say at the very field what is wrong with the hours, where they were understood at all."""
    given = form.cleaned_data
    if given.get(day) is None or {"time_from", "time_to"} & set(form.errors):
        return
    try:
        refuse_hours(given[day], given.get("time_from"), given.get("time_to"))
    except ValidationError as error:
        form.add_error(None, error)


def _at_least_one(value: int) -> None:
    if value < 1:
        raise ValidationError(_("A series comes back every month at the soonest."))


def _at_most_a_year(value: int) -> None:
    if value > 12:
        raise ValidationError(_("A series comes back every twelve months at the latest."))
