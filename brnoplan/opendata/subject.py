"""A kind of thing that data are given of: how it is called, described, narrowed and read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from brnoplan.opendata.fields import Field, Record, Schema, address, code
from strategy.naming import absolute

# Records of a page of the interface, and of a bite in which a dataset is read.
PAGE = 100
BITE = 5_000

# By the names of `Narrowing`; the key of one record is among them as "key".
Chosen = Mapping[str, str]


@dataclass(frozen=True)
class Narrowing:
    """What a list may be narrowed by: a parameter of the address that fits the pattern."""

    name: str
    about: str
    pattern: str


@dataclass(frozen=True)
class Subject:
    """`name` stands in addresses, `term` is the type of each record in the datasets.

    `read` gives at most so many records from a start on, with the values of `fields` by name; it
    knows the narrowings and "key". Data without a known value hold None or the empty text.
    `frequency` and `theme` are words of the European lists that catalogues use.
    """

    name: str
    term: str
    title: str
    about: str
    fields: tuple[Field, ...]
    read: Callable[[Chosen, int, int], list[Record]]
    words: tuple[str, ...]
    key_pattern: str
    key_about: str
    narrowings: tuple[Narrowing, ...] = ()
    frequency: str = "IRREG"
    theme: str = "GOVE"

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", (*_IDENTITY, *self.fields))

    @property
    def schema(self) -> Schema:
        """JSON Schema of a record in the interface, which always has every field."""
        return {
            "title": self.term,
            "description": self.about,
            "type": "object",
            "properties": {field.name: field.schema for field in self.fields},
            "required": [field.name for field in self.fields],
            "additionalProperties": False,
        }

    @property
    def linked_schema(self) -> Schema:
        """JSON Schema of a record in the dataset."""
        fields = {field.term: field.linked_schema for field in self.fields}
        return {
            "type": "object",
            "properties": {"typ": {"const": self.term}} | fields,
            "required": ["typ", *(field.term for field in self.fields if field.required)],
            "additionalProperties": False,
        }

    def data(self, record: Record) -> Record:
        """A record as the interface gives it."""
        whole = record | {"api": self.address_of(record["key"])}
        return {field.name: field.as_data(whole[field.name]) for field in self.fields}

    def linked(self, record: Record) -> Record:
        """A record as the dataset gives it, without what is not known."""
        data = self.data(record)
        known = (field for field in self.fields if data[field.name] not in (None, []))
        return {"typ": self.term} | {
            field.term: field.as_linked(data[field.name]) for field in known
        }

    def cells(self, record: Record) -> list[str]:
        """A record as a line of the table."""
        data = self.data(record)
        return [field.as_cell(data[field.name]) for field in self.fields]

    def all(self) -> Iterator[Record]:
        """Every record, read bite by bite."""
        start = 0
        while bite := self.read({}, start, BITE):
            yield from bite
            start += len(bite)
            if len(bite) < BITE:
                return

    def address_of(self, key: Any) -> str:
        """Where the interface gives one record, for ever."""
        return absolute(reverse("opendata:one", args=[self.name, str(key)]))

    @property
    def address(self) -> str:
        """Where the interface lists all of them."""
        return absolute(reverse("opendata:many", args=[self.name]))

    def file(self, ending: str) -> str:
        """Where the dataset is, as a file of that ending."""
        return absolute(reverse("opendata:dataset", args=[f"{self.name}.{ending}"]))


_IDENTITY = (
    address("iri", "iri", "Globální identifikátor záznamu, který se nemění.", required=True),
    code("key", "identifikátor", "Klíč záznamu v adresách rozhraní.", required=True),
    address("api", "adresa_rozhraní", "Kde rozhraní vydá tento záznam samotný.", required=True),
    address("address", "url", "Stránka, na které záznam čtou lidé.", required=True),
)

OF_PLAN = Narrowing(
    "plan", "Jen záznamy tohoto plánu; hodnotou je klíč plánu.", r"[-a-zA-Z0-9_]{1,50}"
)
EDITION_KEY = r"[-a-zA-Z0-9_]{1,50}-[0-9]{1,9}"


def split_key(key: str) -> tuple[str, int]:
    """The plan and the number of a key such as brno-2050-12, which fits EDITION_KEY."""
    slug, _hyphen, number = key.rpartition("-")
    return slug, int(number)
