"""Pages that lay two editions of a plan side by side, with the comments that changed the text."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.causes import Cause, causes_with_addresses
from strategy import reading
from strategy.compare import Change, Comparison, Kind, Line, base_of, compare
from strategy.difference import as_json
from strategy.form_fields import number_in
from strategy.models import Edition
from strategy.pages import storable
from strategy.paging import page_number, pages_around
from strategy.reading import Reading

CHANGES_ON_PAGE = 200
# One of 10,000 items against 10,000 takes 39 MB.
COMPARISONS_KEPT = 2
# What a kind of change is called in an address.
ADDRESSES = {
    Kind.ADDED: "pridano",
    Kind.REMOVED: "vypusteno",
    Kind.REWORDED: "preformulovano",
    Kind.RECODED: "prekodovano",
    Kind.MOVED: "presunuto",
    Kind.EXPLAINED: "vysvetleno",
    Kind.CARD: "gesce",
}


class Filter(NamedTuple):
    """One kind of change as a reader may choose it."""

    name: str
    label: str
    number: str
    chosen: bool


class Entry(NamedTuple):
    """A change with what stands around it on the page; an address is empty where none is public."""

    change: Change
    causes: list[Cause]
    older_address: str
    newer_address: str


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for two editions; once both are chosen it leads to their comparison."""
    read = reading.read(slug)
    given = [request.GET.get(name, "") for name in ("starsi", "novejsi")]
    if not any(given):
        return storable(_form(request, read), read.plan.pk)
    numbers = [number_in(number) for number in given]
    if refusal := _refusal(read, *numbers):
        return _form(request, read, refusal)
    return HttpResponseRedirect(_address(slug, *numbers))


@require_safe
def comparison(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """What the newer of two published editions changed."""
    read = reading.read(slug)
    if refusal := _refusal(read, older, newer):
        return _form(request, read, refusal, status=404)
    if older > newer:
        return HttpResponseRedirect(_address(slug, older, newer))
    found = _published(_edition(read, older), _edition(read, newer))
    return storable(_page(request, read, found), read.plan.pk)


@require_safe
def comparison_json(request: HttpRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """The same as data."""
    read = reading.read(slug)
    if older >= newer or _refusal(read, older, newer):
        raise Http404
    found = _published(_edition(read, older), _edition(read, newer))
    difference = as_json(found, causes_with_addresses(found.older, found.newer))
    response = JsonResponse(difference, json_dumps_params={"ensure_ascii": False})
    return storable(response, read.plan.pk)


@require_safe
def draft_latest(request: HttpRequest, slug: str) -> HttpResponse:
    """To the comparison of the working draft with what it is measured by."""
    base = base_of(_draft(request, slug))
    if base is None:
        raise Http404
    return HttpResponseRedirect(reverse("comparison_draft", args=[slug, base.number]))


@require_safe
def comparison_draft(request: HttpRequest, slug: str, older: int) -> HttpResponse:
    """What the working draft changes; for staff alone, and kept nowhere."""
    draft = _draft(request, slug)
    read = reading.read(slug)
    response = _page(request, read, compare(_edition(read, older), draft))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _published(older: Edition, newer: Edition) -> Comparison:
    """Of published editions, whose text stays the same; their states are as given."""
    return compared(older, newer)._replace(older=older, newer=newer)


@lru_cache(maxsize=COMPARISONS_KEPT)
def compared(older: Edition, newer: Edition) -> Comparison:
    """Kept, for filters and pages ask for the same two again and are not in the page store."""
    return compare(older, newer)


def _draft(request: HttpRequest, slug: str) -> Edition:
    """The plan's draft for those who may see it; to all others it is as if it were not there."""
    if not (request.user.is_staff and request.user.has_perm("strategy.view_edition")):
        raise Http404
    drafts = Edition.objects.select_related("plan").filter(state=Edition.State.DRAFT)
    draft = drafts.filter(plan__slug=slug).first()
    if draft is None:
        raise Http404
    return draft


def _edition(read: Reading, number: int) -> Edition:
    """Raises Http404 where no edition of that number is published."""
    for edition in read.editions:
        if edition.number == number:
            return edition
    raise Http404


def _refusal(read: Reading, older: int, newer: int) -> str:
    """Why these two cannot be compared, in words; empty where they can."""
    numbers = {edition.number for edition in read.editions}
    for number in (older, newer):
        if number not in numbers:
            return _("There is no published edition %(number)s of the plan.") % {"number": number}
    if older == newer:
        return _("An edition does not differ from itself. Choose two.")
    return ""


def _address(slug: str, *numbers: int) -> str:
    return reverse("comparison", args=[slug, *sorted(numbers)])


def _form(
    request: HttpRequest, read: Reading, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {"read": read, "refusal": refusal, **_choice(read)}
    return render(request, "brnoplan/comparison_choice.html", context, status=status)


def _choice(read: Reading, older: int = 0, newer: int = 0) -> dict[str, Any]:
    """Editions to choose from, the newest first, with the last two chosen unless others are."""
    choices = sorted(read.editions, key=lambda edition: edition.number, reverse=True)
    last_two = [edition.number for edition in choices[1::-1]]
    return {
        "choices": choices,
        "older_number": older or last_two[0],
        "newer_number": newer or last_two[-1],
    }


def _page(request: HttpRequest, read: Reading, found: Comparison) -> HttpResponse:
    chosen = _chosen(request.GET)
    changes = [change for change in found.changes if not chosen or chosen & {*change.kinds}]
    number, pages = page_number(request), Paginator(changes, CHANGES_ON_PAGE)
    if number > pages.num_pages:
        raise Http404
    page = pages.page(number)
    query = "&".join(f"druh={ADDRESSES[kind]}" for kind in Kind if kind in chosen)
    context = {
        "read": read,
        "comparison": found,
        "filters": _filters(found, chosen),
        "entries": _entries(found, list(page)),
        "shown_count": len(changes),
        "pages": pages_around(number, more=page.has_next(), query=query),
        **_choice(read, found.older.number, found.newer.number),
    }
    return render(request, "brnoplan/comparison.html", context)


def _chosen(query: QueryDict) -> set[Kind]:
    """The kinds in `?druh=pridano&druh=presunuto`; one that there is not is not found."""
    kinds = {address: kind for kind, address in ADDRESSES.items()}
    given = query.getlist("druh")
    if not kinds.keys() >= set(given):
        raise Http404
    return {kinds[address] for address in given}


def _filters(found: Comparison, chosen: set[Kind]) -> list[Filter]:
    return [
        Filter(ADDRESSES[kind], str(kind.label), str(count), kind in chosen)
        for kind, count in found.counts.items()
    ]


def _entries(found: Comparison, changes: list[Change]) -> list[Entry]:
    causes = causes_with_addresses(found.older, found.newer)
    return [
        Entry(
            change,
            causes.get(change.key, []),
            _item_address(found.older, change.before),
            _item_address(found.newer, change.after),
        )
        for change in changes
    ]


def _item_address(edition: Edition, line: Line | None) -> str:
    if line is None or edition.is_draft:
        return ""
    if line.is_plan:
        return edition.get_absolute_url()
    address = [edition.plan.slug, edition.number, line.handle]
    return reverse("strategy:edition_item_detail", args=address)
