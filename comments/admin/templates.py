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
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("name", "outcome", "text")
# So many of the points that a template was used for are listed.
LISTED = 50


class AnswerTemplateForm(RefusableForm):
    wording = WORDING

    class Meta:
        model = AnswerTemplate
        fields = WORDING
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


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(ChangingMixin, PlainTitles):
    """Reasoning that is used again and again, with the points it was used for.

    Answers that were made of a template stay as they are when it changes.
    """

    form = AnswerTemplateForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["name", "outcome", "used"]
    list_filter = ["outcome"]
    search_fields = ["name", "text"]
    fields = [*WORDING, "used_at"]
    readonly_fields = ["used_at"]
    wording = history_fields = WORDING

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
