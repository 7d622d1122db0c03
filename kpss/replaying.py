"""Erasing anew what the ledger tells of community planning, in a restored database."""

from collections.abc import Callable
from typing import Any

from kpss import privacy
from kpss.minutes import course, showing
from kpss.minutes.content import made
from kpss.models import Minutes, NewsSubscription, Person
from kpss.news import subscribing
from strategy.ledger import entries, replaying

What = dict[str, Any]


def _erase(what: What) -> bool:
    """Whoever bears the name or has the e-mail that was erased."""
    nothing = entries.digest("")
    sought = {what["name"], what["email"]} - {nothing}
    found = [
        person
        for person in Person.objects.order_by("pk")
        if _is_theirs(person, what) and {*map(entries.digest, (person.name, person.email))} & sought
    ]
    for person in found:
        privacy.erase(person, replaying.reason(), None, texts=what["texts"])
    return bool(found)


def _is_theirs(person: Person, what: What) -> bool:
    """Not a namesake with another e-mail."""
    same_name = entries.digest(person.name) == what["name"]
    same_email = entries.digest(person.email) == what["email"]
    return same_email if person.email and what["email"] != entries.digest("") else same_name


def _hide_passages(what: What) -> bool:
    minutes = Minutes.objects.filter(meeting__uid=what["meeting"]).first()
    if minutes is None:
        return False
    known = set(minutes.hidden.values_list("text", flat=True))
    texts = [*_texts(made(minutes.meeting, minutes).as_json()), *showing.said_of(minutes.meeting)]
    wanted = {one for text in texts for one in entries.found(text, what["passages"])}
    wanted |= {text for text in known if list(entries.mark(text)) in what["passages"]}
    if {" ".join(one.split()) for one in wanted} == known:
        return False
    course.hide(minutes, sorted(wanted), reveal=True)
    return True


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _end_news(what: What) -> bool:
    theirs = NewsSubscription.objects.filter(body=what["body"])
    ended = [one for one in theirs if entries.digest(one.email) == what["email"]]
    for one in ended:
        subscribing.end(one.pk)
    return bool(ended)


DEEDS: dict[str, Callable[[What], bool]] = {
    "person.erased": _erase,
    "passages.hidden": _hide_passages,
    "news.ended": _end_news,
}
