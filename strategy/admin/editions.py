from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy import editions
from strategy.admin.forms import PublishForm
from strategy.admin.titles import PlainTitles
from strategy.models import Edition, Item


@admin.register(Edition)
class EditionAdmin(PlainTitles):
    """Editions to look at. The one thing to do with one is to publish the draft."""

    change_form_template = "admin/strategy/edition/change_form.html"
    list_display = ["plan", "number", "state", "published_at", "items"]
    list_display_links = ["plan", "number"]
    search_fields = ["plan__title"]
    list_select_related = ["plan"]
    fields = ["plan", "number", "state", "published_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).select_related("plan")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def view_on_site(self, edition: Edition) -> str | None:
        return None if edition.is_draft else edition.get_absolute_url()

    @admin.display(description=_("items"))
    def items(self, edition: Edition) -> SafeString:
        changelist = reverse("admin:strategy_item_changelist")
        label = gettext("Open the draft") if edition.is_draft else gettext("Read")
        return format_html('<a href="{}?edition={}">{}</a>', changelist, edition.pk, label)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.publish_view)
        return [
            path("<path:object_id>/publish/", view, name="strategy_edition_publish"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not request.user.has_perm("strategy.publish_edition"):
            raise PermissionDenied
        draft = self.get_object(request, unquote(object_id))
        if draft is None:
            raise Http404
        form = PublishForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._publish(request, draft, form.cleaned_data["state"])
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Publish the draft"),
            "subtitle": str(draft),
            "opts": self.opts,
            "object": draft,
            "form": form,
            "count": Item.objects.shown().filter(edition=draft).count(),
            "following": draft.number + 1,
        }
        return TemplateResponse(request, "admin/strategy/edition/publish.html", context)

    def _publish(self, request: HttpRequest, draft: Edition, state: str) -> HttpResponse:
        try:
            edition = editions.publish(draft, state)
        except editions.PublishingRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.log_change(request, edition, gettext("Published."))
            self.message_user(
                request,
                gettext("Published: %(edition)s. A new draft stands ready.") % {"edition": edition},
                messages.SUCCESS,
            )
        return HttpResponseRedirect(reverse("admin:strategy_edition_change", args=[draft.pk]))
