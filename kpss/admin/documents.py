from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kpss.admin.days import DaysMixin
from kpss.admin.revision import RaisingMixin
from kpss.documents import files, formats, texts
from kpss.documents.reading import file_address
from kpss.models import Document
from strategy.admin.changing import ChangingMixin
from strategy.admin.refusals import RefusableForm
from strategy.admin.titles import PlainTitles

WORDING = ("kind", "title", "dated", "author", "about", "source", "is_public")
LISTS = ("plans", "bodies")
ACCEPTED = ",".join(f".{ending}" for ending in formats.FORMATS)


class DocumentForm(RefusableForm):
    """A document and its file, which is checked with what was typed."""

    wording = WORDING
    upload = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    without_file = forms.BooleanField(label=_("Delete the file"), required=False)

    class Meta:
        model = Document
        fields = (*WORDING, *LISTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "upload" in self.fields:
            self.fields["upload"].help_text = _advice(self.instance)
        if not self.instance.sha256:
            self.fields.pop("without_file", None)

    def full_clean(self) -> None:
        """A browser forgets the file of a form that comes back, so it is told."""
        super().full_clean()
        if self.errors and self.is_bound and isinstance(self.checked, files.Checked):
            self.add_error("upload", gettext("Choose the file once more."))

    @property
    def checked(self) -> files.Checked | None:
        """The file that was sent and may be kept."""
        found: files.Checked | None = getattr(self, "cleaned_data", {}).get("upload")
        return found

    def clean_upload(self) -> files.Checked | None:
        upload = self.cleaned_data.get("upload")
        try:
            return files.check(upload) if upload else None
        except files.FileRefused as refusal:
            raise ValidationError(str(refusal)) from None

    def changes(self) -> dict[str, Any]:
        lists = {name: self.cleaned_data[name] for name in LISTS if name in self.fields}
        return super().changes() | lists | self.file_changes()

    def file_changes(self) -> dict[str, Any]:
        if self.checked:
            return self.checked.columns
        return files.NO_FILE if self.cleaned_data.get("without_file") else {}


@admin.register(Document)
class DocumentAdmin(DaysMixin, RaisingMixin, ChangingMixin, PlainTitles):
    """Documents with their files; a file that is replaced or whose document goes is deleted."""

    form = DocumentForm
    change_form_template = "admin/strategy/change_form.html"
    list_display = ["title", "kind", "dated", "author", "is_public", "file_shown"]
    list_filter = ["kind", "is_public", "bodies", "file_text__state"]
    list_select_related = ["author"]
    search_fields = ["title", "about", "file_name"]
    filter_horizontal = LISTS
    history_fields = (*WORDING, "file_name", "file_size", "sha256")
    wording = WORDING

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        shown = ["file_shown", "text_shown"]
        file = [*shown, "upload", "without_file"] if obj and obj.sha256 else ["upload"]
        if obj and not self.has_change_permission(request, obj):
            file = shown
        about = ["kind", "title", "dated", "author", "about", "source", "is_public"]
        return [
            (None, {"fields": about}),
            (_("File"), {"fields": file}),
            (_("What it belongs to"), {"fields": LISTS}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["file_shown", "text_shown"]

    def view_on_site(self, document: Document) -> str:
        return document.get_absolute_url()

    @admin.display(description=_("file"), ordering="file_size")
    def file_shown(self, document: Document) -> SafeString | str:
        if not document.sha256:
            return "–"
        address = file_address(document)
        size = filesizeformat(document.file_size)
        return format_html('<a href="{}">{}</a> ({})', address, document.file_name, size)

    @admin.display(description=_("text of the file"))
    def text_shown(self, document: Document) -> str:
        return texts.told(document) if document.sha256 else "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        former = _hashes(Document.objects.filter(pk=obj.pk)) if change else []
        if not change:
            for name, value in form.file_changes().items():
                setattr(obj, name, value)
        super().save_model(request, obj, form, change)
        if form.checked:
            files.keep(form.checked)
        texts.forget()
        files.remove_later(former)

    def delete_model(self, request: HttpRequest, obj: Document) -> None:
        super().delete_model(request, obj)
        files.remove_later([obj.sha256])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        hashes = _hashes(queryset)
        super().delete_queryset(request, queryset)
        files.remove_later(hashes)


def _hashes(documents: QuerySet[Document]) -> list[str]:
    return list(documents.values_list("sha256", flat=True))


def _advice(document: Document) -> str:
    """What is taken, and what becomes of the file that is there."""
    taken = gettext(
        "At most 50 MB: %(formats)s. What a camera wrote into a photograph (where, when, by what) "
        "is left out. In other files the names of authors and notes beside the text stay for all "
        "who get the file: remove them first in the programme that made it."
    ) % {"formats": formats.labels()}
    if not document.sha256:
        return taken
    replaced = gettext(
        "A new file takes the place of the present one, which is deleted; its name, size and "
        "hash stay in the history. To keep both, add another document."
    )
    return f"{taken} {replaced}"
