"""Every write of the administration to what the public sees makes the stored pages stale."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kpss.models import PlanningRevision
from strategy.models import PageRevision


class RaisingMixin(admin.ModelAdmin):
    """Raises the revision of community planning in the transaction of the write, after its rows.

    Stands before `ChangingMixin` among the bases. Where a plan's own pages show the row,
    `plans_of` says which.
    """

    def plans_of(self, row: Any) -> Collection[int]:
        """Primary keys of the plans on whose pages the row is shown."""
        return ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.plans_before = self._plans_stored(obj)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_for({*request.plans_before, *self.plans_of(form.instance)})  # type: ignore[attr-defined]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            plans = set(self.plans_of(obj))
            super().delete_model(request, obj)
            raise_for(plans)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            plans = {plan for row in queryset for plan in self.plans_of(row)}
            super().delete_queryset(request, queryset)
            raise_for(plans)

    def restore(self, row: Any, version: int, request: HttpRequest, **wording: Any) -> None:
        """An older wording is put back past the form; of `HistoryMixin`."""
        with transaction.atomic():
            plans = self._plans_stored(row)
            super().restore(row, version, request, **wording)  # type: ignore[misc]
            raise_for(plans | self._plans_stored(row))

    def _plans_stored(self, row: Model) -> set[int]:
        stored = self.model._base_manager.filter(pk=row.pk).first() if row.pk else None
        return set(self.plans_of(stored)) if stored else set()


def raise_for(plans: Collection[int]) -> None:
    """Make stored pages of community planning stale, and those of the plans."""
    PlanningRevision.raise_it()
    for plan in sorted(plans):
        PageRevision.raise_for(plan)
