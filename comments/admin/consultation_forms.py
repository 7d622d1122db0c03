"""The forms by which a consultation is announced, changed, extended and called off."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminSplitDateTime,
    AdminTextareaWidget,
)
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from comments import consultation as deeds
from comments.models import Consultation
from strategy import wall
from strategy.admin.refusals import RefusableForm
from strategy.models import Edition

Reckoning = Callable[[date, time | None], datetime]
# How long the answers usually take once the last comment has come.
USUAL_ANSWERING = timedelta(days=30)


class _BoundMoment(forms.BoundField):
    """Each of the two says what is wrong with them; Django would say so of a fieldset alone."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        return built | {"aria-describedby": f"{self.auto_id}_error"} if self.errors else built


class MomentField(forms.MultiValueField):
    """A day, and a time of that day if it is not to be the whole; an aware instant.

    `reckoned` makes the instant of both.
    """

    widget = AdminSplitDateTime
    bound_field_class = _BoundMoment

    def __init__(self, *, reckoned: Reckoning, **options: Any) -> None:
        self.reckoned = reckoned
        parts = (forms.DateField(), forms.TimeField(required=False))
        super().__init__(fields=parts, require_all_fields=False, **options)
        # The one label that there is stands above both.
        for part, name in zip(self.widget.widgets, (_("day"), _("time of the day")), strict=True):
            part.attrs["aria-label"] = format_lazy("{}: {}", self.label, name)

    def compress(self, data_list: list[Any]) -> datetime | None:
        if not data_list or data_list[0] is None:
            return None
        try:
            return self.reckoned(*data_list)
        except wall.NoSuchTime as refusal:
            raise ValidationError(str(refusal)) from None


def closing_field() -> MomentField:
    return MomentField(
        label=_("Last day"),
        reckoned=wall.end,
        help_text=_("Without a time the whole day belongs to it; with one, comments end then."),
    )


class ConsultationForm(RefusableForm):
    """What can be changed of a consultation that was announced."""

    wording = deeds.OPTIONS

    class Meta:
        model = Consultation
        fields: tuple[str, ...] = deeds.OPTIONS
        widgets: dict[str, Any] = {
            name: AdminTextareaWidget(attrs={"rows": 4})
            for name in ("questions", "postal_address", "hearing")
        }


class AnnouncementForm(ConsultationForm):
    """A consultation that is still to be announced."""

    opens = MomentField(
        label=_("First day"),
        required=False,
        reckoned=wall.beginning,
        help_text=_("Empty: as soon as you save this. Without a time the day from its beginning."),
    )
    closes = closing_field()
    approved_too = forms.BooleanField(
        label=_("Ask about the text although it is approved already"),
        required=False,
        help_text=_("Usually a draft is consulted. Tick this only if the approved text is meant."),
    )

    class Meta(ConsultationForm.Meta):
        fields: tuple[str, ...] = ("edition", "answers_promised_on", *deeds.OPTIONS)
        widgets = ConsultationForm.Meta.widgets | {"answers_promised_on": AdminDateWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Edition.objects.filter(state__in=Edition.STAMPS, consultation=None)
        self.fields["edition"].queryset = free.select_related("plan")  # type: ignore[attr-defined]
        first = localdate() + timedelta(days=1)
        last = first + Consultation.USUAL - timedelta(days=1)
        self.fields["opens"].initial = [first, None]
        self.fields["closes"].initial = [last, None]
        self.fields["answers_promised_on"].initial = last + USUAL_ANSWERING

    def clean_opens(self) -> datetime:
        now = timezone.now()
        opens: datetime | None = self.cleaned_data["opens"]
        if opens is not None and opens < now:
            raise ValidationError(_("This has passed already. Leave it empty to open at once."))
        return opens or now

    def clean_approved_too(self) -> bool:
        edition: Edition | None = self.cleaned_data.get("edition")
        ticked: bool = self.cleaned_data["approved_too"]
        if edition is not None and edition.state == Edition.State.APPROVED and not ticked:
            raise ValidationError(_("This text is approved already. Tick that you mean it."))
        return ticked


class ExtensionForm(forms.Form):
    """Until when it is extended, and why."""

    closes = closing_field()
    answers_promised_on = forms.DateField(
        label=_("Answers promised by"),
        widget=AdminDateWidget,
        help_text=_("No earlier than what was promised before."),
    )
    reason = forms.CharField(
        label=_("Why it is extended"),
        help_text=_("Everyone will read it on the page of the consultation."),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )
    read = forms.IntegerField(widget=forms.HiddenInput)


class CancellationForm(forms.Form):
    """Why it is called off, and that it is meant."""

    reason = forms.CharField(
        label=_("Why it is called off"),
        help_text=_("Everyone will read it on the page of the consultation."),
        widget=AdminTextareaWidget(attrs={"rows": 4}),
    )
    sure = forms.BooleanField(
        label=_("Yes, call the consultation off. It cannot be brought back."),
        error_messages={"required": _("Tick that you mean it.")},
    )
