"""What is filled in on the desk."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import AnswerTemplate, Handling, Point, Settlement
from comments.settling import assigning
from strategy.form_fields import DayInput
from strategy.models import Edition, Item, Organisation

OUTCOMES = [
    ("", pgettext_lazy("desk", "choose")),
    *((it.value, it.label) for it in Settlement.Outcome if it != Settlement.Outcome.TOGETHER),
]


class ChangedItem(forms.ModelChoiceField):
    """An item as it is called: its code and the beginning of its words."""

    def label_from_instance(self, item: Any) -> str:
        return Truncator(str(item)).chars(90)


class ChosenTemplate(forms.ModelChoiceField):
    """A template with how often it was used; needs `used` at hand."""

    def label_from_instance(self, template: Any) -> str:
        used = _("used %(number)d×") % {"number": template.used}
        return f"{template.name} ({used})" if template.used else template.name


class AnswerForm(forms.Form):
    """The answer to a point and the note beside it, with the marks of what its author has read.

    A note can be kept alone; an answer that is begun needs its outcome and its reasoning.
    """

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("How it is settled"),
        choices=OUTCOMES,
        error_messages={"required": _("Choose how the point is settled.")},
    )
    changed_item = ChangedItem(
        label=_("What it changed in the draft"),
        help_text=_("“Accepted” needs it. Offered is what differs from the text commented on."),
        queryset=Item.objects.none(),
        required=False,
        empty_label=pgettext_lazy("desk", "nothing"),
    )
    reasoning = Settlement._meta.get_field("reasoning").formfield(
        help_text=_("Published with the answer."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Every settlement says why.")},
    )
    chosen_template = ChosenTemplate(
        label=_("Answer template"),
        queryset=AnswerTemplate.objects.none(),
        required=False,
        empty_label=pgettext_lazy("desk", "none"),
    )
    note = Handling._meta.get_field("note").formfield(
        help_text=_("Stays in the office."), widget=forms.Textarea(attrs={"rows": 3})
    )
    template = forms.ModelChoiceField(
        queryset=AnswerTemplate.objects.all(), required=False, widget=forms.HiddenInput
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        items: "QuerySet[Item]",
        templates: "QuerySet[AnswerTemplate]",
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="odpoved-%s", label_suffix="")
        self.fields["changed_item"].queryset = items  # type: ignore[attr-defined]
        self.fields["chosen_template"].queryset = templates  # type: ignore[attr-defined]
        begun = data is None or any(data.get(name) for name in ("outcome", "reasoning"))
        self.fields["outcome"].required = self.fields["reasoning"].required = begun


class AssignForm(forms.Form):
    """To whom points are given, and by when they are to be settled."""

    assigned_to = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=pgettext_lazy("desk", "nobody"),
    )
    due_on = forms.DateField(
        label=_("To be settled by"),
        required=False,
        widget=DayInput(),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="pridelit-%s", label_suffix="")
        self.fields["assigned_to"].queryset = assigning.settling()  # type: ignore[attr-defined]


def changed_items(
    draft: Edition, keys: set[UUID], point: Point, current: Settlement | None
) -> "QuerySet[Item]":
    """What an answer can point to: items that the draft changed, and the one it points to."""
    wanted = Q(edition=draft, key__in=keys)
    if current and current.changed_item_id:
        wanted |= Q(pk=current.changed_item_id)
    return Item.objects.filter(wanted).order_by("lft")
