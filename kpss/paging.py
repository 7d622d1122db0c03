"""Pages of a long list, for `strategy/_pages.html`."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from strategy.paging import page_number, pages_around

ON_PAGE = 30


class Listed:
    """A page of rows: `rows` of it, `count` of all; `pages` are the links to the others.

    Two queries. Raises Http404 where there is no such page.
    """

    def __init__(self, request: HttpRequest, rows: QuerySet[Any], query: dict[str, str]) -> None:
        paginator = Paginator(rows, ON_PAGE)
        number = page_number(request)
        try:
            page = paginator.page(number)
        except EmptyPage:
            raise Http404 from None
        self.rows = list(page.object_list)
        self.count = paginator.count
        self.pages = pages_around(number, more=page.has_next(), query=urlencode(query))
