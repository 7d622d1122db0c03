from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy.admin.rights import NeverChanged
from strategy.admin.titles import PlainTitles
from strategy.integrity import archive
from strategy.models import ArchivedPdf, Edition


class SealedCopyForm(forms.Form):
    """A copy with the city's seal. Only where it differs is it asked whether it is meant."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(stamp=Edition.State.APPROVED).select_related("plan"),
        label=_("Approved edition"),
    )
    file = forms.FileField(
        label=_("PDF with the electronic seal"),
        help_text=_(
            "Download the approved PDF, have it sealed, and upload it without saving it anew. "
            "At most 50 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    knowingly = forms.BooleanField(
        label=_("I have compared both documents and want to store this copy"),
        required=False,
        widget=forms.HiddenInput,
    )

    def store(self) -> ArchivedPdf | None:
        """The stored copy; None where it is refused, and the form then says why."""
        given = self.cleaned_data
        try:
            return archive.store_sealed(
                given["edition"], given["file"], knowingly=given["knowingly"]
            )
        except archive.OriginalChanged as refusal:
            self.fields["knowingly"].widget = forms.CheckboxInput()
            self.add_error("file", f"{refusal} {gettext('Choose the file once more.')}")
        except archive.ArchiveRefused as refusal:
            self.add_error("file", str(refusal))
        return None


@admin.register(ArchivedPdf)
class ArchivedPdfAdmin(NeverChanged, PlainTitles):
    """The archive to look at. The one thing to do is to put a sealed copy beside the original."""

    list_display = ["edition", "kind", "stored_at", "length", "sha256"]
    list_filter = ["kind"]
    list_select_related = ["edition__plan"]
    search_fields = ["edition__plan__title", "sha256"]
    fields = ["edition", "kind", "stored_at", "length", "sha256", "unchanged"]
    readonly_fields = ["length", "unchanged"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArchivedPdf]:
        return super().get_queryset(request).select_related("edition__plan")

    def view_on_site(self, pdf: ArchivedPdf) -> str:
        return address(pdf)

    @admin.display(description=_("size"), ordering="size")
    def length(self, pdf: ArchivedPdf) -> SafeString:
        return format_html("{}\u00a0kB", pdf.size // 1000)

    @admin.display(description=_("holds the approved PDF unchanged"), boolean=True)
    def unchanged(self, pdf: ArchivedPdf) -> bool | None:
        original = archive.original(pdf.edition)
        return archive.carries(pdf, original) if original else None

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SealedCopyForm(
            request.POST or None,
            request.FILES or None,
            initial={"edition": request.GET.get("edition")},
        )
        if form.is_valid() and (pdf := form.store()):
            return self._stored(request, pdf)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Store a copy with the city’s seal"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/strategy/archivedpdf/add.html", context)

    def _stored(self, request: HttpRequest, pdf: ArchivedPdf) -> HttpResponse:
        self.log_addition(request, pdf, gettext("Stored."))
        said = gettext("The sealed copy is stored beside the original: %(edition)s.")
        self.message_user(request, said % {"edition": pdf.edition}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:strategy_archivedpdf_changelist"))


def address(pdf: ArchivedPdf) -> str:
    """Where everyone reads the file; an older sealed copy only until a newer one is stored."""
    name = "sealed_pdf" if pdf.kind == ArchivedPdf.Kind.SEALED else "edition_pdf"
    return reverse(f"strategy:{name}", args=[pdf.edition.plan.slug, pdf.edition.number])
