"""What was typed for what has been published or deleted meanwhile is shown, not lost."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from strategy import editing, resolutions
from strategy.admin.words import in_words
from strategy.models import Card, CardField, Edition, Item, Resolution, ResolutionPart

# Fields of a row that say nothing by themselves.
BESIDES = ("-key", "-direction", "-ORDER", "-create", "-kind")
# (label, name, what was typed) of a field.
Typed = tuple[str, str, str]


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
        "typed": [*(_typed(request, Item, name) for name in editing.ITEM_WORDING), *_card(request)],
    }
    return TemplateResponse(request, "admin/strategy/item/kept.html", context, status=409)


def kept_resolution_page(
    site: admin.AdminSite, request: HttpRequest, resolution: Resolution
) -> HttpResponse:
    """The sent wording of a resolution by which an edition has been approved meanwhile."""
    fields = [name for name in resolutions.WORDING if name != "adopted"]
    parts = str(ResolutionPart._meta.verbose_name_plural)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Your text was not saved"),
        "opts": Resolution._meta,
        "resolution": resolution,
        "typed": [
            *(_typed(request, Resolution, name) for name in fields),
            (parts, "parts", "\n".join(_typed_parts(request))),
        ],
    }
    return TemplateResponse(request, "admin/strategy/resolution/kept.html", context, status=409)


def _typed(request: HttpRequest, model: type[Model], name: str, prefix: str = "") -> Typed:
    field: Any = model._meta.get_field(name)
    value = request.POST.get(prefix + name, "")
    return str(field.verbose_name), name, in_words(field, value)


def _card(request: HttpRequest) -> Iterator[Typed]:
    """What was typed into the card: its words, and each row of a set in one line."""
    for name in Card.WORDING:
        yield _typed(request, Card, name)
    for field in CardField:
        rows = "\n".join(_typed_rows(request, field.value))
        yield str(field.label), f"{field.value}-rows", rows


def _typed_rows(request: HttpRequest, prefix: str) -> Iterator[str]:
    for number in count():
        start = f"{prefix}-{number}-"
        names = [name for name in request.POST if name.startswith(start)]
        if not names:
            return
        if told := [request.POST[name] for name in names if not name.endswith(BESIDES)]:
            yield " · ".join(filter(None, told))


def _typed_parts(request: HttpRequest) -> Iterator[str]:
    """Each part that says something, in one line."""
    for number in count():
        prefix = f"parts-{number}-"
        if f"{prefix}wording" not in request.POST:
            return
        if request.POST[f"{prefix}wording"]:
            names = resolutions.PART_WORDING
            values = [_typed(request, ResolutionPart, name, prefix)[2] for name in names]
            yield " · ".join(filter(None, values))


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
