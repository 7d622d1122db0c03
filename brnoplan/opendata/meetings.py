"""Meetings of the bodies of community planning: as the calendars give them, and how many came.

Who came is told by numbers of the published minutes alone; nobody is named.
"""

import re
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from brnoplan.opendata.fields import Record, address, code, day, flag, moment, number, text
from brnoplan.opendata.items import UUID_PATTERN
from brnoplan.opendata.subject import Chosen, Narrowing, Subject
from comments.redaction import hidden_in
from kpss.meetings import words
from kpss.minutes import showing
from kpss.models import Meeting, Minutes, MinutesVersion, Side
from strategy.naming import absolute

SIDES = {
    Side.COMMISSIONER: "commissioners_present",
    Side.PROVIDER: "providers_present",
    Side.SERVICE_USER: "service_users_present",
}
COUNTS = ("present", "deputies", "excused", "absent")
# What was counted in a meeting, a line for each side.
Lines = list[dict[str, Any]]

OF_BODY = Narrowing("skupina", "Jen jednání této skupiny.", r"[-a-zA-Z0-9_]{1,50}")


def read(chosen: Chosen, start: int, most: int) -> list[Record]:
    """Three queries, one where there are none."""
    published = Minutes.objects.filter(meeting=OuterRef("pk"), state=Minutes.State.PUBLISHED)
    found = Meeting.objects.select_related("body").annotate(has_minutes=Exists(published))
    if slug := chosen.get("skupina"):
        found = found.filter(body__slug=slug)
    if key := chosen.get("key"):
        found = found.filter(uid=key)
    meetings = list(found.order_by("day", "time_from", "pk")[start : start + most])
    keys = [meeting.pk for meeting in meetings]
    patterns, came = (showing.patterns_of(keys), _came(keys)) if keys else ({}, {})
    return [
        _record(meeting, patterns.get(meeting.pk)) | _counted(came.get(meeting.pk, []))
        for meeting in meetings
    ]


def _came(keys: list[int]) -> dict[int, Lines]:
    """Who came, in numbers, as the published minutes say last. One query."""
    published = MinutesVersion.objects.filter(
        minutes__meeting__in=keys, minutes__state=Minutes.State.PUBLISHED
    )
    return dict(published.order_by("number").values_list("minutes__meeting", "content__attendance"))


def _counted(lines: Lines | None) -> Record:
    """How many were there, altogether and for each side; nothing where nobody was counted."""
    if not lines:
        return dict.fromkeys((*COUNTS, *SIDES.values()))
    by_side = {line["side"]: line["present"] for line in lines}
    sides = {name: by_side.get(side, 0) for side, name in SIDES.items()}
    return sides | {name: sum(line[name] for line in lines) for name in COUNTS}


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
        "guests": meeting.guests,
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
    about="Kdy a kde se skupiny scházejí a scházely, kolik lidí přišlo, co bylo zrušeno a kde je "
    "zápis. Osoby nejsou jmenovány.",
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
        number("present", "přítomno", "Kolik členů přišlo, s náhradníky, podle zápisu."),
        number("commissioners_present", "přítomno_za_zadavatele", "Kolik z nich za zadavatele."),
        number("providers_present", "přítomno_za_poskytovatele", "Kolik z nich za poskytovatele."),
        number("service_users_present", "přítomno_za_uživatele", "Kolik z nich za uživatele."),
        number("deputies", "přítomno_náhradníků", "Kolik z nich bylo náhradníků."),
        number("excused", "omluveno", "Kolik členů se omluvilo."),
        number("absent", "nepřítomno", "Kolik členů nepřišlo bez omluvy."),
        number("guests", "hostů", "Kolik přišlo hostů."),
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
