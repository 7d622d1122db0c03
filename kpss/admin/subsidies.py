from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpss import codes
from kpss.admin.revision import RaisingMixin
from kpss.models import Call, Funding, SubsidyRules
from kpss.subsidies import limits
from strategy.admin.changing import ChangingMixin
from strategy.admin.history import Values
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles
from strategy.models import Item

RULES = ("year", "title", "criteria", "document")
CALL = ("rules", "title", "opens_on", "closes_on", "amount")
FUNDING = ("call", "plan", "organisation", "amount", "note")


class RulesForm(RefusableForm):
    wording = RULES
    # Others are a slip of the finger; the first plan of the city is of 2006.
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)

    class Meta:
        model = SubsidyRules
        fields = RULES


class CallForm(RefusableForm):
    wording = CALL

    class Meta:
        model = Call
        fields = CALL


class FundingForm(RefusableForm):
    """A funding whose measure is told by its plan and the code in it."""

    wording = FUNDING
    code = forms.CharField(
        label=_("Code of the measure"),
        max_length=50,
        help_text=_("As it stands in the plan, for example A1.2."),
        error_messages={"required": _("Write the code that the measure has in the plan.")},
    )

    class Meta:
        model = Funding
        fields = FUNDING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].initial = self._code_now(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """The measure is looked up where something of it was changed: plans recode theirs."""
        cleaned = super().clean() or {}
        plan, code = cleaned.get("plan"), cleaned.get("code", "").strip()
        if plan and code and {"plan", "code"} & {*self.changed_data}:
            try:
                self.instance.item_key = codes.find(plan, code).key
            except codes.NoSuchItem as refusal:
                self.add_error("code", str(refusal))
        self._refuse_double(cleaned)
        return cleaned

    def changes(self) -> dict[str, Any]:
        return super().changes() | {"item_key": self.instance.item_key}

    def _refuse_double(self, cleaned: dict[str, Any]) -> None:
        """The same once more is a form sent twice; another instalment has another note."""
        if self.errors:
            return
        said = {name: cleaned.get(name) for name in FUNDING}
        same = Funding.objects.filter(item_key=self.instance.item_key)
        for name, value in said.items():
            same = same.filter(**{f"{name}__isnull": True} if value is None else {name: value})
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "code",
                gettext("This is recorded already. Tell another payment apart in the note."),
            )

    def _compare(self, current: Any) -> None:
        super()._compare(current)
        own = self.cleaned_data.get("code", "")
        self._lay_beside(str(self.fields["code"].label), self._code_now(current), own)

    def _code_now(self, funding: Funding) -> str:
        key = funding.item_key
        return codes.codes({key}).get(key, "") if key else ""


@admin.register(SubsidyRules)
class SubsidyRulesAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """The rules of a year; measures paid by their calls show the year."""

    form = RulesForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["title", "year", "document"]
    list_filter = ["year"]
    list_select_related = ["document"]
    search_fields = ["title", "criteria"]
    fields = RULES
    wording = history_fields = RULES

    def plans_of(self, row: Any) -> Collection[int]:
        return _plans(call__rules=row)

    def view_on_site(self, rules: SubsidyRules) -> str:
        return rules.get_absolute_url()


@admin.register(Call)
class CallAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """Calls; measures paid by them show their titles."""

    form = CallForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["title", "rules", "opens_on", "closes_on", "amount"]
    list_filter = ["rules__year"]
    list_select_related = ["rules"]
    search_fields = ["title"]
    fields = ["rules", "title", ("opens_on", "closes_on"), "amount"]
    wording = history_fields = CALL

    def plans_of(self, row: Any) -> Collection[int]:
        return _plans(call=row)

    def view_on_site(self, call: Call) -> str:
        return call.rules.get_absolute_url()


@admin.register(Funding)
class FundingAdmin(RaisingMixin, ChangingMixin, PlainTitles):
    """What a call paid for: which measure, to whom, how much."""

    form = FundingForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["call", "plan", "organisation", "amount"]
    list_filter = ["call__rules__year", "plan"]
    list_select_related = ["call", "plan", "organisation"]
    search_fields = ["call__title", "organisation__name", "note"]
    wording = (*FUNDING, "item_key")
    history_fields = ("call", "plan", "item_key", "organisation", "amount", "note")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may only look reads which measure it is, for the code is a field of the form."""
        measure = "code" if obj is None or self.has_change_permission(request, obj) else "measure"
        return ["call", ("plan", measure), "organisation", "amount", "note"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["measure"]

    @admin.display(description=_("measure"))
    def measure(self, funding: Funding) -> str:
        item = Item.objects.filter(key=funding.item_key).order_by("-edition__number").first()
        return f"{item.code} {item.text}".strip() if item else "–"

    def plans_of(self, row: Any) -> Collection[int]:
        return [row.plan_id]

    def view_on_site(self, funding: Funding) -> str:
        return funding.call.rules.get_absolute_url()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for caution in limits.cautions(form.instance.call):
            self.message_user(request, caution, messages.WARNING)

    def values(self, records: list[Any]) -> list[Values]:
        """With the code of the measure in place of its key."""
        keys: set[UUID] = {record.item_key for record in records}
        known = codes.codes(keys)
        return [
            of_record | {"item_key": (record.item_key, known.get(record.item_key, "–"))}
            for record, of_record in zip(records, super().values(records), strict=True)
        ]

    def label_of(self, name: str) -> str:
        return gettext("measure") if name == "item_key" else super().label_of(name)


def _plans(**of: object) -> set[int]:
    """Plans on whose pages a funding shows them."""
    return set(Funding.objects.filter(**of).order_by().values_list("plan", flat=True))
