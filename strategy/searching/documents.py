"""What can be found, and where it comes from. Other apps add their own sources once ready."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha1
from pathlib import Path
from typing import NamedTuple

from django.utils.functional import Promise


class Kind(NamedTuple):
    """What is found, as readers call it. `words` are Czech ones by which it is asked for.

    Kinds are listed as they were registered; one that `is_beside` plans and planning, after those.
    """

    label: str | Promise
    plural: str | Promise
    words: str = ""
    is_beside: bool = False


def _version() -> str:
    """Differs once words are read or weighed in another way, so that all is made anew."""
    files = ("words.py", "weighing.py", "stop_words.txt")
    folder = Path(__file__).parent
    return sha1(
        b"".join((folder / name).read_bytes() for name in files), usedforsecurity=False
    ).hexdigest()[:8]


VERSION = _version()


class Document(NamedTuple):
    """One thing that can be found.

    `whole` names what is made anew together with it and `ref` the thing itself, both within its
    source. `title` is empty where the kind and the code are its name. `context` says where it
    belongs, such as the item that a comment is about.
    """

    whole: str
    ref: str
    kind: str
    address: str
    title: str = ""
    code: str = ""
    context: str = ""
    text: str = ""
    plan_id: int | None = None
    in_force: bool = True
    edition: int | None = None
    year: int | None = None
    day: date | None = None
    # Words to find it by that are not shown.
    words: str = ""
    # One of many pieces of a text, which its title is not said by once more in each.
    is_part: bool = False

    @property
    def digest(self) -> str:
        """Differs once anything of it does."""
        said = sha1(repr(tuple(self)).encode(), usedforsecurity=False)
        return VERSION + said.hexdigest()[len(VERSION) :]


class Watch(NamedTuple):
    """Which rows of a table change which wholes.

    `wholes` is an SQL expression, or a subquery in brackets with the column `whole`, in which
    `{row}` stands for the row; so does it in the condition `when`. Where it `hides`, what was found
    there is gone at once, until it is made anew; it does unless nothing but more can come of it.
    """

    table: str
    wholes: str
    when: str = ""
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    hides: bool = True


class Source(NamedTuple):
    """Where documents come from.

    `documents` gives those of some wholes, only what everyone may read; `wholes` names all there
    are, also those of which nothing is public; one costs the `effort` of so many usual ones. What
    `is_of_the_programme` is compared with it once the programme is brought up to date.
    """

    name: str
    documents: Callable[[Sequence[str]], Iterable[Document]]
    wholes: Callable[[], Iterable[object]]
    watched: Sequence[Watch]
    is_of_the_programme: bool = False
    effort: int = 1


KINDS: dict[str, Kind] = {}
SOURCES: dict[str, Source] = {}


def register(source: Source, kinds: dict[str, Kind]) -> None:
    """Let the documents of a source be found. See `Kind` for their order."""
    SOURCES[source.name] = source
    KINDS.update(kinds)


def all_wholes() -> Iterator[tuple[str, str]]:
    """(source, whole) of everything that may hold documents."""
    for source in SOURCES.values():
        for whole in source.wholes():
            yield source.name, str(whole)
