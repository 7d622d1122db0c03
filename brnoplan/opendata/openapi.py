"""The description of the interface in OpenAPI 3.1, made of the subjects themselves."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from brnoplan.opendata.asking import PAGE_NUMBER, PAGE_PATTERN
from brnoplan.opendata.fields import Schema
from brnoplan.opendata.subject import PAGE, Narrowing, Subject
from brnoplan.opendata.subjects import SUBJECTS
from strategy.naming import absolute

VERSION = "1.0"
_ADDRESS = {"type": "string", "format": "uri"}
_PAGES: Schema = {
    "type": "object",
    "description": "Adresy stránek seznamu; null, kde stránka není. Totéž je v hlavičce Link.",
    "properties": {
        "self": _ADDRESS,
        "first": _ADDRESS,
        "prev": _ADDRESS | {"type": ["string", "null"]},
        "next": _ADDRESS | {"type": ["string", "null"]},
    },
    "required": ["self", "first", "prev", "next"],
    "additionalProperties": False,
}
_PROBLEM: Schema = {
    "type": "object",
    "description": "Chyba podle RFC 9457, slovy česky.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
_ROOT: Schema = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "description": _ADDRESS,
        "licence": _ADDRESS,
        "subjects": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    **{name: {"type": "string"} for name in ("name", "title", "about")},
                    "address": _ADDRESS,
                },
                "required": ["name", "title", "about", "address"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["title", "description", "licence", "subjects"],
    "additionalProperties": False,
}
_NOT_MODIFIED = {"description": "Beze změny od verze, kterou uvádí If-None-Match."}


def description() -> dict[str, Any]:
    """The whole document."""
    root = reverse("opendata:root")
    paths = {root: {"get": _operation("seznam", "Co rozhraní nabízí", _ROOT)}}
    for subject in SUBJECTS.values():
        paths |= _paths(subject)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME}: otevřená data",
            "description": "Jen ke čtení, bez klíče a bez cookies. Osobní údaje neobsahuje.",
            "version": VERSION,
            "license": {"name": "Podmínky užití", "url": settings.DATA_LICENCE},
        },
        "servers": [{"url": absolute("")}],
        "paths": paths,
        "components": {
            "schemas": {subject.name: subject.schema for subject in SUBJECTS.values()}
            | {"problem": _PROBLEM}
        },
    }


def _paths(subject: Subject) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{subject.name}"}
    listed: Schema = {
        "type": "object",
        "properties": {
            "pages": _PAGES,
            "data": {"type": "array", "items": reference, "maxItems": PAGE},
        },
        "required": ["pages", "data"],
        "additionalProperties": False,
    }
    many = _operation(f"{subject.name}-seznam", subject.about, listed)
    narrowings = (*subject.narrowings, Narrowing(PAGE_NUMBER, "Číslo stránky.", PAGE_PATTERN))
    many["parameters"] = [_parameter(one, "query") for one in narrowings]
    many["responses"]["400"] = _failure("Parametr, který rozhraní nezná, nebo jeho hodnota.")
    one = _operation(f"{subject.name}-zaznam", f"{subject.term}: jeden záznam", reference)
    one["parameters"] = [
        _parameter(Narrowing("key", subject.key_about, subject.key_pattern), "path")
    ]
    return {
        reverse("opendata:many", args=[subject.name]): {"get": many},
        f"{reverse('opendata:many', args=[subject.name])}{{key}}/": {"get": one},
    }


def _operation(name: str, summary: str, schema: Schema) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {
                "description": summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": schema}},
            },
            "304": _NOT_MODIFIED,
            "404": _failure("Nic takového tu není."),
        },
    }


def _failure(about: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/problem"}
    return {"description": about, "content": {"application/problem+json": {"schema": reference}}}


def _parameter(one: Narrowing, place: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": place,
        "required": place == "path",
        "description": one.about,
        "schema": {"type": "string", "pattern": f"^(?:{one.pattern})$"},
    }
