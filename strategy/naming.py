"""What the files of an edition are called, and where its pages are for whoever is elsewhere."""

from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar

from django.conf import settings

from strategy import languages
from strategy.models import Edition

# Of a plan's slug in the name of a stored file, which has room for 100 in all.
STORED_SLUG_CHARACTERS = 40


class HasExtension(Protocol):
    """A format of files by the ending of their names."""

    @property
    def extension(self) -> str: ...


Kind = TypeVar("Kind", bound=HasExtension)


class EndingConverter(Generic[Kind]):
    """The ending of a file's name in an address, as the one of `formats` that has it."""

    regex: str
    formats: Mapping[str, Kind]

    def __init_subclass__(cls) -> None:
        cls.regex = "|".join(cls.formats)

    def to_python(self, value: str) -> Kind:
        return self.formats[value]

    def to_url(self, value: Kind | str) -> str:
        return value if isinstance(value, str) else value.extension


def file_name(edition: Edition, ending: str) -> str:
    """Name under which a reader saves it: brno-2050-zneni-1.csv, of the draft -pracovni-navrh."""
    return _name(edition, edition.plan.slug, ending)


def stored_name(edition: Edition, ending: str) -> str:
    """As `file_name`, short enough to be kept in the database with what goes before it."""
    return _name(edition, stored_slug(edition), ending)


def stored_slug(edition: Edition) -> str:
    return edition.plan.slug[:STORED_SLUG_CHARACTERS]


def absolute(path: str) -> str:
    """The whole address of a path, for what is read outside of the portal: of the own language."""
    return whole(languages.bare(path))


def spoken(address: str) -> str:
    """A whole address of a page here, as it is in the language that is spoken; others as given."""
    root = whole("")
    rest = address.removeprefix(root)
    if rest == address or not rest.startswith("/"):
        return address
    return whole(languages.spoken(languages.bare(rest)))


def whole(path: str) -> str:
    """The whole address of a path as it stands, in whatever language."""
    return settings.SITE_URL.rstrip("/") + path


def _name(edition: Edition, slug: str, ending: str) -> str:
    which = "pracovni-navrh" if edition.is_draft else f"zneni-{edition.number}"
    return f"{slug}-{which}{ending}"
