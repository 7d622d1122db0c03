"""What the rules say of a measure as it is being written, before it is saved."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from strategy import editing
from strategy.form_fields import number_in
from strategy.linting import checking
from strategy.linting.checking import Hint
from strategy.linting.rules import Subject
from strategy.models import Edition, Item, Tier


class HintingMixin(admin.ModelAdmin):
    """A form of an item is sent here as it stands; nothing of it is kept.

    A script asks so while somebody writes, a button does it without one in a page of its own.
    """

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.hints_view))
        return [path("hints/<int:edition>/", view, name="strategy_item_hints"), *super().get_urls()]

    def hints_view(self, request: HttpRequest, edition: int) -> HttpResponse:
        drafts = Edition.objects.select_related("plan").filter(state=Edition.State.DRAFT)
        draft = drafts.filter(pk=edition).first()
        if draft is None:
            raise Http404
        item = self._item(request, draft)
        allowed = self.has_change_permission(request, item) if item else False
        if not (allowed or (item is None and self.has_add_permission(request))):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Hints on the text"),
            "subtitle": None,
            "text": request.POST.get("text", ""),
            "hints": self._hints(request, draft, item),
        }
        return TemplateResponse(request, "admin/strategy/item/hints.html", context)

    def _item(self, request: HttpRequest, draft: Edition) -> Item | None:
        """The item that is changed; None where one is being added."""
        number = number_in(request.GET.get("item", ""))
        if not number:
            return None
        item = Item.objects.select_related("tier").filter(edition=draft, pk=number).first()
        if item is None:
            raise Http404
        item.edition = draft
        return item

    def _hints(self, request: HttpRequest, draft: Edition, item: Item | None) -> list[Hint]:
        tier = item.tier if item else self._tier(request, draft)
        if tier is None or not tier.is_measure or not request.POST.get("text", "").strip():
            return []
        request.chosen_edition = draft  # type: ignore[attr-defined]
        form: Any = self.get_form(request, item, change=item is not None)
        return checking.hints_as(draft, _subject(form(request.POST, instance=item), item))

    def _tier(self, request: HttpRequest, draft: Edition) -> Tier | None:
        chosen = number_in(request.POST.get("tier", ""))
        return Tier.objects.filter(plan=draft.plan_id, pk=chosen).first()


def _subject(form: Any, item: Item | None) -> Subject:
    """A measure as a form says it; of a card that has a mistake yet, what it said before."""
    card, sent = form.card, form.data
    before = {name: getattr(item, name) if item else "" for name in editing.ITEM_WORDING}
    said = before | {name: sent[name].strip() for name in before if name in sent}
    facts = card.before
    if card.is_valid():
        facts = replace(facts, **card.facts())
    return Subject(
        item.pk if item else 0, said["code"], said["text"], said["lead"], said["due"], facts
    )
