"""On a page in English whatever is Czech says so: a voice reads it as what it is.

Every text that people write has a Czech letter here (`planting`), so a place that forgets to say
`lang="cs"` shows by itself. So does a day or an amount that is still written the Czech way.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.functions import Concat
from django.test import Client
from lxml import html

from brnoplan import pagestore
from kpss.models.fields import When
from strategy import marking
from strategy.explaining import matching
from strategy.models import Edition
from tests import test_every_page as pages
from tests.comments.scene import everything
from tests.everybody import ONE_LANGUAGE
from tests.factories import item_of
from tests.hostile import planting

CZECH = " žluť"
# Letters of no English word, and a day as Czech writes it.
IS_CZECH = re.compile(r"[áčďéěíňóřšťúůýž]|\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b", re.IGNORECASE)
# What a voice reads of an element beside its text.
READ = ("alt", "aria-label", "aria-description", "placeholder", "title", "value")
# Not read aloud, or, as the title of a drawing, a sentence that can hold no element.
UNREAD = {"head", "script", "style", "title"}
# Codes and names of columns by which something is found, too short for words.
SHORT = 60
# What is no word of any language, or what other columns say what to do by.
LEFT = {"card_fields", "sha256", "page", "object_repr", "change_message"}


def plant() -> None:
    """A Czech letter in every text of the database that has none."""
    planted = planting.Planted({}, {})
    with transaction.atomic():
        planting.without_triggers()
        fields = list(planting.written_fields())
        for model, field in fields:
            if is_prose(field):
                _plant_in(model, field, planted)
        for model, field in fields:
            if isinstance(field, models.JSONField):
                planting.plant_in_data(model, field, planted)
    matching.matcher.cache_clear()


def is_prose(field: models.Field) -> bool:
    if isinstance(field, (models.JSONField, models.EmailField, models.URLField, When)):
        return False
    return field.name not in LEFT and (field.max_length or SHORT) >= SHORT


def _plant_in(model: type[models.Model], field: models.Field, planted: planting.Planted) -> None:
    rows = model._base_manager.exclude(**{field.attname: ""})
    texts = set(rows.values_list(field.attname, flat=True).distinct())
    bare = [text for text in texts if text and not IS_CZECH.search(text)]
    changed = Concat(field.attname, models.Value(CZECH), output_field=models.TextField())
    rows.filter(**{f"{field.attname}__in": bare}).update(**{field.attname: changed})
    planted.instead.update({text: text + CZECH for text in bare})


def unsaid(page: bytes) -> list[str]:
    """What is Czech on a page and stands in nothing that says so."""
    return list(_unsaid(html.document_fromstring(page.decode()), ""))


def _unsaid(element: Any, language: str) -> Iterator[str]:
    language = element.get("lang", language)
    if isinstance(element.tag, str) and element.tag not in UNREAD and language != "cs":
        for name in READ if element.get("type") != "hidden" else ():
            if IS_CZECH.search(element.get(name, "")):
                yield f"<{element.tag} {name}={element.get(name)!r}>"
        if found := IS_CZECH.search(element.text or ""):
            yield f"<{element.tag}> {_around(element.text, found)}"
    for child in element if element.tag not in UNREAD else ():
        yield from _unsaid(child, language)
        if language != "cs" and (found := IS_CZECH.search(child.tail or "")):
            yield f"<{element.tag}> {_around(child.tail, found)}"


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - 40) : found.end() + 20].split())


@pytest.mark.looks
@pytest.mark.parametrize(
    "make", [pages.of_plans, pages.of_comments, pages.of_planning, pages.of_the_office]
)
def test_what_is_czech_on_a_page_in_english_says_so(
    db: None, client: Client, make: Callable[[], dict[str, str]]
) -> None:
    if make is not pages.of_the_office:
        everything()
    addresses = {
        name: address
        for name, address in make().items()
        if not address.startswith((ONE_LANGUAGE, "/admin/"))
    }
    plant()
    client.force_login(User.objects.get(username="jana"))
    wrong = {}
    for name, address in addresses.items():
        answer = client.get(f"/en{address}")
        if found := unsaid(answer.content):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>Péče</p>", ["<p> Péče"]),
        ("<p>Care of <b>all</b> péče</p>", ["<p> péče"]),
        ("<p>On 22. 11. 2026</p>", ["<p> On 22. 11. 2026"]),
        ("<p lang=cs>Péče <b lang=en>péče</b></p>", ["<b> péče"]),
        ("<input value=Péče>", ["<input value='Péče'>"]),
        ("<select><option lang=cs>Péče<option>Školy</select>", ["<option> Školy"]),
        ("<a title=Péče>Care</a>", ["<a title='Péče'>"]),
        ("<p lang=cs>Péče</p><input type=hidden value=Péče><p>22 November 2026</p>", []),
    ],
)
def test_the_check_finds_what_is_not_said(markup: str, found: list[str]) -> None:
    assert unsaid(f"<html lang=en><title>Péče</title><body>{markup}".encode()) == found


def test_a_page_that_marks_nothing_is_found_out(
    client: Client, published: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant()
    address = f"/en{item_of(published, 'A1.2').get_absolute_url()}"
    assert unsaid(client.get(address).content) == []
    pagestore.store.clear()
    monkeypatch.setattr(marking, "_CZECH_LINE", re.compile("never"))
    assert "<h1> Podporovat záměr 2." in unsaid(client.get(address).content)
