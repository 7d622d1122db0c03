"""Glossary and summaries in the administration: changed without overwriting anybody."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles
from strategy.explaining import glossary, summaries
from strategy.models import Summary, Term

TERM_WORDING = (
    "plan",
    "word",
    "abbreviation",
    "other_forms",
    "explanation",
    "source",
    "source_url",
)


class TermForm(RefusableForm):
    wording = TERM_WORDING

    class Meta:
        model = Term
        fields: tuple[str, ...] = ()
        widgets = {
            "explanation": AdminTextareaWidget(attrs={"rows": 4}),
            "other_forms": AdminTextareaWidget(attrs={"rows": 3}),
        }


@admin.register(Term)
class TermAdmin(ChangingMixin, PlainTitles):
    """The glossary, of one plan or of all."""

    form = TermForm
    list_display = ["word", "abbreviation", "of_plan", "beginning", "source"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["word", "abbreviation", "other_forms", "explanation"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (None, {"fields": ["word", "abbreviation", "explanation", "other_forms"]}),
        (None, {"fields": ["plan", "source", "source_url"]}),
    ]
    wording = history_fields = TERM_WORDING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return Term.objects.alphabetical()

    @admin.display(description=_("plan"), ordering="plan")
    def of_plan(self, term: Term) -> str:
        return str(term.plan or gettext("all plans"))

    @admin.display(description=_("explanation"))
    def beginning(self, term: Term) -> str:
        return Truncator(term.explanation).chars(80)

    def view_on_site(self, term: Term) -> str:
        return f"{reverse('strategy:glossary')}#{term.anchor}"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            glossary.add(obj, request.user)

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        glossary.change(row, read, request.user, **values)

    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        glossary.delete([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Term]) -> None:
        glossary.delete(queryset)


class SummaryForm(RefusableForm):
    wording = ("text",)

    class Meta:
        model = Summary
        fields = ("text",)
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 6})}


@admin.register(Summary)
class SummaryAdmin(ChangingMixin, PlainTitles):
    """Summaries with their history. New ones are written where the wording stands beside them."""

    form = SummaryForm
    list_display = ["beginning", "plan", "to_item"]
    list_display_links = ["beginning"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["text", "wording"]
    fields = ["plan", "wording", "text"]
    readonly_fields = ["plan", "wording"]
    wording = history_fields = ("text",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=_("summary in plain language"))
    def beginning(self, summary: Summary) -> str:
        return Truncator(summary.text).chars(100)

    @admin.display(description=pgettext_lazy("glossary", "where it stands"))
    def to_item(self, summary: Summary) -> SafeString:
        address = reverse("strategy:summary_write", args=[summary.item_key])
        return format_html('<a href="{}">{}</a>', address, gettext("Wordings and summaries"))

    def change_row(self, request: HttpRequest, row: Any, read: int, **values: Any) -> None:
        summaries.change(row, read, request.user, **values)

    def delete_model(self, request: HttpRequest, obj: Summary) -> None:
        summaries.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Summary]) -> None:
        for summary in queryset.order_by("plan", "pk"):
            summaries.delete(summary)
