"""Public reading. A published page is the same for everyone, so that it can be kept ready."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from strategy import home, reading
from strategy.citing import citation
from strategy.days import end_of_period, next_midnight
from strategy.explaining import showing as explaining
from strategy.item_history import wordings
from strategy.lines import draw
from strategy.links.of_item import linked
from strategy.measures import cards, measured, showing
from strategy.models import Edition, Item
from strategy.outline import PAGE_ROWS, outline
from strategy.pages import WHOLE_PORTAL, storable, valid_until
from strategy.paging import page_number, pages_around
from strategy.progress import shown
from strategy.reading import Reading
from strategy.translating import showing as translating


def front(request: HttpRequest) -> HttpResponse:
    """The first page: what is open for comments, what was decided, which plans are in force."""
    shelves = reading.shelves()
    amounts = home.amounts(plan.edition for plan in shelves.in_force)
    context = {
        "shelves": shelves,
        "in_force": [(plan, amounts[plan.edition.pk]) for plan in shelves.in_force],
        "resolved": home.resolved(),
    }
    # A plan's period ends with a year, and what is said of days is of today.
    valid_until(request, next_midnight())
    return storable(render(request, "strategy/front.html", context), WHOLE_PORTAL)


def plan_list(request: HttpRequest) -> HttpResponse:
    """Every plan that was published, those that have ended too."""
    valid_until(request, next_midnight())
    response = render(request, "strategy/plan_list.html", {"shelves": reading.shelves()})
    return storable(response, WHOLE_PORTAL)


def plan_detail(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The whole edition as an outline on one page; a large one as many levels as fit."""
    return outline_page(request, reading.read(slug, number))


def outline_page(request: HttpRequest, read: Reading, day: date | None = None) -> HttpResponse:
    """An edition under any of its addresses; `day` is the one it was asked for by, if any."""
    root, page = _item(read), page_number(request)
    shown = outline(read.edition, most=PAGE_ROWS, page=page)
    if page > 1 and not shown.rows:
        raise Http404
    rows = translating.of_rows(read.plan, shown.rows)
    drawing, whole = draw(shown._replace(rows=rows)), shown.deepest is None
    comments = sum(row.comments or 0 for row in shown.rows) + reading.comments_of(root)
    context = {
        "read": read,
        "day": day,
        "root": root,
        "lines": drawing.lines,
        "parts": drawing.parts,
        "figures": drawing.figures if whole else [],
        "comments_count": str(comments) if whole else "",
        "items_count": str(root.get_descendant_count()),
        "pages": pages_around(page, more=shown.more),
    }
    response = render(request, "strategy/plan_detail.html", context)
    _keep_in_its_period(request, read.edition)
    # There are thousands of days; kept, they would push all other pages out of the store.
    return response if day else storable(response, read.plan.pk)


def item_detail(
    request: HttpRequest, slug: str, handle: str, number: int | None = None
) -> HttpResponse:
    """One item with its way up, what stands under it, comments, and its other wordings."""
    read = reading.read(slug, number, handle)
    if read.item is None:
        return _missing_item(request, read, handle)
    if read.item.is_root_node():
        return HttpResponseRedirect(read.address)
    page = page_number(request)
    children = reading.children(read.item, page)
    if page > 1 and not children.items:
        raise Http404
    neighbours = reading.neighbours(read.item)
    told = cards.of_key(read.item.key)
    facts = told.get(read.item.pk, cards.EMPTY)
    if progress := shown.of_item(read):
        # It counts the days since something was said.
        valid_until(request, next_midnight())
    _keep_in_its_period(request, read.edition)
    card, values = showing.shown(request, read.item, facts), measured.of_item(read, facts)
    context = {
        "read": read,
        "item": read.item,
        "explained": explaining.of_item(read),
        "translated": translating.of_item(read),
        "card": showing.beside(card, {one.indicator.key for one in values}),
        "measured": [(one, card.indicator(one.indicator.key)) for one in values],
        "neighbours": neighbours,
        "comments": reading.comments_of(read.item),
        "children": children.items,
        "wordings": wordings(read, read.item, told),
        "progress": progress,
        "linked": linked(read.item),
        "citation": citation(read.item, neighbours.item.tier_name),
        "pages": pages_around(page, more=children.more),
    }
    return storable(render(request, "strategy/item_detail.html", context), read.plan.pk)


def item_permanent(request: HttpRequest, key: UUID) -> HttpResponse:
    """From the address that never changes to where the item is read now."""
    item, is_current = reading.placed(key)
    address = reading.address(item.edition, current=is_current)
    return HttpResponseRedirect(address if item.is_root_node() else f"{address}{item.handle}/")


def _missing_item(request: HttpRequest, read: Reading, handle: str) -> HttpResponse:
    """To the right case of letters, or a 404 page that shows what is near."""
    if other_case := reading.handle_in_other_case(read.edition, handle):
        return HttpResponseRedirect(f"{read.address}{other_case}/")
    context = {"read": read, "handle": handle, "near": reading.near_codes(read.edition, handle)}
    return render(request, "strategy/item_missing.html", context, status=404)


def _item(read: Reading) -> Item:
    if read.item is None:
        raise Http404
    return read.item


def _keep_in_its_period(request: HttpRequest, edition: Edition) -> None:
    """Store the page no longer than its band is true, which says that the plan is over."""
    if ends := end_of_period(edition):
        valid_until(request, ends)
