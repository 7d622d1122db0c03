"""What the worker does for searching, and what a reader then finds."""

from strategy.models import SearchEntry, Synonyms
from strategy.searching import asking, finding, keeping
from strategy.searching.finding import Narrowing

IN_FORCE = Narrowing()


def catch_up() -> None:
    """Make anew all that is due."""
    while keeping.catch_up():
        pass


def found(typed: str, narrowing: Narrowing = IN_FORCE) -> list[str]:
    """Addresses of what is found, the best first."""
    words = Synonyms.objects.values_list("words", flat=True)
    keys = finding.find(asking.read(typed, words), narrowing).keys
    addresses = dict(SearchEntry.objects.values_list("pk", "address"))
    return [addresses[key] for key in keys]
