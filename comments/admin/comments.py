"""Comments to be looked up. They are checked in the queue, and nobody rewrites what was sent."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments import reading
from comments.models import Comment, Contact
from strategy.admin.noted import NotedReading
from strategy.admin.rights import ReadOnly
from strategy.admin.titles import PlainTitles
from strategy.typography import hold_together


class CheckFilter(admin.SimpleListFilter):
    """What waits for a check comes first, without being asked for."""

    title = _("check")
    parameter_name = "kontrola"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        shown = (Comment.State.PUBLISHED, Comment.State.REJECTED, Comment.State.WITHDRAWN)
        return [*((str(state), state.label) for state in shown), ("vse", _("all"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() is None:
            return queryset.awaiting_check()
        return queryset if self.value() == "vse" else queryset.filter(state=self.value())

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": _("to be checked")}, *others]


@admin.register(Comment)
class CommentAdmin(NotedReading, ReadOnly, PlainTitles):
    """What was sent, by whom, and what has happened with it, to be read.

    Checked, redacted and answered on pages of their own, under their guards and locks.
    """

    change_form_template = "comments/admin/change_form.html"
    list_display = ("number", "about", "wording", "organisation", "received", "state")
    list_display_links = ("number", "wording")
    list_filter = (CheckFilter, "plan", "channel")
    list_per_page = 50
    search_fields = ("=number", "organisation", "versions__text")
    ordering = ("-received_at",)
    actions = None
    sent = ("number", "state", "about", "kind", "channel", "received", "organisation")
    readonly_fields = (*sent, "name_public", "versions", "shown_version", "sender", "course")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        seen = Comment.objects.all() if _sees_all(request) else Comment.objects.published()
        return seen.select_related("item__edition__plan").with_wording()

    def get_list_filter(self, request: HttpRequest) -> Any:
        # What waits for a check comes first only for who sees it.
        return self.list_filter if _sees_all(request) else self.list_filter[1:]

    def get_search_fields(self, request: HttpRequest) -> Any:
        # What is found in a wording tells that it is there.
        return self.search_fields if _sees_all(request) else self.search_fields[:-1]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        wording = "versions" if _sees_all(request) else "shown_version"
        person = ("name_public", "sender") if self._sees_contact(request) else ("name_public",)
        return (
            (None, {"fields": (*self.sent, wording)}),
            (_("Who sent it"), {"fields": person}),
            (_("What has happened with it"), {"fields": ("course",)}),
        )

    def _sees_contact(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.view_contact")

    def shows_contacts(self, request: HttpRequest, page: str) -> bool:
        return self._sees_contact(request) and page == "row"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What has happened with a comment stands on its own page."""
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[object_id]))

    @admin.display(description=_("about"), ordering="item__code_sort")
    def about(self, comment: Comment) -> SafeString:
        place = f"{comment.item.code} {Truncator(comment.item.text).chars(60)}".strip()
        return format_html("{}<br>{}", place, comment.item.edition)

    @admin.display(description=_("wording"))
    def wording(self, comment: Any) -> str:
        return Truncator(comment.text).chars(160)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, comment: Comment) -> str:
        day_only = comment.received_on_day_only
        return hold_together(reading.moment(comment.received_at, day_only=day_only))

    @admin.display(description=_("wording"))
    def versions(self, comment: Comment) -> SafeString:
        versions = comment.versions.order_by("-number")
        texts = ((linebreaksbr(version.text),) for version in versions)
        return format_html_join("", "<p>{}</p>", texts)

    @admin.display(description=_("wording"))
    def shown_version(self, comment: Comment) -> SafeString:
        """What readers see: no wording that was refused or waits for a check."""
        shown = comment.versions.filter(number=comment.version).order_by("part")
        return format_html_join("", "<p>{}</p>", ((linebreaksbr(it.text),) for it in shown))

    @admin.display(description=_("contact"))
    def sender(self, comment: Comment) -> str:
        contact = Contact.objects.filter(comment=comment).first()
        return ", ".join(filter(None, [contact.name, contact.email])) if contact else "–"

    @admin.display(description=_("history"))
    def course(self, comment: Comment) -> SafeString:
        records = comment.history.select_related("history_user").order_by("history_id")
        lines = (
            (reading.moment(it.history_date), it.get_state_display(), it.history_user or "–")
            for it in records
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} · {} · {}</li>", lines))


def _sees_all(request: HttpRequest) -> bool:
    """Whether comments are read before anybody has looked what of them may be published."""
    rights = ("comments.check_comment", "comments.view_contact")
    return any(request.user.has_perm(right) for right in rights)
