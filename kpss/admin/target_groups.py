from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from kpss.admin.children import ChildrenMixin
from kpss.admin.days import DaysMixin
from kpss.admin.inlines import WithItsParent
from kpss.admin.parts import PlanPartInline
from kpss.admin.revision import RaisingMixin
from kpss.models import TargetGroup, TargetGroupName, TargetGroupPart
from kpss.target_groups import renaming
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("position", "valid_from", "valid_to", "about", "source")
NAME = ("number", "name", "since", "last_known")


class TargetGroupForm(RefusableForm):
    wording = WORDING

    class Meta:
        model = TargetGroup
        fields = WORDING


class NameInline(WithItsParent, admin.TabularInline):
    """The names, the oldest first; here they are mended, a new one is better given by renaming."""

    model = TargetGroupName
    fields = NAME
    extra = 1


class PartInline(PlanPartInline):
    model = TargetGroupPart


@admin.register(TargetGroup)
class TargetGroupAdmin(DaysMixin, RaisingMixin, ChildrenMixin, PlainTitles):
    """Target groups with all their names, and the parts of plans that speak of them."""

    form = TargetGroupForm
    change_form_template = "admin/strategy/change_form.html"
    inlines = [NameInline, PartInline]
    list_display = ["__str__", "position", "valid_from", "valid_to"]
    list_display_links = ["__str__"]
    search_fields = ["names__name"]
    wording = history_fields = WORDING
    children = {TargetGroupName: ("group", NAME)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[TargetGroup]:
        return super().get_queryset(request).prefetch_related("names")

    def plans_of(self, row: TargetGroup) -> Collection[int]:
        return renaming.plans_of(row)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A name that is new gets an address; the address of a mended one stays."""
        if formset.model is TargetGroupName:
            for one in formset.forms:
                if one.has_changed() and not one.instance.slug:
                    one.instance.slug = renaming.free_slug(one.instance.name)
        super().save_formset(request, form, formset, change)
