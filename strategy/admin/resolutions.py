from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from strategy import resolutions
from strategy.admin.closed import kept_resolution_page
from strategy.admin.history import HistoryMixin, Values
from strategy.admin.refusals import RefusableForm, RefusalsMixin
from strategy.admin.titles import PlainTitles
from strategy.admin.words import in_words
from strategy.models import Edition, Resolution, ResolutionPart
from strategy.resolutions import Part

# Empty parts that the form offers; saving and going on brings more.
SPARE_PARTS = 2


class PartForm(forms.ModelForm):
    """One part. Its place is a number of the form's own, so that two may swap theirs."""

    order = forms.IntegerField(
        label=capfirst(_("position")),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("Parts are put in this order; without a number, last."),
    )

    class Meta:
        model = ResolutionPart
        fields: tuple[str, ...] = resolutions.PART_WORDING
        widgets = {"wording": AdminTextareaWidget(attrs={"rows": 4}), "due": AdminDateWidget}
        help_texts = {
            "wording": _(
                "What follows the verb, word for word as it is adopted. "
                "A part whose wording is emptied is left out."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wording"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("wording") and cleaned.get("addressee"):
            self.add_error("wording", _("Say what the task is."))
        return cleaned


class PartFormSet(forms.BaseInlineFormSet):
    """Parts as they are to be, whatever there is now: who deletes and who adds cannot collide."""

    def parts(self) -> list[Part]:
        """The parts that were sent, in their order."""
        sent = [form.cleaned_data for form in self.forms if form.has_changed()]
        kept = [part for part in sent if part["wording"] and not part.get("DELETE")]
        kept.sort(key=lambda part: part["order"] or 1000)
        return [{name: part[name] for name in resolutions.PART_WORDING} for part in kept]


class PartInline(admin.StackedInline):
    model = ResolutionPart
    form = PartForm
    formset = PartFormSet

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The number of a part is there to be changed; who may only read sees the order."""
        first = ("verb", "subject", "order") if _may_write(request, obj) else ("verb", "subject")
        return [first, "wording", ("addressee", "due")]

    # Whoever may write the resolution writes its parts.

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:  # type: ignore[override]
        return True

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        known = obj.parts.count() if obj is not None and obj.pk else 0
        return known + SPARE_PARTS


class ResolutionForm(RefusableForm):
    """`own_parts` are the parts of a sending that was refused as outdated."""

    wording = resolutions.WORDING
    own_parts: list[Part] | None = None

    class Meta:
        model = Resolution
        fields: tuple[str, ...] = ("edition", *resolutions.WORDING)
        widgets = {"report": AdminTextareaWidget(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "edition" in self.fields:
            editions = Edition.objects.select_related("plan").order_by("plan__title", "-number")
            self.fields["edition"].queryset = editions  # type: ignore[attr-defined]

    def version_of(self, row: Resolution) -> int:
        return row.version

    def _compare(self, current: Any) -> None:
        super()._compare(current)
        if self.own_parts is not None:
            label = str(ResolutionPart._meta.verbose_name_plural)
            now = resolutions.parts_of(current)
            self._lay_beside(label, parts_in_words(now), parts_in_words(self.own_parts))


@admin.register(Resolution)
class ResolutionAdmin(RefusalsMixin, HistoryMixin, PlainTitles):
    """What bodies say of an edition. What has approved one can only be read."""

    form = ResolutionForm
    change_form_template = "admin/strategy/resolution/change_form.html"
    inlines = [PartInline]
    list_display = ["name", "edition", "adopted"]
    list_filter = ["body", "adopted"]
    list_select_related = ["edition__plan"]
    search_fields = ["session", "agenda_item", "edition__plan__title"]
    actions = None
    fieldsets = [
        (None, {"fields": ["edition", "body", ("session", "agenda_item")]}),
        (_("Adoption"), {"fields": ["adopted", ("date", "date_in_words"), Resolution.VOTES]}),
        (None, {"fields": ["report"]}),
    ]
    wording = resolutions.WORDING
    history_fields = resolutions.WORDING

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resolution]:
        return super().get_queryset(request).select_related("edition__plan")

    @admin.display(description=_("resolution"), ordering="date")
    def name(self, resolution: Resolution) -> str:
        return str(resolution)

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_fixed(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.adopted)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["edition"] if obj else []

    def closed(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        if request.method != "POST" or object_id is None:
            return None
        resolution = self.get_object(request, unquote(object_id))
        if resolution is None or not resolution.has_approved:
            return None
        if not self.has_change_permission(request):
            return None
        return kept_resolution_page(self.admin_site, request, resolution)

    # Reading and writing, parts and all

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Parts come to a form as if new each time; who may only read is shown the rows."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk and not self.has_change_permission(request, obj):
            return kwargs
        kwargs["queryset"] = ResolutionPart.objects.none()
        if obj.pk and request.method != "POST":
            parts = enumerate(resolutions.parts_of(obj), start=1)
            kwargs["initial"] = [part | {"order": position} for position, part in parts]
        return kwargs

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.own_parts = getattr(request, "own_parts", None)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The resolution is written with its parts, in one deed."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        parts = formsets[0].parts()
        request.own_parts = parts  # type: ignore[attr-defined]
        sent, by = form.changes(), request.user
        if change:
            version = form.cleaned_data["version"]
            resolutions.change(form.instance, version, parts, by, **sent)
        else:
            edition = form.cleaned_data["edition"]
            form.instance.pk = resolutions.record(edition, parts, by, **sent).pk

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return super().construct_change_message(request, form, [], add)

    def delete_model(self, request: HttpRequest, obj: Resolution) -> None:
        resolutions.delete(obj, request.user)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return _to_edition(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return _to_edition(obj)

    # History, with the parts as they stood at each record

    def values(self, records: list[Any]) -> list[Values]:
        by_date = _parts_by_date(records)
        return [
            wording | {"parts": (parts_in_words(parts),) * 2}
            for wording, parts in zip(super().values(records), by_date, strict=True)
        ]

    def label_of(self, name: str) -> str:
        if name == "parts":
            return str(ResolutionPart._meta.verbose_name_plural)
        return super().label_of(name)

    def version_of(self, row: Resolution) -> int:
        return row.version

    def entries(self, row: Resolution, *, may_change: bool) -> Any:
        """Nothing is put back from here: a resolution without its parts would be half of it."""
        return super().entries(row, may_change=False)

    def restore(self, row: Any, version: int, request: HttpRequest, **wording: Any) -> None:
        raise Http404


def parts_in_words(parts: list[Part]) -> str:
    """Parts as text, one to a line: their verbs, wordings, on whom, by when."""
    fields = {name: ResolutionPart._meta.get_field(name) for name in resolutions.PART_WORDING}
    shown = [[in_words(fields[name], part[name]) for name in fields] for part in parts]
    return "\n".join(" · ".join(filter(None, values)) for values in shown)


def _parts_by_date(records: list[Any]) -> list[list[Part]]:
    """The parts as each record of a resolution left them; both are written at one moment."""
    history = ResolutionPart.history.filter(resolution__in={record.id for record in records})
    rows = list(history.order_by("history_date", "history_id"))
    return [_parts_at(record.history_date, rows) for record in records]


def _parts_at(moment: datetime, rows: list[Any]) -> list[Part]:
    by_place = {row.position: row for row in rows if row.history_date <= moment}
    kept = [by_place[place] for place in sorted(by_place) if by_place[place].history_type != "-"]
    return [{name: getattr(row, name) for name in resolutions.PART_WORDING} for row in kept]


def _may_write(request: HttpRequest, resolution: Resolution | None) -> bool:
    right = "change" if resolution is not None else "add"
    return request.user.has_perm(f"strategy.{right}_resolution") and not _is_fixed(resolution)


def _is_fixed(resolution: Resolution | None) -> bool:
    return resolution is not None and resolution.pk is not None and resolution.has_approved


def _to_edition(resolution: Resolution) -> HttpResponseRedirect:
    address = reverse("admin:strategy_edition_change", args=[resolution.edition_id])
    return HttpResponseRedirect(address)
