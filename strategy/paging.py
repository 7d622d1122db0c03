"""Which page of a list an address asks for, and the way to the others."""

from django.http import Http404, HttpRequest

# A number of a page has at most so many digits.
PAGE_DIGITS = 4


def page_number(request: HttpRequest) -> int:
    """The number in `?strana=2`; anything that is no page number is not found."""
    given = request.GET.get("strana", "1")
    if not (given.isascii() and given.isdecimal() and len(given) <= PAGE_DIGITS and int(given)):
        raise Http404
    return int(given)


def pages_around(page: int, *, more: bool, query: str = "") -> dict[str, str]:
    """Numbers of the pages before, at and after, each empty where there is none; for
    `strategy/_pages.html`. `query` is what else their addresses say.
    """
    return {
        "before": str(page - 1) if page > 1 else "",
        "at": str(page) if page > 1 or more else "",
        "after": str(page + 1) if more else "",
        "query": f"{query}&" if query else "",
    }
