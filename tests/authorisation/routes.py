"""All routes there are, and the actions of the admin."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import LocalePrefixPattern

# What stands for the parameters of a route, as `/pripominky/vyporadani/<point_id>/`.
_CONVERTER = re.compile(r"<(?:[a-z_]+:)?(\w+)>")
_GROUP = re.compile(r"\^?\(\?P<(\w+)>[^()]*\)/?\$?")


class Route(NamedTuple):
    """Where it leads, as the matrix calls it, and what its parameters are named."""

    path: str
    parameters: tuple[str, ...]


def routes() -> dict[str, Route]:
    """Every route by its path."""
    found = [_route("/".join(parts)) for parts in _walk(get_resolver(), ())]
    return {route.path: route for route in found}


def path_of(resolved: Any) -> str:
    """The path of the route that an address was resolved to."""
    return _route(resolved.route).path


def _walk(resolver: Any, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for one in resolver.url_patterns:
        prefix = "" if isinstance(one.pattern, LocalePrefixPattern) else str(one.pattern)
        if isinstance(one, URLPattern):
            yield ("".join([*before, prefix]),)
        else:
            yield from _walk(one, (*before, prefix))


def _route(written: str) -> Route:
    parameters = tuple(_CONVERTER.findall(written)) + tuple(_GROUP.findall(written))
    path = _GROUP.sub(r"<\1>", _CONVERTER.sub(r"<\1>", written))
    return Route(f"/{path}", parameters)
