from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpss.admin.children import ChildrenMixin
from kpss.admin.days import DaysMixin
from kpss.admin.inlines import WithItsParent
from kpss.admin.parts import PlanPartForm, PlanPartInline
from kpss.admin.revision import RaisingMixin
from kpss.models import Involvement, KeyActivity, Project, ProjectPart
from kpss.projects import activities
from kpss.projects.activities import Activity
from strategy.admin.history import Values
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = (
    "title",
    "registration",
    "programme",
    "amount",
    "begins",
    "ends",
    "about",
    "source",
    "follows",
)
LISTS = ("plans", "bodies", "outputs")
PART = ("plan", "item_key", "amount", "begins", "ends")


class ProjectForm(RefusableForm):
    """A project, its key activities as one types them."""

    wording = WORDING
    key_activities = forms.CharField(
        label=_("key activities"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 20}),
        help_text=_(
            "A numbered heading (“1. …”) begins an activity, “•” a point of it. Number each"
            " activity: one without a number reads as the text of that before it."
        ),
    )

    class Meta:
        model = Project
        fields = ("slug", *WORDING, *LISTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "key_activities" in self.fields:
            self.fields["key_activities"].initial = activities.written(activities.of(self.instance))

    def clean_key_activities(self) -> list[Activity]:
        return activities.read(self.cleaned_data["key_activities"])

    def changes(self) -> dict[str, Any]:
        return super().changes() | {name: self.cleaned_data[name] for name in LISTS}


class InvolvementInline(WithItsParent, admin.TabularInline):
    model = Involvement
    fields = ("organisation", "role")
    extra = 1


class ProjectPartForm(PlanPartForm):
    """A measure, for a project that carries out a whole plan has it among its plans."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].required = True
        self.fields["code"].help_text = _("For example A1.2.")


class ProjectPartInline(PlanPartInline):
    model = ProjectPart
    form = ProjectPartForm
    fields = ("plan", "code", "amount", ("begins", "ends"))


@admin.register(Project)
class ProjectAdmin(DaysMixin, RaisingMixin, ChildrenMixin, PlainTitles):
    """Projects that pay for planning, with who takes part and what they are to bring."""

    form = ProjectForm
    change_form_template = "admin/strategy/change_form.html"
    inlines = [InvolvementInline, ProjectPartInline]
    list_display = ["title", "registration", "begins", "ends"]
    search_fields = ["title", "registration", "programme"]
    filter_horizontal = LISTS
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "registration", "programme", "amount"]}),
        (None, {"fields": [("begins", "ends"), "about", "key_activities"]}),
        (None, {"fields": ["follows", *LISTS, "source"]}),
    ]
    wording = WORDING
    history_fields = WORDING
    children = {
        Involvement: ("project", ("organisation", "role")),
        ProjectPart: ("project", PART),
    }

    def plans_of(self, row: Project) -> Collection[int]:
        parts = row.parts.order_by().values_list("plan", flat=True)
        return {*row.plans.values_list("pk", flat=True), *parts}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def children_changed(self, form: Any, formsets: Any) -> bool:
        return self._rewritten(form) or super().children_changed(form, formsets)

    def save_children(self, request: HttpRequest, form: Any) -> None:
        if self._rewritten(form):
            typed, at = form.cleaned_data["key_activities"], request.moment  # type: ignore[attr-defined]
            activities.put(form.instance, typed, at, request.user)

    def values(self, records: list[Any]) -> list[Values]:
        """With the key activities as each record found them."""
        moments = [record.history_date for record in records]
        texts = activities.written_at({record.id for record in records}, moments)
        found = super().values(records)
        for values, text in zip(found, texts, strict=True):
            values["key_activities"] = (text, text)
        return found

    def label_of(self, name: str) -> str:
        if name == "key_activities":
            return str(KeyActivity._meta.verbose_name_plural)
        return super().label_of(name)

    def _rewritten(self, form: Any) -> bool:
        return form.cleaned_data["key_activities"] != activities.of(form.instance)
