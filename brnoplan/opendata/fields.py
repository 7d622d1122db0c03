"""One value of a record: what it is called and of what kind, for each form in which it goes out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime

from strategy.formats.separated import guarded

Record = dict[str, Any]
Schema = dict[str, Any]


class Kind(StrEnum):
    """`TEXT` is in the language of people, `CODE` in none."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DECIMAL = "decimal"
    FLAG = "flag"
    DAY = "day"
    MOMENT = "moment"
    ADDRESS = "address"


_TYPES: dict[Kind, Schema] = {
    Kind.TEXT: {"type": "string"},
    Kind.CODE: {"type": "string"},
    Kind.NUMBER: {"type": "integer"},
    Kind.DECIMAL: {"type": "number"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.ADDRESS: {"type": "string", "format": "iri"},
}
_COLUMNS = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.NUMBER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.FLAG: "boolean",
    Kind.DAY: "date",
    Kind.MOMENT: "dateTime",
    Kind.ADDRESS: "anyURI",
}
# Between the values of a list in one cell of a table: none of them goes over more lines.
SEPARATOR = "\n"
# How the Czech standards write an instant, which may be known by its day only.
_INSTANT = "Časový okamžik"
_INSTANTS = {Kind.DAY: "datum", Kind.MOMENT: "datum_a_čas"}


@dataclass(frozen=True)
class Field:
    """`name` is that of the interface, `term` that of the datasets; `about` says what it holds.

    Of `codes` the value is one of these, or the empty text where it is not `required`. What
    `is_list` has any number of values, none of them is no value missing.
    """

    name: str
    term: str
    kind: Kind
    about: str
    required: bool = False
    codes: tuple[str, ...] = ()
    is_list: bool = False

    @property
    def schema(self) -> Schema:
        """JSON Schema of the value in the interface; null stands for one that is not known."""
        if self.is_list:
            return {"description": self.about, **_array(_TYPES[self.kind])}
        schema: Schema = {"description": self.about, **_TYPES[self.kind]}
        if self.codes:
            schema["enum"] = list(self.codes)
        if self.required:
            return schema
        schema["type"] = [schema["type"], "null"]
        if self.codes:
            schema["enum"].append(None)
        return schema

    @property
    def linked_schema(self) -> Schema:
        """JSON Schema of the value in a dataset, where what is not known is left out."""
        plain: Schema = _TYPES[self.kind] | ({"enum": list(self.codes)} if self.codes else {})
        if self.is_list:
            plain = _array(plain, least=1)
        if self.kind == Kind.TEXT:
            plain = _whole({"cs": plain})
        elif term := _INSTANTS.get(self.kind):
            plain = _whole({"typ": {"const": _INSTANT}, term: plain})
        return {"description": self.about, **plain}

    @property
    def column(self) -> Schema:
        """The column of a table, as CSV on the Web describes it."""
        column = {
            "name": self.name,
            "titles": self.term,
            "dc:description": self.about,
            "datatype": _COLUMNS[self.kind],
            "required": self.required,
        }
        return column | ({"separator": SEPARATOR} if self.is_list else {})

    def as_data(self, value: Any) -> Any:
        """The value as the interface gives it; an empty text is one that is not known."""
        if self.is_list:
            return [self._one(one) for one in value or []]
        return None if value is None or value == "" else self._one(value)

    @staticmethod
    def _one(value: Any) -> Any:
        if isinstance(value, datetime):
            return localtime(value).isoformat(timespec="seconds")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, UUID):
            return str(value)
        if isinstance(value, Decimal):
            # Of fifteen digits at most, which a float holds as they are.
            return int(value) if value == value.to_integral_value() else float(value)
        return value

    def as_linked(self, value: Any) -> Any:
        """The value as a dataset gives it; needs one that is known."""
        if self.kind == Kind.TEXT:
            return {"cs": value}
        if term := _INSTANTS.get(self.kind):
            return {"typ": _INSTANT, term: value}
        return value

    def as_cell(self, value: Any) -> str:
        """The value as a table gives it."""
        if self.is_list:
            value = SEPARATOR.join(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return guarded(value) if self.kind == Kind.TEXT else str(value)


def _array(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item} | ({"minItems": least} if least else {})


def _whole(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def text(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.TEXT, about, required)


def code(name: str, term: str, about: str, *codes: str, required: bool = False) -> Field:
    return Field(name, term, Kind.CODE, about, required, codes)


def texts(name: str, term: str, about: str) -> Field:
    return Field(name, term, Kind.TEXT, about, is_list=True)


def codes(name: str, term: str, about: str) -> Field:
    return Field(name, term, Kind.CODE, about, is_list=True)


def decimal(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.DECIMAL, about, required)


def number(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.NUMBER, about, required)


def flag(name: str, term: str, about: str) -> Field:
    return Field(name, term, Kind.FLAG, about, required=True)


def day(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.DAY, about, required)


def moment(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.MOMENT, about, required)


def address(name: str, term: str, about: str, *, required: bool = False) -> Field:
    return Field(name, term, Kind.ADDRESS, about, required)
