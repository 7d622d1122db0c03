"""Announcing a consultation and extending it; how to take part can be mended at any time."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments import consultation as deeds
from comments.admin.consultation_forms import (
    AnnouncementForm,
    CancellationForm,
    ConsultationForm,
    ExtensionForm,
)
from comments.consulting import standing
from comments.models import Consultation
from strategy.admin.changing import ChangingMixin
from strategy.admin.history import Values
from strategy.admin.refusals import explained
from strategy.admin.rights import NeverDeleted
from strategy.admin.titles import PlainTitles
from strategy.editing import Outdated, version_of
from strategy.typography import hold_together


@admin.register(Consultation)
class ConsultationAdmin(NeverDeleted, ChangingMixin, PlainTitles):
    """Consultations. What was announced is never shortened; extending and calling off are deeds."""

    form = ConsultationForm
    change_form_template = "comments/admin/consultation/change_form.html"
    list_display = ["edition", "opening", "closing", "stands"]
    list_select_related = ["edition__plan"]
    search_fields = ["edition__plan__title"]
    actions = None
    wording = deeds.OPTIONS
    history_fields = ("opens_at", "closes_at", "answers_promised_on", *deeds.OPTIONS)
    announced = (
        "edition",
        "opening",
        "closing",
        "answers_promised_on",
        "stands",
        "extensions_made",
    )
    to_announce = ("edition", "approved_too", "opens", "closes", "answers_promised_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultation]:
        return Consultation.objects.with_unfinished().select_related("edition__plan")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        own = {} if obj else {"form": AnnouncementForm}
        return super().get_form(request, obj, change, **(own | kwargs))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.announced if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        when = self.announced if obj else self.to_announce
        contact = ("postal_address", "email", "hearing")
        return (
            (None, {"fields": when}),
            (_("What we ask"), {"fields": ("questions",)}),
            (_("How to take part otherwise"), {"fields": contact}),
            (_("By law"), {"fields": ("statutory_days",)}),
        )

    def view_on_site(self, consultation: Consultation) -> str:
        return consultation.get_absolute_url()

    @admin.display(description=_("opens"), ordering="opens_at")
    def opening(self, consultation: Consultation) -> str:
        return hold_together(standing.since(consultation))

    @admin.display(description=_("last day"), ordering="closes_at")
    def closing(self, consultation: Consultation) -> str:
        return hold_together(standing.until(consultation))

    @admin.display(description=_("state"))
    def stands(self, consultation: Consultation) -> str:
        stands = str(consultation.state.label), standing.left(consultation)
        return ", ".join(filter(None, stands))

    @admin.display(description=_("extended"))
    def extensions_made(self, consultation: Consultation) -> SafeString | str:
        lines = [
            (standing.closing(one.previous_closes_at), standing.closing(one.closes_at), one.reason)
            for one in consultation.extensions.all()
        ]
        return format_html_join("", "<div>{} → {}: {}</div>", lines) or "–"

    # The deeds

    def change_row(self, request: HttpRequest, row: Consultation, read: int, **values: Any) -> None:
        deeds.change(row, read, request.user, **values)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        try:
            obj.pk = self._announce(request, form).pk
        except deeds.ConsultationRefused as refusal:
            raise ValidationError(str(refusal)) from None

    def _announce(self, request: HttpRequest, form: ConsultationForm) -> Consultation:
        given = form.cleaned_data
        return deeds.announce(
            given["edition"],
            opens_at=given["opens"],
            closes_at=given["closes"],
            answers_promised_on=given["answers_promised_on"],
            by=request.user,
            **form.changes(),
        )

    def get_urls(self) -> list[URLPattern]:
        views = {"extend": self.extend_view, "cancel": self.cancel_view}
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"comments_consultation_{name}",
            )
            for name, view in views.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        consultation = self.get_object(request, unquote(object_id))
        can_cancel = consultation is not None and not deeds.why_not_cancel(consultation)
        context = {"can_cancel": can_cancel, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def cancel_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form that calls a consultation off, for whoever may change consultations."""
        consultation = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, consultation):
            raise PermissionDenied
        if consultation is None:
            raise Http404
        form = CancellationForm(request.POST or None)
        sent = request.method == "POST" and form.is_valid()
        if sent and self._cancel(request, consultation, form):
            return HttpResponseRedirect(reverse("admin:comments_consultation_changelist"))
        return self._cancellation_page(request, consultation, form)

    def _cancel(
        self, request: HttpRequest, consultation: Consultation, form: CancellationForm
    ) -> bool:
        try:
            deeds.cancel(consultation, form.cleaned_data["reason"], by=request.user)
        except deeds.ConsultationRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_deletions(request, [consultation])  # type: ignore[arg-type]
        self.message_user(request, gettext("The consultation is called off."), messages.SUCCESS)
        return True

    def _cancellation_page(
        self, request: HttpRequest, consultation: Consultation, form: CancellationForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Call the consultation off"),
            "subtitle": str(consultation),
            "opts": self.opts,
            "object": consultation,
            "opens": standing.since(consultation),
            "invited": consultation.invitations.invited().count(),
            "refusal": deeds.why_not_cancel(consultation),
            "form": form,
        }
        return TemplateResponse(request, "comments/admin/consultation/cancel.html", context)

    def extend_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of an extension, for whoever may change consultations."""
        consultation = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, consultation):
            raise PermissionDenied
        if consultation is None:
            raise Http404
        form = ExtensionForm(request.POST or None, initial=_as_it_is(consultation))
        sent = request.method == "POST" and form.is_valid()
        if sent and self._extend(request, consultation, form):
            return HttpResponseRedirect(_page_of(consultation))
        return self._extension_page(request, consultation, form)

    def _extend(
        self, request: HttpRequest, consultation: Consultation, form: ExtensionForm
    ) -> bool:
        given = form.cleaned_data
        try:
            extension = deeds.extend(
                consultation,
                closes_at=given["closes"],
                answers_promised_on=given["answers_promised_on"],
                reason=given["reason"],
                read=given["read"],
                by=request.user,
            )
        except deeds.ConsultationRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        except Outdated as refusal:
            # Whoever sends it once more has seen how it stands now.
            form.add_error(None, explained(refusal))
            form.data = {**form.data.dict(), "read": version_of(consultation)}  # type: ignore[attr-defined]
            return False
        self.log_change(request, consultation, gettext("Extended."))
        until = standing.closing(extension.closes_at)
        sentence = gettext("Extended until %(day)s.") % {"day": until}
        self.message_user(request, hold_together(sentence), messages.SUCCESS)
        return True

    def _extension_page(
        self, request: HttpRequest, consultation: Consultation, form: ExtensionForm
    ) -> HttpResponse:
        consultation.refresh_from_db(fields=["closes_at", "answers_promised_on"])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Extend the consultation"),
            "subtitle": str(consultation),
            "opts": self.opts,
            "object": consultation,
            "until": standing.until(consultation),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "comments/admin/consultation/extend.html", context)

    # History

    def values(self, records: list[Any]) -> list[Values]:
        """In the words of the pages: a midnight belongs to the day that it ends."""
        found = super().values(records)
        for record, of_record in zip(records, found, strict=True):
            of_record["opens_at"] = (record.opens_at, standing.since(record))
            of_record["closes_at"] = (record.closes_at, _until_the_end(record))
        return found


def _until_the_end(consultation: Consultation) -> str:
    """When it closes, told apart from the midnight at which its last day begins."""
    if standing.ends_with_its_day(consultation.closes_at):
        return gettext("to the end of %(day)s") % {"day": standing.until(consultation)}
    return standing.until(consultation)


def _as_it_is(consultation: Consultation) -> dict[str, Any]:
    return {
        "answers_promised_on": consultation.answers_promised_on,
        "read": version_of(consultation),
    }


def _page_of(consultation: Consultation) -> str:
    return reverse("admin:comments_consultation_change", args=[consultation.pk])
