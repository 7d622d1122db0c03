"""What was typed for an item that has been published or deleted meanwhile is shown, not lost."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from strategy import editing
from strategy.models import Edition, Item


def kept_page(
    site: admin.AdminSite, request: HttpRequest, edition: Edition, counterpart: Item | None
) -> HttpResponse:
    """The sent wording beside the way to the plan's draft, to `counterpart` where it has one."""
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Your text was not saved"),
        "opts": Item._meta,
        "draft": Edition.objects.get(plan=edition.plan_id, state=Edition.State.DRAFT),
        "was_published": not edition.is_draft,
        "counterpart": counterpart,
        "typed": [
            (Item._meta.get_field(name).verbose_name, name, request.POST.get(name, ""))
            for name in editing.ITEM_WORDING
        ],
    }
    return TemplateResponse(request, "admin/strategy/item/kept.html", context, status=409)


def closed_edition(object_id: str, item: Item | None) -> Edition | None:
    """The edition of an item that can no longer be written; None where it can, or never was."""
    if item is not None:
        return None if item.edition.is_draft else item.edition
    if not object_id.isdecimal():
        return None
    gone = Item.history.filter(id=object_id, history_type="-", tier__isnull=False).first()
    return Edition.objects.filter(pk=gone.edition_id).first() if gone else None


def counterpart_of(item: Item | None) -> Item | None:
    """The same item in the plan's draft."""
    if item is None:
        return None
    drafts = Item.objects.filter(edition__state=Edition.State.DRAFT)
    return drafts.filter(edition__plan=item.edition.plan_id, key=item.key).first()
