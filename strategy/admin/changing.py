"""A model's pages in the administration that overwrite nobody's work in silence."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from strategy import editing
from strategy.admin.history import HistoryMixin
from strategy.admin.refusals import RefusableForm, RefusalsMixin


class ChangingMixin(RefusalsMixin, HistoryMixin):
    """Changes a row, and puts an earlier wording back, by `strategy.editing.change`.

    Its `form` is a RefusableForm. A model with a deed of its own says so in `change_row`.
    """

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        editing.change(row, read, request.user, **values)

    def save_model(
        self, request: HttpRequest, obj: Model, form: RefusableForm, change: bool
    ) -> None:
        if change:
            read = form.cleaned_data["version"] or 0
            self.change_row(request, obj, read, **form.changes())
        else:
            super().save_model(request, obj, form, change)

    def restore(self, row: Any, version: int, request: HttpRequest, **wording: Any) -> None:
        self.change_row(request, row, version, **wording)
