"""The comment officer's desk: read, check, answer. Nobody rewrites what a citizen sent."""

import hashlib
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments import publication, reading, settlement
from comments.models import Comment, Contact, Point, Settlement
from strategy.admin.titles import PlainTitles
from strategy.models import Edition, Item


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


class PointForm(forms.ModelForm):
    """The answer to one point, drafted. Carries what of the answer its author has read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[("", "—"), *Settlement.Outcome.choices], required=False
    )
    reasoning = forms.CharField(
        label=_("Reasoning"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("Compulsory. It is published with the outcome."),
    )
    changed = forms.CharField(
        label=_("Changed item"),
        required=False,
        help_text=_("Where the comment changed the text: the code of that item in the draft."),
    )

    class Meta:
        model = Point
        fields = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.answer: Settlement | None = getattr(self.instance, "settlement", None)
        if self.answer is None:
            return
        changed = self.answer.changed_item
        self.initial.update(
            seen=_digest(self.answer),
            outcome=self.answer.outcome,
            reasoning=self.answer.reasoning,
            changed=changed.handle if changed else "",
        )
        if self.answer.state == Settlement.State.PUBLISHED:
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._refuse_published()
        if self.has_changed():
            self._refuse_outdated(given.get("seen", ""))
            self._refuse_half(given)
            self.changed_item = self._item(given.get("changed", ""))
        return given

    def save(self, commit: bool = True) -> Point:
        given = self.cleaned_data
        settlement.draft(
            self.instance,
            outcome=given["outcome"],
            reasoning=given["reasoning"],
            changed_item=self.changed_item,
        )
        return self.instance

    def _refuse_published(self) -> None:
        """A browser sends no disabled field; what comes was typed before the answer was out."""
        fixed = [name for name in ("outcome", "reasoning", "changed") if self.fields[name].disabled]
        sent = {name: self.data.get(self.add_prefix(name)) for name in fixed}
        if any(value not in {None, self.initial[name]} for name, value in sent.items()):
            raise forms.ValidationError(
                _("The settlement was published meanwhile. Yours was not saved: “%(answer)s”."),
                params={"answer": sent["reasoning"]},
            )

    def _refuse_outdated(self, seen: str) -> None:
        """Locks the point, so that what was compared here is what is saved."""
        Point.objects.select_for_update().get(pk=self.instance.pk)
        self.answer = Settlement.objects.filter(point=self.instance).first()
        if self.answer is None or _digest(self.answer) == seen:
            return
        self.data = dict(self.data.items()) | {self.add_prefix("seen"): _digest(self.answer)}
        raise forms.ValidationError(
            _("Someone else has answered meanwhile: “%(answer)s”. Save again to replace it."),
            params={"answer": f"{self.answer.get_outcome_display()}: {self.answer.reasoning}"},
        )

    def _refuse_half(self, given: dict[str, Any]) -> None:
        if not given.get("outcome"):
            self.add_error("outcome", _("Choose how the point was settled."))
        if not given.get("reasoning"):
            self.add_error("reasoning", _("Every settlement says why."))

    def _item(self, handle: str) -> Item | None:
        if not handle:
            return None
        drafts = Item.objects.filter(
            edition__plan=self.instance.comment.plan_id, edition__state=Edition.State.DRAFT
        )
        item = drafts.filter(handle=handle).first()
        if item is None:
            self.add_error("changed", _("The draft has no item of this code."))
        return item


class PointInline(admin.StackedInline):
    model = Point
    form = PointForm
    extra = 0
    can_delete = False
    readonly_fields = ("text", "answer")
    verbose_name_plural = _("points and their settlement")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if self.has_change_permission(request, obj):
            return ("text", "answer", "outcome", "reasoning", "changed", "seen")
        return ("text", "answer")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("comment", "settlement__changed_item")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.view_settlement")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("comments.change_settlement")

    @admin.display(description=_("settlement"))
    def answer(self, point: Point) -> str:
        answer: Settlement | None = getattr(point, "settlement", None)
        if answer is None:
            return str(_("not settled yet"))
        return f"{answer.get_state_display()}: {answer.get_outcome_display()}. {answer.reasoning}"


def _digest(answer: Settlement) -> str:
    """Changes whenever the answer does."""
    read = (answer.outcome, answer.reasoning, answer.changed_item_id, answer.state)
    return hashlib.sha256(repr(read).encode()).hexdigest()


@admin.register(Comment)
class CommentAdmin(PlainTitles):
    """Check and answer comments. What was sent, and its number, cannot be changed by anyone."""

    change_form_template = "comments/admin/change_form.html"
    list_display = ("number", "about", "wording", "organisation", "received", "state")
    list_display_links = ("number", "wording")
    list_filter = (CheckFilter, "plan", "channel")
    list_per_page = 50
    search_fields = ("=number", "organisation")
    ordering = ("-received_at",)
    inlines = (PointInline,)
    actions = ("publish", "hold", "reject", "publish_answers")
    sent = ("number", "state", "about", "kind", "channel", "received", "organisation")
    readonly_fields = (*sent, "name_public", "versions", "sender", "course")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Comment.objects.select_related("item__edition__plan").with_wording()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        person = ("name_public", "sender") if self._sees_contact(request) else ("name_public",)
        return (
            (None, {"fields": (*self.sent, "versions")}),
            (_("Who sent it"), {"fields": person}),
            (_("What has happened with it"), {"fields": ("course",)}),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who checks or answers works with the form; of the comment itself it changes nothing."""
        works = self.has_check_permission(request) or request.user.has_perm(
            "comments.change_settlement"
        )
        return works and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_check_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.check_comment")

    def has_answer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.publish_settlement")

    def _sees_contact(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.view_contact")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What has happened with a comment stands on its own page."""
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[object_id]))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Nothing of the comment itself is on the form; its points save themselves."""

    @admin.action(description=_("Publish the selected comments"), permissions=["check"])
    def publish(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._turn(request, comments, publication.publish)

    @admin.action(description=_("Hold the selected comments back"), permissions=["check"])
    def hold(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._turn(request, comments, publication.hold)

    @admin.action(description=_("Reject the selected comments"), permissions=["check"])
    def reject(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        self._turn(request, comments, publication.reject)

    @admin.action(description=_("Publish drafted settlements"), permissions=["answer"])
    def publish_answers(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        name = request.user.get_full_name()  # type: ignore[union-attr]  # staff only
        drafted = Settlement.objects.exclude(state=Settlement.State.PUBLISHED)
        answers = drafted.select_related("point__comment")
        for answer in answers.filter(point__comment__in=list(comments)):
            try:
                settlement.publish(answer, by=name)
            except settlement.SettlementRefused as refusal:
                self.message_user(request, f"{answer}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, answer.point.comment, _("Settlement published."))
                self.message_user(request, f"{answer}", messages.SUCCESS)

    def _turn(
        self, request: HttpRequest, comments: QuerySet[Comment], deed: Callable[[Comment], Comment]
    ) -> None:
        turned = 0
        for comment in comments:
            try:
                state = deed(comment).get_state_display()
            except publication.CheckRefused as refusal:
                self.message_user(request, f"{comment}: {refusal}", messages.ERROR)
            else:
                turned += 1
                self.log_change(request, comment, state)
        if turned:
            done = ngettext("%(count)d comment: %(state)s", "%(count)d comments: %(state)s", turned)
            self.message_user(request, done % {"count": turned, "state": state}, messages.SUCCESS)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        context["may_check"] = self.has_check_permission(request)
        context["may_answer"] = self.has_answer_permission(request)
        return super().render_change_form(request, context, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """A button at the comment does what the action of the same name does in the list."""
        for name, action in self.get_actions(request).items():
            if action and f"_{name}" in request.POST:
                action[0](self, request, Comment.objects.filter(pk=obj.pk))
                return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)

    @admin.display(description=_("about"), ordering="item__code_sort")
    def about(self, comment: Comment) -> SafeString:
        place = f"{comment.item.code} {Truncator(comment.item.text).chars(60)}".strip()
        return format_html("{}<br>{}", place, comment.item.edition)

    @admin.display(description=_("wording"))
    def wording(self, comment: Any) -> str:
        return Truncator(comment.text).chars(160)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, comment: Comment) -> str:
        return reading.moment(comment.received_at, day_only=comment.received_on_day_only)

    @admin.display(description=_("wording"))
    def versions(self, comment: Comment) -> SafeString:
        versions = comment.versions.order_by("-number")
        texts = ((linebreaksbr(version.text),) for version in versions)
        return format_html_join("", "<p>{}</p>", texts)

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
