"""Choosing a plan, or one item of it by its code, as everyone who reads the plan calls it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpss import codes
from kpss.admin.inlines import WithItsParent
from strategy.models import Plan


class PlanPartForm(forms.ModelForm):
    """The plan and the code of the item, which is kept as the key that it has in every edition."""

    code = forms.CharField(
        label=gettext_lazy("code of the item"),
        required=False,
        max_length=50,
        help_text=gettext_lazy("For example A1.2. Empty for the whole plan."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.item_key:
            key = self.instance.item_key
            self.fields["code"].initial = codes.codes({key}).get(key, "")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        plan, code = cleaned.get("plan"), cleaned.get("code", "").strip()
        if code != (self.fields["code"].initial or "") or "plan" in self.changed_data:
            self.instance.item_key = self._key(plan, code) if plan and code else None
        return cleaned

    def _key(self, plan: Plan, code: str) -> object:
        try:
            return codes.find(plan, code).key
        except codes.NoSuchItem as refusal:
            raise ValidationError({"code": str(refusal)}) from None


class PlanPartFormSet(forms.BaseInlineFormSet):
    """Refuses what is there twice, before the database does."""

    def clean(self) -> None:
        super().clean()
        chosen = set()
        for form in self.forms:
            part = form.instance
            if part.plan_id is None or form in self.deleted_forms or form.errors:
                continue
            if (part.plan_id, part.item_key) in chosen:
                form.add_error("code", _("This is there already."))
            chosen.add((part.plan_id, part.item_key))


class PlanPartInline(WithItsParent, admin.StackedInline):
    """Plans and items that a row has to do with; a subject names its model."""

    form = PlanPartForm
    formset = PlanPartFormSet
    fields: ClassVar[Any] = ("plan", "code")
    extra = 1
