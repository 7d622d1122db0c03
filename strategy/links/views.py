"""The public map of links, and the pages on which staff make them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from strategy.form_fields import number_in
from strategy.links import linking, mapping
from strategy.links.finding import found_by
from strategy.links.likely import Likely
from strategy.links.linking import LinkRefused
from strategy.links.of_item import said
from strategy.links.places import Place, places
from strategy.models import Item, MeasureLink
from strategy.pages import WHOLE_PORTAL, storable
from strategy.redirecting import see_other
from strategy.staff import for_staff

ON_PAGE = 50
SUGGESTED = 20
OF_ITEM = 8
# What a person can say of two items; backwards, the other carries this one out.
CHOICES = (*MeasureLink.Kind.values, "carried_out_by")


def links_map(request: HttpRequest) -> HttpResponse:
    """Plans against plans, and the links of one kind or of one field."""
    kind = request.GET.get("druh", "")
    row, column = (number_in(request.GET.get(name, "")) for name in ("z", "do"))
    if kind not in {"", *mapping.SHOWN}:
        raise Http404
    drawn = mapping.drawn(kind, row, column)
    context = {
        "map": drawn,
        "kind": kind,
        "row": row,
        "column": column,
        "kinds": [
            (one, one.label, drawn.counts[one]) for one in mapping.SHOWN if one in drawn.counts
        ],
        "page": Paginator(drawn.links, ON_PAGE).get_page(request.GET.get("strana")),
    }
    return storable(render(request, "strategy/links/map.html", context), WHOLE_PORTAL)


@for_staff("strategy.add_measurelink")
def links_desk(request: HttpRequest) -> HttpResponse:
    """What may belong together, to be confirmed or dismissed; and the search for an item."""
    asked = request.GET.get("hledat", "").strip()
    context = {
        "asked": asked,
        "found": found_by(asked) if asked else [],
        "page": Paginator(Likely().all(), SUGGESTED).get_page(request.GET.get("strana")),
        "kinds": MeasureLink.Kind,
    }
    return render(request, "strategy/links/desk.html", context)


@for_staff("strategy.add_measurelink")
@require_http_methods(["GET", "HEAD", "POST"])
def links_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """The links of one item; others are found by their code or words, or suggested."""
    here = places([key], public_only=False).get(key)
    if here is None:
        raise Http404
    refusal = note = ""
    if request.method == "POST":
        try:
            return _linked(request, here)
        except (LinkRefused, ValidationError) as refused:
            refusal = _in_words(refused)
            note = request.POST.get("poznamka", "")
    asked = (request.POST or request.GET).get("hledat", "").strip()
    context = {
        "here": here,
        "refusal": refusal,
        "wrong": _wrong_field(request),
        "links": _links(key),
        "asked": asked,
        "note": note,
        "chosen": request.POST.get("jina", ""),
        "kind": request.POST.get("druh", ""),
        "found": [place for place in found_by(asked) if place.key != key] if asked else [],
        "suggested": Likely().of(key)[:OF_ITEM],
    }
    return render(request, "strategy/links/item.html", context)


@for_staff("strategy.delete_measurelink")
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back, and go on with the item from whose page that was asked."""
    found = get_object_or_404(MeasureLink, pk=pk)
    linking.unlink(found, request.user)
    messages.success(request, _("The link is taken back."))
    back = found.to_key if request.POST.get("od") == str(found.to_key) else found.from_key
    return see_other(reverse("strategy:links_item", args=[back]))


def _wrong_field(request: HttpRequest) -> str:
    """The one that was left out, if any."""
    if not request.POST.get("jina"):
        return "jina"
    return "" if request.POST.get("druh") in CHOICES else "druh"


def _linked(request: HttpRequest, here: Place) -> HttpResponse:
    """Make the link that was asked for. Raises LinkRefused and ValidationError."""
    other = _item(request.POST.get("jina", ""))
    choice = request.POST.get("druh", "")
    if choice not in CHOICES:
        raise LinkRefused(_("Choose what the two have to do with one another."))
    one = Item.objects.select_related("edition").filter(key=here.key).latest("edition__number")
    if choice == "carried_out_by":
        one, other, choice = other, one, MeasureLink.Kind.CARRIES_OUT
    note = request.POST.get("poznamka", "")
    made = linking.link(one, choice, other, note=note, by=request.user)
    if made.kind == MeasureLink.Kind.UNRELATED:
        messages.success(request, _("The two are not suggested any more."))
    else:
        messages.success(request, _("Linked: %(link)s.") % {"link": linking.told(made)})
    if request.POST.get("zpet") == "prehled":
        return see_other(reverse("strategy:links_desk"))
    return see_other(reverse("strategy:links_item", args=[here.key]))


def _item(given: str) -> Item:
    try:
        key = UUID(given)
    except ValueError:
        raise LinkRefused(_("Choose the other item.")) from None
    rows = Item.objects.shown().select_related("edition").filter(key=key)
    found = rows.order_by("-edition__number").first()
    if found is None:
        raise LinkRefused(_("There is no such item any more."))
    return found


class Link(NamedTuple):
    """A link of an item, as staff see it: also one that was dismissed."""

    pk: int
    said: str
    note: str
    place: Place
    is_dismissed: bool


def _links(key: UUID) -> list[Link]:
    """All links of an item with their other ends, dismissed ones last. Three queries at most."""
    rows = list(MeasureLink.objects.filter(Q(from_key=key) | Q(to_key=key)).order_by("pk"))
    ends = places([_end(row, key) for row in rows], public_only=False) if rows else {}
    links = [
        Link(
            row.pk,
            said(row.kind, forward=row.from_key == key),
            row.note,
            ends[_end(row, key)],
            row.kind == MeasureLink.Kind.UNRELATED,
        )
        for row in rows
        if _end(row, key) in ends
    ]
    return sorted(links, key=lambda link: link.is_dismissed)


def _end(row: MeasureLink, key: UUID) -> UUID:
    return row.to_key if row.from_key == key else row.from_key


def _in_words(refusal: LinkRefused | ValidationError) -> str:
    parts: Iterable[str] = getattr(refusal, "messages", [str(refusal)])
    return " ".join(parts)
