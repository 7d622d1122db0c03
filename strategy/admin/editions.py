from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy import editions
from strategy.admin.publishing import PublishForm, WithdrawForm
from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.models import Edition, Item, Resolution


@admin.register(Edition)
class EditionAdmin(ReadOnly, PlainTitles):
    """Editions to look at, with two deeds: the draft is published, a published one withdrawn."""

    change_form_template = "admin/strategy/edition/change_form.html"
    list_display = ["plan", "number", "state", "published", "items"]
    list_display_links = ["plan", "number"]
    search_fields = ["plan__title"]
    list_select_related = ["plan"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("plan")

    def get_fields(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        """What there is to say of an edition in its state."""
        said = {
            "published": obj and not obj.is_draft,
            "approved_by": obj and obj.approved_by_id,
            "withdrawal_reason": obj and obj.withdrawal_reason,
            "resolutions_of": obj and _others(obj),
        }
        return ["plan", "number", "state", *filter(said.get, said)]

    def view_on_site(self, edition: Edition) -> str | None:
        return None if edition.is_draft else edition.get_absolute_url()

    @admin.display(description=_("items"))
    def items(self, edition: Edition) -> SafeString:
        changelist = reverse("admin:strategy_item_changelist")
        label = gettext("Open the draft") if edition.is_draft else gettext("Read")
        return format_html('<a href="{}?edition={}">{}</a>', changelist, edition.pk, label)

    @admin.display(description=_("resolutions"))
    def resolutions_of(self, edition: Edition) -> SafeString:
        links = (
            (reverse("admin:strategy_resolution_change", args=[resolution.pk]), resolution)
            for resolution in _others(edition)
        )
        return format_html_join("", '<div><a href="{}">{}</a></div>', links)

    @admin.display(description=_("published at"), ordering="published_at")
    def published(self, edition: Edition) -> str:
        return edition.published_on

    def get_urls(self) -> list[URLPattern]:
        deeds = {"publish": self.publish_view, "withdraw": self.withdraw_view}
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    self.admin_site.admin_view(view),
                    name=f"strategy_edition_{name}",
                )
                for name, view in deeds.items()
            ),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        draft = self._edition(request, object_id, "publish_edition")
        if not draft.is_draft:
            return self._refused(request, draft, gettext("This edition is already published."))
        form = PublishForm(draft, request.POST or None)
        if request.method == "POST" and form.is_valid() and self._publish(request, draft, form):
            return self._to_edition(draft)
        more = {
            "count": Item.objects.shown().filter(edition=draft).count(),
            "following": draft.number + 1,
            "approving": form.fields["resolution"].queryset.exists(),  # type: ignore[attr-defined]
        }
        return self._deed(request, draft, "publish", gettext("Publish the draft"), form, more)

    def _publish(self, request: HttpRequest, draft: Edition, form: PublishForm) -> bool:
        chosen = form.cleaned_data
        approved = chosen["state"] == Edition.State.APPROVED
        resolution = chosen["resolution"] if approved else None
        try:
            edition = editions.publish(
                draft,
                chosen["state"],
                resolution=resolution,
                by=request.user,
                seen=chosen["seen"],
            )
        except editions.PublishingRefused as refusal:
            form.refuse(refusal)
            return False
        self.log_change(request, edition, gettext("Published."))
        sentence = gettext("Published: %(edition)s. A new draft stands ready.")
        self.message_user(request, sentence % {"edition": edition}, messages.SUCCESS)
        return True

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        edition = self._edition(request, object_id, "withdraw_edition")
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                withdrawn = editions.withdraw(edition, form.cleaned_data["reason"])
            except editions.WithdrawalRefused as refusal:
                return self._refused(request, edition, str(refusal))
            self.log_change(request, withdrawn, gettext("Withdrawn."))
            sentence = gettext("Withdrawn: %(edition)s.") % {"edition": withdrawn}
            self.message_user(request, sentence, messages.SUCCESS)
            return self._to_edition(edition)
        return self._deed(request, edition, "withdraw", gettext("Withdraw the edition"), form, {})

    def _edition(self, request: HttpRequest, object_id: str, right: str) -> Edition:
        if not request.user.has_perm(f"strategy.{right}"):
            raise PermissionDenied
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            raise Http404
        return edition

    def _deed(
        self,
        request: HttpRequest,
        edition: Edition,
        name: str,
        title: str,
        form: Form,
        more: dict[str, Any],
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(edition),
            "opts": self.opts,
            "object": edition,
            "form": form,
            **more,
        }
        return TemplateResponse(request, f"admin/strategy/edition/{name}.html", context)

    def _refused(self, request: HttpRequest, edition: Edition, sentence: str) -> HttpResponse:
        self.message_user(request, sentence, messages.ERROR)
        return self._to_edition(edition)

    def _to_edition(self, edition: Edition) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:strategy_edition_change", args=[edition.pk]))


def _others(edition: Edition) -> list[Resolution]:
    """Its resolutions but the one that approved it, which is told already."""
    return [one for one in edition.resolutions.all() if one.pk != edition.approved_by_id]
