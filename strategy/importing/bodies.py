"""The organisations that a file names: known, to be created, or left as words."""

from collections.abc import Iterable, Mapping

from strategy.characters import without_diacritics
from strategy.editing import Author
from strategy.measures import directory
from strategy.measures.directory import Directory, NotFound
from strategy.models import Organisation

Kind = Organisation.Kind
# How names of each kind begin, in small letters without diacritics.
_BEGINNINGS = {
    Kind.DEPARTMENT: ("odbor", "oddeleni", "kancelar ", "sekce"),
    Kind.DISTRICT: ("mestska cast", "mc "),
    Kind.AUTHORITY: ("ministerstvo", "urad", "krajsky urad", "magistrat"),
    Kind.WORKING_GROUP: ("pracovni skupina", "ps "),
    Kind.SCHOOL: ("univerzita", "skola", "zs ", "ms ", "ss "),
}


class Bodies:
    """Who is meant by a name. Names to be created bear numbers below zero until they are."""

    def __init__(self, known: Directory, created: Iterable[str] = ()) -> None:
        self.known = known
        self._created = {directory.normal(name): -n for n, name in enumerate(created, start=1)}

    def find(self, written: str) -> int | None:
        """The organisation's number, None where the name stays a name."""
        try:
            return self.known.find(written)
        except NotFound:
            return self._created.get(directory.normal(written))

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those that the directory lacks and that could be created, each once."""
        found: dict[str, str] = {}
        for name in names:
            try:
                self.known.find(name)
            except NotFound as unknown:
                if unknown.is_unknown:
                    found.setdefault(directory.normal(name), name)
        return list(found.values())

    def doubtful(self, names: Iterable[str]) -> list[str]:
        """Why the directory cannot say who is meant, where it knows more than one."""
        return [why for name in names if (why := self._doubt(name))]

    def _doubt(self, name: str) -> str:
        try:
            self.known.find(name)
        except NotFound as several:
            return "" if several.is_unknown else str(several)
        return ""


def create(kinds: Mapping[str, str], by: Author = None) -> None:
    """Put the names into the directory; the kind of each is one of Organisation.Kind."""
    for name, kind in kinds.items():
        directory.create(name, kind, by)


def likely_kind(name: str) -> str:
    """What an organisation of that name most likely is; whoever imports may say otherwise."""
    small = without_diacritics(name.casefold())
    for kind, beginnings in _BEGINNINGS.items():
        if small.startswith(beginnings):
            return kind
    return Kind.ORGANISATION
