"""A deed's refusal, shown on the very form that asked for the deed."""

from typing import Any, get_args

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from strategy import editing, frozen
from strategy.admin.words import in_words
from strategy.editing import Outdated
from strategy.people import called
from strategy.resolutions import ResolutionRefused
from strategy.tree import TreeRefused
from strategy.wording import Segment, differences

Refusal = Outdated | TreeRefused | ResolutionRefused | ValidationError | IntegrityError
REFUSALS = get_args(Refusal)


class RefusableForm(forms.ModelForm):
    """Form of a row that carries the version its author has read; in the administration or not.

    `wording` are the fields that are changed. A row that counts its versions itself says which it
    is of in `version_of`. `refusal` is what the deed said the first time: who sets it and calls
    `full_clean` has it among the errors. `compared` then holds, where it was refused as outdated,
    (label, the current wording, one's own wording) of each difference.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    refusal: Refusal | None = None
    wording: tuple[str, ...] = ()
    compared: list[tuple[str, list[Segment], list[Segment]]] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.version_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if isinstance(self.refusal, Outdated):
            self._compare(self.refusal.current)
        if self.refusal is not None:
            raise explained(self.refusal)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """The values of the wording as they were sent."""
        return {name: self.cleaned_data[name] for name in self.wording if name in self.fields}

    def version_of(self, row: Any) -> int:
        return editing.version_of(row)

    def _compare(self, current: Model) -> None:
        """Lay the current wording beside one's own, and let the next sending go on top of it."""
        self.compared = []
        for name in self.wording:
            if name in self.fields:
                field = self._meta.model._meta.get_field(name)
                both = (getattr(current, name), self.cleaned_data.get(name))
                label = str(self.fields[name].label)
                self._lay_beside(label, *(in_words(field, value) for value in both))
        self.data = {**self.data.dict(), "version": self.version_of(current)}  # type: ignore[attr-defined]

    def _lay_beside(self, label: str, current: str, own: str) -> None:
        if current == own or self.compared is None:
            return
        segments = differences(current, own)
        self.compared.append(
            (
                label,
                [segment for segment in segments if segment.kind != "added"],
                [segment for segment in segments if segment.kind != "removed"],
            )
        )


class RefusalsMixin(admin.ModelAdmin):
    """Lets deeds refuse in their own transaction, under their own lock.

    A refused form is rendered a second time with the refusal among its errors, so nothing
    that was typed is lost. Everything else goes back where it came from with a message.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        given = (request, object_id, form_url, extra_context)
        try:
            return self.closed(request, object_id) or super().changeform_view(*given)
        except REFUSALS as refusal:
            explained(refusal)
            request.refusal = refusal  # type: ignore[attr-defined]
            return self.closed(request, object_id) or super().changeform_view(*given)

    def closed(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """The answer to what is sent for a row that nobody can write any more."""
        return None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (TreeRefused, ResolutionRefused) as refusal:
            return self.sent_back(request, refusal)

    def sent_back(self, request: HttpRequest, refusal: Exception) -> HttpResponse:
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def explained(refusal: Refusal) -> ValidationError:
    """The refusal as an error of a form; what is no refusal is raised again."""
    if isinstance(refusal, ValidationError):
        return refusal
    if isinstance(refusal, Outdated):
        return ValidationError(_outdated_sentence(refusal.current))
    if isinstance(refusal, IntegrityError):
        if frozen.MESSAGE not in str(refusal):
            raise refusal
        return ValidationError(
            _("A published edition uses this level. Its name and place can no longer change.")
        )
    return ValidationError(str(refusal))


def _outdated_sentence(current: Any) -> str:
    record = current.history.select_related("history_user").order_by("-history_id").first()
    if record is None or record.history_user is None:
        return _("Someone else has saved a change in the meantime. Nothing of yours was saved yet.")
    return _(
        "%(who)s has saved a change in the meantime (%(when)s). Nothing of yours was saved yet."
    ) % {
        "who": called(record.history_user),
        "when": date_format(localtime(record.history_date), "DATETIME_FORMAT"),
    }
