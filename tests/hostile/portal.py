"""The portal full of payloads, and what it answers under every address of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.test import Client

from strategy.explaining import matching
from strategy.searching import keeping
from tests.authorisation import ground
from tests.authorisation.ground import Ground
from tests.hostile import asking, letters, planting
from tests.hostile.asking import Answer
from tests.hostile.letters import Told
from tests.hostile.planting import Planted
from tests.pressing import unpressed


class Portal(NamedTuple):
    """Browsers by name, addresses by route, what was planted, and of what letters were made."""

    clients: Mapping[str, Client]
    addresses: Mapping[str, Mapping[str, str]]
    planted: Planted
    told: list[Told]


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


def addresses(made: Portal | Ground) -> Iterator[str]:
    """All but those under links that lead nowhere."""
    for labelled in made.addresses.values():
        for label, address in labelled.items():
            if label not in (ground.FOREIGN, ground.BROKEN):
                yield address


def everything(made: Portal | Ground) -> Iterator[tuple[str, Answer]]:
    """Each address as nobody sees it, and where nobody may as a superuser does."""
    with unpressed():
        for address in addresses(made):
            given = asking.ask(made.clients, "anonymous", address)
            if given.response.status_code in (302, 403, 404, 405):
                given = asking.ask(made.clients, "superuser", address)
            yield address, given
