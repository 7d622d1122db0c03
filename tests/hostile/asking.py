"""Asking the portal as another machine, and what came of it, which is taken back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.test import Client

READS = ("get", "getlist", "__getitem__", "__contains__", "pop")
Sent = dict[str, list[str]]


class Answer(NamedTuple):
    """What came to whom, and what was read meanwhile out of the question of the address."""

    response: HttpResponseBase
    content: bytes
    by: str
    names: frozenset[str]


def ask(
    clients: Mapping[str, Client], name: str, address: str, fields: Sent | None = None
) -> Answer:
    """The answer to one of them; a form where there are fields."""
    client = clients[name]
    cookies = client.cookies.copy()
    with transaction.atomic(), heard() as names:
        if fields is None:
            response = client.get(address, REMOTE_ADDR="192.0.2.7")
        else:
            response = client.post(address, fields, REMOTE_ADDR="192.0.2.7")
        content = response.getvalue()
        transaction.set_rollback(True)
    client.cookies = cookies
    return Answer(response, content, name, frozenset(names))


@contextmanager
def heard() -> Iterator[set[str]]:
    """Names of what is read out of questions meanwhile."""
    names: set[str] = set()

    def hearing(read: Any) -> Any:
        def of(self: QueryDict, name: str, *rest: Any, **named: Any) -> Any:
            names.add(name)
            return read(self, name, *rest, **named)

        return of

    with pytest.MonkeyPatch.context() as patch:
        for read in READS:
            patch.setattr(QueryDict, read, hearing(getattr(QueryDict, read)))
        yield names
