"""Each subject whole, as a file: JSON-LD in the manner of the Czech standards, and CSV; schemas."""

import csv
import io
import json
from collections.abc import Iterator

from django.urls import reverse

from brnoplan.opendata.fields import Kind, Schema
from brnoplan.opendata.subject import Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.naming import absolute

TIME = "https://slovník.gov.cz/generický/čas/pojem/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def linked(subject: Subject) -> Iterator[str]:
    """The dataset as JSON-LD, in pieces."""
    head = {"@context": context_address(), "typ": "Datová sada", "iri": subject.file("jsonld")}
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{opening}, "název": {_written({"cs": subject.title})}, "položky": ['
    before = "\n"
    for record in subject.all():
        yield before + _written(subject.linked(record))
        before = ",\n"
    yield "\n]}\n"


def table(subject: Subject) -> Iterator[str]:
    """The dataset as CSV after RFC 4180, in pieces."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([field.term for field in subject.fields])
    for record in subject.all():
        writer.writerow(subject.cells(record))
        yield lines.taken()
    yield lines.taken()


def linked_schema(subject: Subject) -> Schema:
    """JSON Schema of the JSON-LD."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": subject.file("schema.json"),
        "title": subject.title,
        "description": subject.about,
        "type": "object",
        "properties": {
            "@context": {"const": context_address()},
            "typ": {"const": "Datová sada"},
            "iri": {"const": subject.file("jsonld")},
            "název": {"type": "object", "properties": {"cs": {"type": "string"}}},
            "položky": {"type": "array", "items": subject.linked_schema},
        },
        "required": ["@context", "typ", "iri", "název", "položky"],
        "additionalProperties": False,
    }


def table_schema(subject: Subject) -> Schema:
    """What CSV on the Web says of the table."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "cs"}],
        "url": subject.file("csv"),
        "dc:title": subject.title,
        "dc:description": f"{subject.about} Text, který by tabulkový program vzal za vzorec, má "
        "před sebou apostrof; z více hodnot jedné buňky stojí každá na svém řádku.",
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [field.column for field in subject.fields],
            "primaryKey": "iri",
        },
    }


def context() -> Schema:
    """What each term of the datasets means; the words are explained on the page of data."""
    terms: Schema = {
        "@version": 1.1,
        "@vocab": f"{absolute(reverse('data'))}#",
        "iri": "@id",
        "typ": "@type",
        "položky": {"@id": "http://www.w3.org/2000/01/rdf-schema#member", "@container": "@set"},
        "Časový okamžik": f"{TIME}časový-okamžik",
        "datum": {"@id": f"{TIME}datum", "@type": f"{XSD}date"},
        "datum_a_čas": {"@id": f"{TIME}datum-a-čas", "@type": f"{XSD}dateTime"},
    }
    for subject in SUBJECTS.values():
        for field in subject.fields:
            if field.term != "iri":
                terms[field.term] = _meaning(field.term, field.kind)
    return {"@context": terms}


def context_address() -> str:
    return absolute(reverse("opendata:context"))


def _meaning(term: str, kind: Kind) -> Schema:
    meaning: Schema = {"@id": f"{absolute(reverse('data'))}#{term}"}
    if kind == Kind.TEXT:
        return meaning | {"@container": "@language"}
    if kind == Kind.ADDRESS:
        return meaning | {"@type": "@id"}
    return meaning


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Lines(io.StringIO):
    """What was written since it was last taken."""

    def taken(self) -> str:
        written = self.getvalue()
        self.seek(0)
        self.truncate()
        return written
