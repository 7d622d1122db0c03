"""Meetings of the bodies of community planning, as the calendars give them."""

import re

from django.db.models import Exists, OuterRef
from django.urls import reverse

from brnoplan.opendata.fields import Record, address, code, day, flag, moment, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import Chosen, Narrowing, Subject
from comments.redaction import hidden_in
from kpss.meetings import words
from kpss.minutes import showing
from kpss.models import Meeting, Minutes
from strategy.naming import absolute

OF_BODY = Narrowing("skupina", "Jen jednání této skupiny.", r"[-a-zA-Z0-9_]{1,50}")


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Two queries, one where there are none."""
    published = Minutes.objects.filter(meeting=OuterRef("pk"), state=Minutes.State.PUBLISHED)
    found = Meeting.objects.select_related("body").annotate(has_minutes=Exists(published))
    if slug := chosen.get("skupina"):
        found = found.filter(body__slug=slug)
    if key := chosen.get("key"):
        found = found.filter(uid=key)
    meetings = list(found.order_by("day", "time_from", "pk")[start : start + most])
    patterns = showing.patterns_of([meeting.pk for meeting in meetings]) if meetings else {}
    return [_record(meeting, patterns.get(meeting.pk)) for meeting in meetings]


def _record(meeting: Meeting, pattern: re.Pattern[str] | None) -> Record:
    page = absolute(meeting.get_absolute_url())
    minutes = absolute(reverse("kpss:minutes_detail", args=[meeting.pk]))
    wording = ("title", "place", "access", "cancelled_reason")
    shown = {name: _public(getattr(meeting, name), pattern) for name in wording}
    return shown | {
        "iri": page,
        "key": meeting.uid,
        "address": page,
        "body": meeting.body.slug,
        "body_name": meeting.body.name,
        "day": meeting.day,
        "begins_at": words.beginning(meeting) if meeting.time_from else None,
        "ends_at": words.end(meeting),
        "is_cancelled": meeting.is_cancelled,
        "minutes": minutes if getattr(meeting, "has_minutes", False) else None,
        "changed_at": meeting.changed_at,
    }


def _public(written: str, pattern: re.Pattern[str] | None) -> str:
    """Without what the minutes of the meeting hide."""
    return hidden_in(written, pattern) if pattern else written


SUBJECT = Subject(
    name="jednani",
    term="Jednání",
    title="Jednání skupin komunitního plánování sociálních služeb",
    about="Kdy a kde se skupiny scházejí a scházely, co bylo zrušeno a kde je zápis.",
    fields=(
        code("body", "skupina", "Klíč skupiny.", required=True),
        text("body_name", "název_skupiny", "Název skupiny.", required=True),
        text("title", "název", "Vlastní název jednání, má-li ho."),
        day("day", "den", "Den jednání.", required=True),
        moment("begins_at", "začátek", "Kdy jednání začíná, je-li to známo."),
        moment("ends_at", "konec", "Kdy jednání končí, je-li to známo."),
        text("place", "místo", "Kde se jednání koná."),
        text("access", "přístup", "Jak se tam dostat: schody, výtah, zvonek, smyčka."),
        flag("is_cancelled", "je_zrušeno", "Zda bylo jednání zrušeno."),
        text("cancelled_reason", "důvod_zrušení", "Proč bylo zrušeno."),
        address("minutes", "zápis", "Zveřejněný zápis."),
        moment("changed_at", "změněno", "Kdy se údaje o jednání naposledy změnily.", required=True),
    ),
    read=read,
    words=("komunitní plánování", "sociální služby", "jednání", "události", "Brno"),
    key_pattern=UUID_PATTERN,
    key_about="Identifikátor události (UUID), stejný jako v kalendáři.",
    narrowings=(OF_BODY,),
    frequency="CONT",
    theme="SOCI",
)
