from typing import Any, cast, get_args

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from mptt.admin import DraggableMPTTAdmin

from strategy import editing, tree
from strategy.admin.cards.history import ItemHistoryMixin
from strategy.admin.closed import closed_edition, counterpart_of, kept_page
from strategy.admin.forms import WORDING, ItemAddForm, ItemForm, MoveForm
from strategy.admin.hinting import HintingMixin
from strategy.admin.refusals import RefusalsMixin
from strategy.admin.titles import PlainTitles
from strategy.form_fields import number_in
from strategy.measures import changing
from strategy.models import CardField, Edition, Item


@admin.register(Item)
class ItemAdmin(RefusalsMixin, ItemHistoryMixin, HintingMixin, PlainTitles, DraggableMPTTAdmin):
    """One edition's items as a tree: the draft's to edit, a published one's to read.

    The root is never among them. Whatever changes the tree goes through `strategy.tree`.
    """

    change_form_template = "admin/strategy/item/change_form.html"
    list_display_links = ["indented_title"]
    search_fields = ["code", "text"]
    sortable_by = ()
    expand_tree_by_default = True
    wording = editing.ITEM_WORDING
    history_fields = ("parent", "tier", *editing.ITEM_WORDING)

    def get_queryset(self, request: HttpRequest) -> Any:
        items: Any = super().get_queryset(request)
        items = items.shown().select_related("edition__plan", "tier")
        edition = chosen_edition(request)
        return items.filter(edition=edition) if edition else items

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _of_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _of_draft(obj)

    def view_on_site(self, item: Item) -> str | None:
        return None if item.edition.is_draft else item.get_absolute_url()

    # The tree

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        return [
            path("<path:object_id>/move/", view, name="strategy_item_move"),
            *super().get_urls(),
        ]

    def get_list_display(self, request: HttpRequest) -> Any:
        edition = chosen_edition(request)
        if edition and edition.is_draft and self.has_change_permission(request):
            return ["tree_actions", "indented_title", "tier", "moving"]
        return ["tree_node", "indented_title", "tier"]

    def get_actions(self, request: HttpRequest) -> Any:
        edition = chosen_edition(request)
        return super().get_actions(request) if edition and edition.is_draft else {}

    @admin.display(description="")
    def tree_actions(self, item: Item) -> SafeString:
        return format_html('<div class="drag-handle"></div>{}', self.tree_node(item))

    @admin.display(description="")
    def tree_node(self, item: Item) -> SafeString:
        return format_html(
            '<div class="tree-node" data-pk="{}" data-level="{}"></div>', item.pk, item.level - 1
        )

    @admin.display(description=_("item"))
    def indented_title(self, item: Item) -> SafeString:
        code = format_html('<span class="code">{}</span> ', item.code) if item.code else ""
        return format_html('<span class="level level--{}">{}{}</span>', item.level, code, item.text)

    @admin.display(description=_("place"))
    def moving(self, item: Item) -> SafeString:
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            reverse("admin:strategy_item_move", args=[item.pk]),
            gettext("Move “%(item)s”") % {"item": item.code or item.text},
            gettext("Move"),
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        edition = chosen_edition(request)
        if edition is None:
            return self._choose_edition(request)
        context = {"title": str(edition.plan), "subtitle": None, "edition": edition}
        try:
            return super().changelist_view(request, context | (extra_context or {}))
        except tree.TreeRefused as refusal:
            return self.sent_back(request, refusal)

    def _choose_edition(self, request: HttpRequest) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Which plan?"),
            "opts": self.opts,
            "editions": Edition.objects.select_related("plan").order_by("plan__title", "-number"),
        }
        return TemplateResponse(request, "admin/strategy/item/choose_edition.html", context)

    def _tree_context(self, request: HttpRequest) -> dict[str, Any]:
        edition = chosen_edition(request)
        return {
            "storageName": f"items_of_edition_{edition.pk if edition else 0}",
            "treeStructure": self._build_tree_structure(self.get_queryset(request)),
            "levelIndent": self.mptt_level_indent,
            "expandTreeByDefault": self.expand_tree_by_default,
            "messages": {
                "before": gettext("before this item"),
                "child": gettext("under this item"),
                "after": gettext("after this item"),
                "collapseTree": gettext("Fold the tree"),
                "expandTree": gettext("Unfold the tree"),
            },
        }

    # Moving, with the mouse and without

    def _move_node(self, request: HttpRequest) -> HttpResponse:
        """What the mouse has dropped; django-mptt's own way writes past the lock."""
        pks = [request.POST.get(name, "") for name in ("cut_item", "pasted_on")]
        position = request.POST.get("position", "")
        if position not in get_args(tree.Position) or not all(pk.isdecimal() for pk in pks):
            return HttpResponse("FAIL, unknown instruction.", status=400)
        item, target = (self.get_object(request, pk) for pk in pks)
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        if item is None or target is None:
            refusal = gettext("The item is no longer there. Look at the tree again.")
        else:
            refusal = self._move(request, item, target, cast("tree.Position", position))
        if refusal:
            self.message_user(request, refusal, messages.ERROR)
            return HttpResponse("FAIL, refused.", status=409)
        return HttpResponse("OK, moved.")

    def move_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = self.get_object(request, unquote(object_id))
        if item is None:
            raise Http404
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        form = MoveForm(item, request.POST or None)
        if request.method == "POST" and form.is_valid():
            place = form.cleaned_data
            refusal = self._move(request, item, place["target"], place["position"])
            if not refusal:
                return self._to_tree(item)
            form.add_error(None, refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Move an item"),
            "subtitle": str(item),
            "opts": self.opts,
            "object": item,
            "form": form,
        }
        return TemplateResponse(request, "admin/strategy/item/move.html", context)

    def _move(self, request: HttpRequest, item: Item, target: Item, position: tree.Position) -> str:
        """Move and say so; returns the refusal, empty where there is none."""
        try:
            moved = tree.move_item(item, target, position)
        except tree.TreeRefused as refusal:
            return str(refusal)
        self.log_change(request, moved, gettext("Moved."))
        sentence = gettext("“%(item)s” was moved.") % {"item": moved}
        self.message_user(request, sentence, messages.SUCCESS)
        return ""

    # Adding, changing, deleting

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        if not self.has_add_permission(request):
            raise PermissionDenied
        edition = chosen_edition(request)
        if edition is None:
            return HttpResponseRedirect(reverse("admin:strategy_item_changelist"))
        if not edition.is_draft:
            if request.method == "POST":
                return kept_page(self.admin_site, request, edition, None)
            raise PermissionDenied
        context = {"edition": edition, "title": gettext("Add an item")} | (extra_context or {})
        return super().add_view(request, form_url, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        context = {"show_save_and_add_another": False} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def closed(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        if request.method != "POST" or object_id is None:
            return None
        if not self.has_change_permission(request):
            return None
        item = self.get_object(request, unquote(object_id))
        edition = closed_edition(unquote(object_id), item)
        if edition is None:
            return None
        return kept_page(self.admin_site, request, edition, counterpart_of(item))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kind = ItemAddForm if obj is None else ItemForm
        form = super().get_form(request, obj, change, form=kind, **kwargs)
        form.may_create = request.user.has_perm("strategy.add_organisation")
        if obj is None:
            form.edition = chosen_edition(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["place", "tier"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        wording = [name for name in WORDING if name != "due" or _may_have_deadline(obj)]
        return [*(["place"] if obj else ["parent"]), "tier", *wording]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The binding wording, below which its hints stand, and the rest."""
        fields = self.get_fields(request, obj)
        place = fields.index("text") + 1
        return [(None, {"fields": fields[:place]}), (None, {"fields": fields[place:]})]

    @admin.display(description=_("under"))
    def place(self, item: Item) -> str:
        above = item.get_ancestors().shown()
        return " › ".join(str(ancestor) for ancestor in above) or gettext("the plan as a whole")

    def save_model(self, request: HttpRequest, obj: Item, form: ItemForm, change: bool) -> None:
        form.card.store_missing(request.user)
        wording, facts = form.changes() | form.card.unlinked_lead(), form.card.facts()
        if change:
            version = form.cleaned_data["version"]
            changing.change_measure(obj, version, request.user, wording, facts)
            return
        place = form.cleaned_data
        added = editing.add_item(place["parent"], place["tier"], **wording)
        changing.change(added, added.version, request.user, **facts)
        obj.pk, obj.edition = added.pk, added.edition

    def delete_model(self, request: HttpRequest, obj: Item) -> None:
        tree.delete_item(obj)
        request.deleted = obj  # type: ignore[attr-defined]

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Back to the tree it was in, which only the item itself could tell."""
        super().response_delete(request, obj_display, obj_id)
        return self._to_tree(request.deleted)  # type: ignore[attr-defined]

    def delete_selected_tree(
        self, modeladmin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Item]
    ) -> HttpResponse | None:
        """Ask about, count and log each item that goes, not only the ticked ones."""
        going = Item.objects.get_queryset_descendants(
            queryset.select_related(None), include_self=True
        )
        return delete_selected(modeladmin, request, going.select_related("edition__plan", "tier"))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Item]) -> None:
        """Delete what was ticked; what went along with an item above it is already gone."""
        with transaction.atomic():
            for item in queryset.order_by("lft"):
                if Item.objects.filter(pk=item.pk).exists():
                    tree.delete_item(item)

    def response_post_save_add(self, request: HttpRequest, obj: Item) -> HttpResponseRedirect:
        return self._to_tree(obj)

    def response_post_save_change(self, request: HttpRequest, obj: Item) -> HttpResponseRedirect:
        return self._to_tree(obj)

    def _to_tree(self, item: Item) -> HttpResponseRedirect:
        changelist = reverse("admin:strategy_item_changelist")
        return HttpResponseRedirect(f"{changelist}?edition={item.edition_id}")


def chosen_edition(request: HttpRequest) -> Edition | None:
    """The edition that the address names (`?edition=5`); read once for a request."""
    if not hasattr(request, "chosen_edition"):
        chosen = number_in(request.GET.get("edition", ""))
        found = Edition.objects.select_related("plan").filter(pk=chosen).first() if chosen else None
        request.chosen_edition = found  # type: ignore[attr-defined]
    return request.chosen_edition  # type: ignore[attr-defined]


def _of_draft(item: Item | None) -> bool:
    return item is None or item.edition.is_draft


def _may_have_deadline(item: Item | None) -> bool:
    """Measures whose plan uses it may; one that is there is shown, whatever the tier."""
    if item is None or item.due:
        return True
    is_measure = item.tier is None or item.tier.is_measure
    return is_measure and CardField.DUE in item.edition.plan.card_fields
