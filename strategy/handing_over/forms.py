"""The form of a handover: on which day, why, and who takes over what."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from strategy.form_fields import DayInput, PlainField
from strategy.handing_over import kinds
from strategy.handing_over.kinds import NOBODY, Holder
from strategy.models import Organisation

SAME = ""
LEFT = "nikdo"


class HandoverForm(forms.Form):
    """One taker for all; each kind may go to another, or to nobody where that can be."""

    day = forms.DateField(label=_("On"), widget=DayInput)
    reason = PlainField(
        longest=300,
        label=_("Reason"),
        help_text=_("For example “the department was abolished”. It stays on record."),
    )
    ends = forms.BooleanField(required=False)

    def __init__(self, holder: Holder, things: dict[str, list[str]], data: Any = None) -> None:
        super().__init__(data, initial={"day": localdate(), "ends": True})
        self.holder = holder
        self.fields["ends"].label = (
            _("The account may not sign in any more")
            if holder.is_person
            else _("The organisation does not exist any more from that day on")
        )
        choices = list(_choices(holder))
        nobody = (LEFT, _("nobody for the time being"))
        everybody = [(SAME, _("choose")), *choices, nobody]
        self.fields["taker"] = forms.ChoiceField(
            label=_("Who takes over"), choices=everybody, required=False
        )
        for kind in kinds.in_order():
            if kind.name in things:
                left = [] if kind.needs_taker else [nobody]
                self.fields[f"taker_{kind.name}"] = forms.ChoiceField(
                    label=str(kind.title),
                    choices=[(SAME, _("the same as above")), *choices, *left],
                    required=False,
                )

    @property
    def of_kinds(self) -> list[forms.BoundField]:
        """The fields for takers of single kinds; where there is but one kind, none is needed."""
        found = [self[name] for name in self.fields if name.startswith("taker_")]
        return found if len(found) > 1 else []

    def takers(self) -> dict[str, Holder]:
        """The takers that were chosen, by kind; a kind without one is left out."""
        found = {}
        for kind in kinds.in_order():
            own = self.cleaned_data.get(f"taker_{kind.name}", SAME)
            if chosen := own or self.cleaned_data.get("taker", SAME):
                found[kind.name] = self._taker(chosen)
        return found

    def _taker(self, chosen: str) -> Holder:
        if chosen == LEFT:
            return NOBODY
        if self.holder.is_person:
            return Holder(person=User.objects.get(pk=chosen))
        return Holder(organisation=Organisation.objects.get(pk=chosen))


def _choices(holder: Holder) -> list[tuple[str, str]]:
    if holder.person:
        people = User.objects.filter(is_active=True, is_staff=True).exclude(pk=holder.person.pk)
        people = people.order_by("last_name", "first_name", "username")
        return [(str(one.pk), one.get_full_name() or one.username) for one in people]
    others = Organisation.objects.valid().order_by("name")
    return [(str(one.pk), str(one)) for one in others if one != holder.organisation]
