"""Answer templates: to be written here, to be chosen on the desk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from comments import settlement
from comments.models import AnswerTemplate, Point, Settlement
from comments.settling import templates
from strategy.admin.history import HistoryMixin
from strategy.admin.refusals import RefusableForm, RefusalsMixin
from strategy.admin.titles import PlainTitles

# So many of the points that a template was used for are listed.
LISTED = 50


class AnswerTemplateForm(RefusableForm):
    wording = templates.WORDING

    class Meta:
        model = AnswerTemplate
        fields = templates.WORDING
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 10})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [
            pair
            for pair in AnswerTemplate._meta.get_field("outcome").get_choices()
            if pair[0] != Settlement.Outcome.TOGETHER
        ]
        if "outcome" in self.fields:  # not for those who may only read
            self.fields["outcome"].choices = chosen  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["version"].initial = templates.version(self.instance)

    def version_of(self, row: AnswerTemplate) -> int:
        return templates.version(row)


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(RefusalsMixin, HistoryMixin, PlainTitles):
    """Reasoning that is used again and again, with the points it was used for."""

    form = AnswerTemplateForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["name", "outcome", "used"]
    list_filter = ["outcome"]
    search_fields = ["name", "text"]
    fields = [*templates.WORDING, "used_at"]
    readonly_fields = ["used_at"]
    wording = templates.WORDING
    history_fields = templates.WORDING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return AnswerTemplate.objects.annotate(used=Count("settlements"))

    @admin.display(description=pgettext_lazy("answer template", "used"), ordering="used")
    def used(self, template: Any) -> int:
        return template.used

    @admin.display(description=pgettext_lazy("answer template", "used at"))
    def used_at(self, template: AnswerTemplate) -> SafeString | str:
        """The newest points, each with the way to it on the desk."""
        if template.pk is None:
            return "–"
        points = Point.objects.filter(settlements__template=template).select_related(
            "comment__plan"
        )
        lines = (
            (
                reverse("comments:desk_point", args=[point.pk]),
                settlement.label(point),
                point.comment.plan,
            )
            for point in points.distinct().order_by("-pk")[:LISTED]
        )
        return format_html_join("", '<div><a href="{}">{}</a> {}</div>', lines) or "–"

    def save_model(
        self, request: HttpRequest, obj: Any, form: AnswerTemplateForm, change: bool
    ) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        read = form.cleaned_data["version"] or 0
        templates.change(obj, read, request.user, **form.changes())

    def version_of(self, row: AnswerTemplate) -> int:
        return templates.version(row)

    def restore(
        self, row: AnswerTemplate, version: int, request: HttpRequest, **wording: Any
    ) -> None:
        templates.change(row, version, request.user, **wording)
