"""Payloads sent as a visitor sends words: in the question of an address, and through each form.

What a page asks its question for is heard while it answers without one; forms are read off the
pages themselves. A sending takes one payload for each field, the next sending goes on with the
next, so that every kind of field sees others on every page.
"""

from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any
from urllib.parse import urlencode, urljoin

from django.test import Client
from lxml import html

from tests.forms_in_error import BUTTONS, CHOSEN, posting_forms
from tests.hostile import asking
from tests.hostile.asking import Answer, Sent
from tests.hostile.payloads import PAYLOADS

# What lists of the administration ask all at once for, and not name by name.
OF_LISTS = {"q", "o", "p", "e", "all", "_popup", "_to_field", "_changelist_filters"}


class Payloads:
    """One payload after another, without end."""

    def __init__(self) -> None:
        self._next = cycle(payload.text for payload in PAYLOADS)

    def of(self, names: list[str]) -> Sent:
        return {name: [text] for name, text in zip(names, self._next, strict=False)}


def questions(
    clients: Mapping[str, Client], answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Answer]]:
    """Each page asked for all it reads out of a question, with its answer."""
    payloads = Payloads()
    for address, known in answers.items():
        names = sorted(known.names | (OF_LISTS if address.startswith("/admin/") else set()))
        if names:
            question = f"{address}?{urlencode(payloads.of(names), doseq=True)}"
            yield question, asking.ask(clients, known.by, question)


def forms(
    clients: Mapping[str, Client], answers: Mapping[str, Answer]
) -> Iterator[tuple[str, Answer]]:
    """Each form of each page sent with payloads, by each of its buttons, with its answer."""
    payloads = Payloads()
    seen = set()
    for address, known in answers.items():
        for form in posting_forms(html.document_fromstring(known.content)):
            target = urljoin(address, form.action or address)
            buttons = form.xpath(BUTTONS) or [None]
            for button in buttons:
                fields = written(form, payloads, button)
                once = (target, *sorted(fields))
                if once not in seen:
                    seen.add(once)
                    yield target, asking.ask(clients, known.by, target, fields)


def written(form: Any, payloads: Payloads, button: Any) -> Sent:
    """Payloads in all that is typed; what is chosen and hidden stays as the page has it."""
    said: Sent = {}
    for control in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        name = control.get("name")
        if control.get("disabled") is not None or kind in {"submit", "file", "image", "button"}:
            continue
        if kind == "select":
            said.setdefault(name, []).extend(_chosen(control))
        elif kind == "hidden":
            said.setdefault(name, []).append(control.get("value", ""))
        elif kind in CHOSEN:
            if control.get("checked") is not None:
                said.setdefault(name, []).append(control.get("value", "on"))
        else:
            said.update(payloads.of([name]))
    if button is not None and button.get("name"):
        said[button.get("name")] = [button.get("value", "")]
    return said


def _chosen(select: Any) -> list[str]:
    chosen = select.xpath(".//option[@selected]/@value")
    return [*map(str, chosen)] or [*map(str, select.xpath("(.//option/@value)[last()]"))]
