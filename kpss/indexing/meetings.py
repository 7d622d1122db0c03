"""Meetings, their published minutes and decisions, with everything hidden that minutes hide."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from comments.privacy.hidden import HIDDEN
from kpss.minutes import decisions, showing
from kpss.minutes.content import content_of
from kpss.models import Decision, Meeting, Minutes
from strategy.searching.documents import Document, Kind, Source, Watch

MEETING, MINUTES, DECISION = "meeting", "minutes", "decision"
KINDS = {
    MEETING: Kind(_("Meeting"), _("Meetings"), "jednání setkání schůzka zasedání"),
    MINUTES: Kind(_("Minutes"), _("Minutes of meetings"), "zápis jednání"),
    DECISION: Kind(_("Decision"), _("Decisions"), "rozhodnutí usnesení"),
}


def documents(wholes: Sequence[str]) -> Iterator[Document]:
    keys = [int(whole) for whole in wholes]
    meetings = Meeting.objects.filter(pk__in=keys).select_related("body").order_by("pk")
    for meeting in showing.public_meetings(meetings):
        yield _meeting(meeting)
    published = Minutes.objects.filter(meeting__in=keys, state=Minutes.State.PUBLISHED)
    for minutes in published.select_related("meeting__body").order_by("pk"):
        yield _minutes(minutes)
    for decision in decisions.public().filter(meeting__in=keys):
        yield _decision(decision)


def _meeting(meeting: Meeting) -> Document:
    agenda = [point.row.title for point in showing.public_agenda(meeting)]
    said = [meeting.place, meeting.cancelled_reason, *agenda]
    return Document(
        ref=str(meeting.pk),
        kind=MEETING,
        address=meeting.get_absolute_url(),
        text=_joined(said),
        **_beside(meeting),
    )


def _minutes(minutes: Minutes) -> Document:
    """Without the names of members who are to do a task: those may be taken back."""
    told = content_of(minutes)
    hidden = minutes.hidden.values_list("text", flat=True)
    content = showing.without(told, hidden, showing.carried(minutes, told))
    return Document(
        ref=f"{minutes.meeting_id}:zapis",
        kind=MINUTES,
        address=minutes.get_absolute_url(),
        text=_joined(showing.words_of(content)),
        plan_id=minutes.plan_id,
        **_beside(showing.public_meeting(minutes.meeting)),
    )


def _decision(decision: Decision) -> Document:
    return Document(
        ref=f"{decision.meeting_id}:{decision.number}",
        kind=DECISION,
        address=decision.get_absolute_url(),
        text=_joined([decisions.public_text(decision)]),
        **_beside(showing.public_meeting(decision.meeting)),
    )


def _beside(meeting: Meeting) -> dict[str, Any]:
    """What all that was found of a meeting says alike."""
    day = date_format(meeting.day, "j. n. Y")
    title = meeting.title or meeting.body.name
    return {
        "whole": str(meeting.pk),
        "title": f"{_joined([title])}, {day}",
        "context": meeting.body.name,
        "year": meeting.day.year,
        "day": meeting.day,
        "words": f"{date_format(meeting.day, 'F')} {date_format(meeting.day, 'j. F Y')}",
    }


def _joined(texts: Sequence[str]) -> str:
    """Without the sign of a hidden passage."""
    return "\n".join(text.replace(HIDDEN, "…") for text in texts if text)


# What a meeting's minutes hide is hidden as well where later ones go through its tasks.
_OF_BODY = (
    "(SELECT other.id AS whole FROM kpss_minutes JOIN kpss_meeting own"
    " ON own.id = kpss_minutes.meeting_id JOIN kpss_meeting other ON other.body_id = own.body_id"
    " WHERE kpss_minutes.id = {row}.minutes_id)"
)
_OF_MINUTES = "(SELECT meeting_id AS whole FROM kpss_minutes WHERE id = {row}.minutes_id)"
_RENAMED = (
    "(SELECT id AS whole FROM kpss_meeting WHERE body_id = {row}.id"
    " AND (OLD.name <> NEW.name OR OLD.short_name <> NEW.short_name))"
)
SOURCE = Source(
    name="meetings",
    documents=documents,
    wholes=lambda: Meeting.objects.order_by("pk").values_list("pk", flat=True),
    watched=[
        Watch("kpss_meeting", "{row}.id"),
        Watch("kpss_agendapoint", "{row}.meeting_id"),
        Watch("kpss_minutes", "{row}.meeting_id"),
        Watch("kpss_minutesversion", _OF_MINUTES),
        Watch("kpss_hiddenpassage", _OF_BODY),
        Watch("kpss_task", "{row}.meeting_id"),
        Watch("kpss_decision", "{row}.meeting_id"),
        Watch("kpss_body", _RENAMED, events=("UPDATE",)),
    ],
)
