"""Minutes as one may read them: with names put in, and for the public with passages hidden."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from django.db.models import Q

from comments.redaction import cleaned, hidden_in
from kpss.minutes.agenda import Numbered, numbered
from kpss.minutes.content import Content, content_of
from kpss.models import HiddenPassage, Meeting, Membership, Minutes
from kpss.people import public_name

# What no words are in, or which one of a few.
_NO_WORDS = {"day", "due", "given_on", "closed_on", "time_from", "time_to", "side"}
# The columns of a meeting in which everyone reads words.
OF_MEETING = (
    "title",
    "place",
    "access",
    "attended_in_words",
    "cancelled_reason",
    "reinstated_reason",
    "source",
)


def public(minutes: Minutes) -> Content:
    """As everyone reads them. Needs `meeting.body`; three queries and those of the content.

    Where tasks are carried on from earlier minutes, one query more.
    """
    content = named(content_of(minutes))
    return without(
        content, minutes.hidden.values_list("text", flat=True), carried(minutes, content)
    )


def carried(minutes: Minutes, content: Content) -> list[str]:
    """What earlier minutes hide where they give the tasks that these go through."""
    days = {line.given_day for line in content.earlier}
    if not days:
        return []
    earlier = {"minutes__meeting__body": minutes.meeting.body_id, "minutes__meeting__day__in": days}
    return list(HiddenPassage.objects.filter(**earlier).values_list("text", flat=True))


def named(content: Content) -> Content:
    """With whoever is to do a task as the public knows them. One query where there is any."""
    return all_named([content])[0]


def all_named(contents: Sequence[Content]) -> list[Content]:
    """As `named`, of several in one query."""
    wanted = {member for content in contents for member in content.members}
    members = Membership.objects.select_related("person", "organisation").filter(pk__in=wanted)
    names = {member.pk: public_name(member) for member in members} if wanted else {}
    return [Content.read(_with_names(content.as_json(), names)) for content in contents]


def for_packet(plan_id: int) -> list[tuple[Minutes, Content]]:
    """What the council gets with a plan. Two queries, and one where members are named."""
    found = list(Minutes.objects.for_packet(plan_id).prefetch_related("versions"))
    return list(zip(found, all_named([content_of(one) for one in found]), strict=True))


def public_agenda(meeting: Meeting) -> list[Numbered]:
    """The agenda as everyone reads it: without what the minutes hide. Two queries.

    Nor what those minutes hide in which a task was given that stands on it.
    """
    own, given = (
        Q(minutes__meeting=meeting),
        Q(minutes__meeting__tasks__agenda_points__meeting=meeting),
    )
    hidden = HiddenPassage.objects.filter(own | given).values_list("text", flat=True)
    pattern = pattern_of(hidden.values_list("text", flat=True))
    points = numbered(meeting)
    if pattern:
        for point in points:
            point.row.title = hidden_in(point.row.title, pattern)
    return points


def public_meeting(meeting: Meeting) -> Meeting:
    """As `public_meetings`, of one."""
    return public_meetings([meeting])[0]


def public_meetings(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Meetings as everyone reads them: copies to be shown, never saved. One query where any."""
    found = list(meetings)
    patterns = patterns_of([meeting.pk for meeting in found])
    return [_shown_meeting(meeting, patterns.get(meeting.pk)) for meeting in found]


def patterns_of(meetings: Sequence[int]) -> dict[int, re.Pattern[str]]:
    """What finds the hidden passages of each meeting that has any. One query where any is asked."""
    if not meetings:
        return {}
    passages = defaultdict(list)
    hidden = HiddenPassage.objects.filter(minutes__meeting__in=meetings)
    for meeting, text in hidden.values_list("minutes__meeting", "text"):
        passages[meeting].append(text)
    patterns = {meeting: pattern_of(texts) for meeting, texts in passages.items()}
    return {meeting: pattern for meeting, pattern in patterns.items() if pattern}


def said_of(meeting: Meeting) -> list[str]:
    """What the portal says of a meeting beside its agenda."""
    return [text for name in OF_MEETING if (text := getattr(meeting, name))]


def without(content: Content, passages: Iterable[str], carried_on: Iterable[str] = ()) -> Content:
    """With “[údaj skryt]” in place of passages, in any case and spacing.

    In place of those `carried_on` only where it goes through earlier tasks, and in its programme.
    """
    if pattern := pattern_of(carried_on):
        content = _without_carried(content, pattern)
    pattern = pattern_of(passages)
    return Content.read(_hidden(content.as_json(), pattern)) if pattern else content


def pattern_of(passages: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the passages; None where there is none."""
    ways = [r"\s+".join(map(re.escape, one.split())) for one in cleaned(list(passages))]
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def shown(text: str, passages: Iterable[str]) -> str:
    """One text as the public reads it."""
    pattern = pattern_of(passages)
    return hidden_in(text, pattern) if pattern else text


def words_of(content: Content) -> list[str]:
    """Every text of the content, in reading order, hidden ones too."""
    return list(_words(content.as_json()))


def _shown_meeting(meeting: Meeting, pattern: re.Pattern[str] | None) -> Meeting:
    if pattern is None:
        return meeting
    shown_one = copy(meeting)
    for name in OF_MEETING:
        setattr(shown_one, name, hidden_in(getattr(meeting, name), pattern))
    return shown_one


def _without_carried(content: Content, pattern: re.Pattern[str]) -> Content:
    earlier = Content.read(_hidden(replace(content, points=[]).as_json(), pattern)).earlier
    points = [replace(point, title=hidden_in(point.title, pattern)) for point in content.points]
    return replace(content, earlier=earlier, points=points)


def _with_names(stored: Any, names: dict[int, str]) -> Any:
    if isinstance(stored, list):
        return [_with_names(one, names) for one in stored]
    if not isinstance(stored, dict):
        return stored
    given = {key: _with_names(value, names) for key, value in stored.items()}
    if given.get("member"):
        given["who"] = ", ".join(filter(None, [names.get(given["member"], ""), given["who"]]))
    return given


def _hidden(stored: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(stored, str):
        return hidden_in(stored, pattern)
    if isinstance(stored, list):
        return [_hidden(one, pattern) for one in stored]
    if isinstance(stored, dict):
        return {
            key: value if key in _NO_WORDS else _hidden(value, pattern)
            for key, value in stored.items()
        }
    return stored


def _words(stored: Any) -> Iterable[str]:
    if isinstance(stored, str):
        yield from filter(None, [stored])
    elif isinstance(stored, list):
        for one in stored:
            yield from _words(one)
    elif isinstance(stored, dict):
        for key, value in stored.items():
            if key not in _NO_WORDS:
                yield from _words(value)
