"""The portal full of payloads, and what it answers under every address of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client

from comments.consulting import paper
from comments.tables import making
from strategy.explaining import matching
from strategy.pdf import library
from strategy.searching import keeping
from tests.authorisation import ground
from tests.hostile import letters, planting
from tests.hostile.letters import Told
from tests.hostile.planting import Planted

PRESSING = (library, paper, making)


class Portal(NamedTuple):
    """Browsers by name, addresses by route, what was planted, and of what letters were made."""

    clients: Mapping[str, Client]
    addresses: Mapping[str, Mapping[str, str]]
    planted: Planted
    told: list[Told]


class Answer(NamedTuple):
    """What came, and of how it came all that a browser goes by."""

    response: HttpResponseBase
    content: bytes


def make() -> Portal:
    """Fill an empty database."""
    with letters.noted() as told:
        made = ground.make()
    planted = planting.plant()
    matching.matcher.cache_clear()
    keeping.order_all()
    while keeping.catch_up():
        pass
    return Portal(made.clients, made.addresses, planted, told)


def addresses(portal: Portal) -> Iterator[tuple[str, str]]:
    """Route and address, without those under links that lead nowhere."""
    for route, labelled in portal.addresses.items():
        for label, address in labelled.items():
            if label not in (ground.FOREIGN, ground.BROKEN):
                yield route, address


def answer(client: Client, address: str) -> Answer:
    """As another machine is answered; what came of it is taken back."""
    with transaction.atomic():
        response = client.get(address, REMOTE_ADDR="192.0.2.7")
        content = response.getvalue()
        transaction.set_rollback(True)
    return Answer(response, content)


def everything(portal: Portal) -> Iterator[tuple[str, Answer]]:
    """Each address as nobody sees it, and where nobody may as a superuser does."""
    with pytest.MonkeyPatch.context() as patch:
        for module in PRESSING:
            patch.setattr(module, "render", lambda html, seconds=None: html.encode())
        for _route, address in addresses(portal):
            given = answer(portal.clients["anonymous"], address)
            if given.response.status_code in (302, 403, 404, 405):
                given = answer(portal.clients["superuser"], address)
            yield address, given
