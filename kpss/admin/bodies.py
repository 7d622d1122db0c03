"""Bodies, who sits in them, by what rules they go, and the persons."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from kpss.admin.days import DaysMixin
from kpss.admin.inlines import WithItsParent
from kpss.admin.parts import PlanPartInline
from kpss.admin.revision import RaisingMixin
from kpss.bodies import founding, procedure, seating
from kpss.bodies.forms import FIELD_CLASSES, InOrder, tell_apart
from kpss.models import Body, BodyWork, Membership, Person, Rules
from kpss.models.bodies import MembershipQuerySet
from strategy.admin.changing import ChangingMixin
from strategy.admin.noted import NotedReading
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

BODY = (
    "kind",
    "name",
    "short_name",
    "slug",
    "about",
    "target_group",
    "organisation",
    "valid_from",
    "valid_to",
    "takes_applications",
    "source",
)


class BodyForm(RefusableForm):
    wording = BODY

    class Meta:
        model = Body
        fields = BODY


class RulesForm(RefusableForm):
    wording = procedure.FIELDS

    class Meta:
        model = Rules
        fields = ("body", *procedure.FIELDS)


class MembershipForm(RefusableForm, InOrder):
    wording = seating.FIELDS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tell_apart(self, self.instance)

    class Meta:
        model = Membership
        fields = ("body", "person", *seating.FIELDS)
        field_classes = FIELD_CLASSES


class WorkInline(PlanPartInline):
    model = BodyWork


class RulesInline(WithItsParent, admin.TabularInline):
    """The versions, to be opened; each is written on a page of its own."""

    model = Rules
    fields = readonly_fields = ("number", "valid_from", "document", "quorum")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DeedMixin(RaisingMixin, ChangingMixin, PlainTitles):
    """Adds and changes by the deeds of a subject, which check, lock and raise the revision."""

    change_form_template = "admin/strategy/change_form.html"

    def add_row(self, request: HttpRequest, row: Any) -> None:
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: RefusableForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            request.plans_before = set()  # type: ignore[attr-defined]
            self.add_row(request, obj)


@admin.register(Body)
class BodyAdmin(DaysMixin, DeedMixin):
    """Bodies, with what they work on. A new one can be given comments to settle at once."""

    form = BodyForm
    list_display = ["name", "kind", "target_group", "valid_from", "valid_to", "members"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["kind", "name", "short_name", "slug", "about", "target_group"]}),
        (_("Validity"), {"fields": [("valid_from", "valid_to"), "source"]}),
        (_("For the public"), {"fields": ["takes_applications", "organisation"]}),
    ]
    wording = history_fields = BODY

    def get_queryset(self, request: HttpRequest) -> QuerySet[Body]:
        return super().get_queryset(request).prefetch_related("target_group__names")

    def get_inlines(
        self, request: HttpRequest, obj: Any
    ) -> list[type[admin.options.InlineModelAdmin]]:
        return [WorkInline, RulesInline] if obj else [WorkInline]

    def get_list_display(self, request: HttpRequest) -> Any:
        # The list of members opens only for who may see persons.
        sees_persons = request.user.has_perm("kpss.view_person")
        return self.list_display if sees_persons else self.list_display[:-1]

    def plans_of(self, row: Body) -> Collection[int]:
        return row.work.values_list("plan", flat=True)

    def add_row(self, request: HttpRequest, row: Body) -> None:
        founding.found(row, request.user)

    def change_row(self, request: HttpRequest, row: Body, read: int, **values: Any) -> None:
        founding.change(row, read, request.user, **values)

    @admin.display(description=_("members"))
    def members(self, body: Body) -> SafeString:
        address = reverse("admin:kpss_membership_changelist")
        return format_html('<a href="{}?body__id__exact={}">{}</a>', address, body.pk, _("Members"))


@admin.register(Rules)
class RulesAdmin(DeedMixin):
    """Rules of procedure; a new version takes the next number."""

    form = RulesForm
    list_display = ["body", "number", "valid_from", "document", "quorum"]
    list_select_related = ["body", "document"]
    search_fields = ["body__name", "document__title"]
    fieldsets = [
        (None, {"fields": ["body", "valid_from", "document"]}),
        (_("Seats"), {"fields": ["seats_commissioner", "seats_provider", "seats_service_user"]}),
        (
            _("How many must be present for the body to decide"),
            {
                "fields": [
                    "quorum",
                    "quorum_commissioner",
                    "quorum_provider",
                    "quorum_service_user",
                ]
            },
        ),
    ]
    wording = history_fields = procedure.FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("body",) if obj else ()

    def add_row(self, request: HttpRequest, row: Rules) -> None:
        procedure.adopt(row, request.user)

    def change_row(self, request: HttpRequest, row: Rules, read: int, **values: Any) -> None:
        procedure.change(row, read, request.user, **values)


class RunningFilter(admin.SimpleListFilter):
    """Terms by whether they run today."""

    title = _("term")
    parameter_name = "runs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("runs now")), ("ended", _("has ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> MembershipQuerySet:
        memberships: MembershipQuerySet = queryset
        if self.value() == "now":
            return memberships.on()
        if self.value() == "ended":
            return memberships.filter(term_to__lt=localdate())
        return memberships


@admin.register(Membership)
class MembershipAdmin(NotedReading, DeedMixin):
    """Who sits in which body. What becomes different from a day on is a new term."""

    form = MembershipForm
    list_display = ["person", "body", "side", "role", "organisation", "term_from", "term_to"]
    list_filter = [RunningFilter, "side", "role"]
    list_select_related = ["person", "body", "organisation"]
    search_fields = ["person__name", "body__name", "organisation__name"]
    fieldsets = [
        (None, {"fields": ["body", "person", "side", "name_consent", "organisation"]}),
        (None, {"fields": ["role", "deputy_for"]}),
        (_("Term"), {"fields": [("term_from", "term_to")]}),
    ]
    wording = history_fields = seating.FIELDS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("body", "person") if obj else ()

    def shows_contacts(self, request: HttpRequest, page: str) -> bool:
        # Whom one may seat is chosen from all.
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who sits where is told by name."""
        sees_persons = request.user.has_perm("kpss.view_person")
        return sees_persons and super().has_view_permission(request, obj)

    def add_row(self, request: HttpRequest, row: Membership) -> None:
        seating.seat(row, request.user)

    def change_row(self, request: HttpRequest, row: Membership, read: int, **values: Any) -> None:
        seating.change(row, read, request.user, **values)


class PersonForm(forms.ModelForm):
    """Without a name is only who was erased."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if "name" in self.fields:
            is_erased = self.instance.pk is not None and not self.instance.name
            self.fields["name"].required = not is_erased


@admin.register(Person)
class PersonAdmin(NotedReading, RaisingMixin, PlainTitles):
    """Persons: personal data without a history. To take one out everywhere there is a page."""

    form = PersonForm
    change_form_template = "admin/kpss/person/change_form.html"
    actions = None
    fields = ["name", "email", "name_public"]
    list_display = ["name", "email", "name_public"]
    list_filter = ["name_public"]
    search_fields = ["name", "email"]
