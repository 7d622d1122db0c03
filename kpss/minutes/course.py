"""The course of minutes: draft, sent to members, approved, published. Never a step back.

Deeds lock the meeting, then the minutes, so that none goes on while somebody is writing.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.redaction import SHORTEST, cleaned
from kpss import letters
from kpss.minutes import personal, showing
from kpss.minutes.content import Content, content_of, made
from kpss.minutes.numbers import renumber
from kpss.models import (
    Attendance,
    DecisionEffect,
    HiddenPassage,
    Meeting,
    Membership,
    Minutes,
    MinutesVersion,
    Objection,
    PlanningRevision,
)
from kpss.news import telling
from strategy import languages
from strategy.editing import Author, signed
from strategy.ledger import entries as ledger
from strategy.models import PageRevision

# What the column of a hidden passage holds.
LONGEST_PASSAGE = 300
# As the history of the minutes has it.
CHOSEN = gettext_lazy("hidden passages were chosen")


class MinutesRefused(Exception):
    """Why nothing was done with minutes; its text is for the reader."""


def send(minutes: Minutes, until: date, by: Author = None, *, seen: str | None = None) -> int:
    """Send the minutes to those who were asked to the meeting; returns how many letters go out.

    `until` is the last day for objections, `seen` the `mark` of what the sender has read. Sent
    once more after a change, they all get the new wording; where only the day is another, they
    are told of that. Raises MinutesRefused.
    """
    with transaction.atomic():
        minutes = held(minutes)
        _refuse_step(minutes, {Minutes.State.DRAFT, Minutes.State.SENT})
        _refuse_unheld(minutes.meeting)
        if until < localdate():
            raise MinutesRefused(_("The day until which members may object is over already."))
        content = _read(minutes, seen)
        if minutes.state == Minutes.State.DRAFT and renumber(minutes.meeting):
            content = made(minutes.meeting, minutes)
        if is_kept(minutes, content):
            return _move(minutes, until, by)
        version = _keep(minutes, content, by)
        attendances = _addressees(minutes.meeting)
        _save(
            minutes,
            by,
            state=Minutes.State.SENT,
            sent_at=timezone.now(),
            objections_until=until,
        )
        return letters.minutes_sent(minutes, version, attendances)


def object_to(attendance: Attendance, text: str) -> Objection:
    """What a member objects to in minutes that were sent. Raises MinutesRefused."""
    with transaction.atomic():
        minutes = held(Minutes.objects.get(meeting=attendance.meeting_id))
        if minutes.state != Minutes.State.SENT:
            raise MinutesRefused(_("Objections to these minutes are not taken any more."))
        if minutes.objections_until and minutes.objections_until < localdate():
            raise MinutesRefused(_("The day until which objections were taken is over."))
        if not text.strip():
            raise MinutesRefused(_("Write what is wrong in the minutes."))
        mine = {"minutes": minutes, "membership": attendance.membership, "text": text.strip()}
        waiting = Objection.objects.filter(state=Objection.State.OPEN, **mine).first()
        # A double sending of one form is one objection.
        return waiting or Objection.objects.create(**mine)


def decide(objection: Objection, state: str, answer: str) -> Objection:
    """Accept an objection, or not, with an answer that its author gets. Raises MinutesRefused."""
    with transaction.atomic():
        held(objection.minutes)
        objection = Objection.objects.select_related("minutes__meeting__body", "membership").get(
            pk=objection.pk
        )
        if objection.state != Objection.State.OPEN:
            raise MinutesRefused(_("The objection was decided already."))
        if state not in {Objection.State.ACCEPTED, Objection.State.REFUSED}:
            raise MinutesRefused(_("Say whether the objection is accepted."))
        if not answer.strip():
            raise MinutesRefused(_("Write what was done about the objection, or why nothing was."))
        objection.state, objection.answer = state, answer.strip()
        objection.save()
        letters.objection_decided(objection)
        return objection


def approve(
    minutes: Minutes,
    *,
    at: Meeting | None = None,
    on: date | None = None,
    by: Author = None,
    seen: str | None = None,
) -> Minutes:
    """Close the minutes as approved at a later meeting of the body, or on a day.

    Neither comes before the last day for objections. From then on their wording never changes.
    `seen` is as for `send`. Raises MinutesRefused.
    """
    with transaction.atomic():
        minutes = held(minutes)
        _refuse_step(minutes, {Minutes.State.SENT})
        if minutes.objections.filter(state=Objection.State.OPEN).exists():
            raise MinutesRefused(_("Some objections are not decided yet."))
        _refuse_approval(minutes, at, on)
        _keep(minutes, _read(minutes, seen), by)
        day = at.day if at else on
        return _save(minutes, by, state=Minutes.State.APPROVED, approved_at=at, approved_on=day)


def publish(minutes: Minutes, by: Author = None, *, fine: Collection[str] = ()) -> Minutes:
    """Let everyone read approved minutes, for good.

    `fine` are passages that look personal, and that everyone may read nevertheless; how many they
    were stands in the history. Raises MinutesRefused.
    """
    with transaction.atomic():
        minutes = held(minutes)
        _refuse_step(minutes, {Minutes.State.APPROVED})
        unjudged = personal.unjudged(minutes)
        _refuse_unjudged([passage for passage in unjudged if passage not in fine])
        with languages.own():
            minutes._change_reason = _judged_in_words(len(unjudged))  # type: ignore[attr-defined]
        _save(minutes, by, state=Minutes.State.PUBLISHED, published_at=timezone.now())
        telling.mark_body(minutes.meeting.body_id)
        _raise_pages(minutes)
        return minutes


def hide(
    minutes: Minutes, passages: Sequence[str], by: Author = None, *, reveal: bool = False
) -> list[str]:
    """Let the public read “[údaj skryt]” in place of these passages, and of no others.

    So it is wherever the portal tells of the meeting. Returns those that were hidden and are no
    more; of published minutes only if `reveal` says that it is meant. Raises MinutesRefused for
    that, and where a passage stands neither in the minutes nor by the meeting.
    """
    wanted = cleaned(passages)
    with transaction.atomic():
        minutes = held(minutes)
        _refuse_passages(minutes, wanted)
        known = list(minutes.hidden.order_by("pk").values_list("text", flat=True))
        revealed = [text for text in known if text not in wanted]
        if minutes.state == Minutes.State.PUBLISHED and not reveal:
            _refuse_revealed(revealed)
        _change_hidden(minutes, revealed, [text for text in wanted if text not in known])
        marks = [ledger.mark(passage) for passage in wanted]
        ledger.record("passages.hidden", meeting=str(minutes.meeting.uid), passages=marks)
        # What is hidden stands in no history; that something was, does.
        minutes._change_reason = languages.in_own(CHOSEN)  # type: ignore[attr-defined]
        _save(minutes, by)
        if minutes.state == Minutes.State.PUBLISHED:
            _raise_pages(minutes)
        else:
            # The agenda, which is public from the first, hides the same.
            PlanningRevision.raise_it()
        return revealed


def held(minutes: Minutes) -> Minutes:
    """The minutes as they are now, locked after their meeting, with its body at hand."""
    Meeting.objects.select_for_update().get(pk=minutes.meeting_id)
    locked = Minutes.objects.select_for_update(of=["self"]).select_related("meeting__body")
    return locked.get(pk=minutes.pk)


def mark(content: Content) -> str:
    """Tells one wording from another; says nothing of what it is."""
    stored = json.dumps(content.as_json(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


def is_kept(minutes: Minutes, content: Content) -> bool:
    """Whether the newest version that members have, or had, says the same. One query."""
    version = minutes.versions.order_by("number").last()
    return version is not None and Content.read(version.content) == content


def later_meetings(minutes: Minutes) -> QuerySet[Meeting]:
    """Of the same body, at which the minutes may be approved, the next one first."""
    meeting = minutes.meeting
    later = Meeting.objects.filter(body=meeting.body_id, day__gt=meeting.day, cancelled_at=None)
    if minutes.objections_until:
        later = later.filter(day__gte=minutes.objections_until)
    return later.filter(day__lte=localdate()).order_by("day", "time_from", "pk")


def _move(minutes: Minutes, until: date, by: Author) -> int:
    """Give members another last day for objections to the wording that they have."""
    if until == minutes.objections_until:
        raise MinutesRefused(_("Members have this very wording already."))
    _save(minutes, by, objections_until=until)
    return letters.objections_moved(minutes, _addressees(minutes.meeting))


def _refuse_step(minutes: Minutes, from_states: set[Minutes.State]) -> None:
    if minutes.state in from_states:
        return
    raise MinutesRefused(
        {
            Minutes.State.DRAFT: _("The minutes were not sent to members yet."),
            Minutes.State.SENT: _("The minutes are not approved yet."),
            Minutes.State.APPROVED: _("The minutes are approved; their wording is closed."),
            Minutes.State.PUBLISHED: _("The minutes are published already."),
        }[Minutes.State(minutes.state)]
    )


def _refuse_unheld(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise MinutesRefused(_("The meeting was called off; it has no minutes."))
    if meeting.day > localdate():
        raise MinutesRefused(_("The meeting is still to come."))


def _refuse_approval(minutes: Minutes, at: Meeting | None, on: date | None) -> None:
    meeting, day = minutes.meeting, at.day if at else on
    if day is None or (at and on and at.day != on):
        raise MinutesRefused(_("Say at which meeting, or on which day, they were approved."))
    if at and (at.body_id != meeting.body_id or at.day <= meeting.day or at.is_cancelled):
        raise MinutesRefused(_("Minutes are approved at a later meeting of the same group."))
    if day < meeting.day:
        raise MinutesRefused(_("Minutes cannot be approved before the meeting was held."))
    _refuse_early(minutes, day)
    if day > localdate():
        raise MinutesRefused(_("The day of the approval is still to come."))


def _refuse_early(minutes: Minutes, day: date) -> None:
    """Members keep the time to object that they were given."""
    if minutes.sent_at and day < localdate(minutes.sent_at):
        raise MinutesRefused(_("Minutes cannot be approved before they were sent to members."))
    if minutes.objections_until and day < minutes.objections_until:
        until = date_format(minutes.objections_until, "DATE_FORMAT")
        told = _("Members may object until %(day)s; minutes cannot be approved before that day.")
        raise MinutesRefused(told % {"day": until})


def _refuse_unjudged(unjudged: Sequence[str]) -> None:
    if unjudged:
        told = _("Hide what looks personal, or tick that everyone may read it: %(passages)s.")
        raise MinutesRefused(told % {"passages": ", ".join(unjudged)})


def _judged_in_words(number: int) -> str:
    said = ngettext(
        "published; %(count)d passage that looks personal is fine",
        "published; %(count)d passages that look personal are fine",
        number,
    )
    return said % {"count": number} if number else ""


def _refuse_revealed(revealed: Sequence[str]) -> None:
    if revealed:
        told = _("Everyone would read these passages again; tick that you mean it: %(passages)s.")
        raise MinutesRefused(told % {"passages": ", ".join(revealed)})


def _refuse_passages(minutes: Minutes, wanted: Sequence[str]) -> None:
    written = showing.words_of(showing.named(content_of(minutes)))
    for passage in wanted:
        _refuse_passage(passage, [*written, *showing.said_of(minutes.meeting)])


def _refuse_passage(passage: str, words: list[str]) -> None:
    if len(passage) < SHORTEST:
        raise MinutesRefused(_("“%(passage)s” is too short.") % {"passage": passage})
    if len(passage) > LONGEST_PASSAGE:
        raise MinutesRefused(_("“%(passage)s…” is too long.") % {"passage": passage[:40]})
    pattern = showing.pattern_of([passage])
    if pattern is None or not any(pattern.search(text) for text in words):
        told = _("“%(passage)s” does not stand in the minutes. Copy it as it is written.")
        raise MinutesRefused(told % {"passage": passage})


def _read(minutes: Minutes, seen: str | None) -> Content:
    """What the rows say, where it is what was read."""
    content = made(minutes.meeting, minutes)
    if seen is not None and mark(content) != seen:
        raise MinutesRefused(
            _("Somebody has changed the minutes in the meantime. Please read them once more.")
        )
    return content


def _keep(minutes: Minutes, content: Content, by: Author) -> MinutesVersion:
    last = minutes.versions.aggregate(last=Max("number"))["last"] or 0
    author = by if isinstance(by, User) else None
    return MinutesVersion.objects.create(
        minutes=minutes, number=last + 1, content=content.as_json(), made_by=author
    )


def _addressees(meeting: Meeting) -> list[Attendance]:
    """The members of the day, each with an attendance that the link is about."""
    members = Membership.objects.on(meeting.day).filter(body=meeting.body_id)
    known = Attendance.objects.filter(meeting=meeting).values("membership")
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, membership=member, side=member.side)
        for member in members.exclude(pk__in=known)
    )
    return list(Attendance.objects.filter(meeting=meeting).select_related("membership__person"))


def _change_hidden(minutes: Minutes, revealed: Sequence[str], new: Sequence[str]) -> None:
    """Calendars that tell of the meeting then otherwise are to be read anew."""
    told_before = showing.said_of(showing.public_meeting(minutes.meeting))
    minutes.hidden.filter(text__in=revealed).delete()
    HiddenPassage.objects.bulk_create(HiddenPassage(minutes=minutes, text=text) for text in new)
    if showing.said_of(showing.public_meeting(minutes.meeting)) != told_before:
        news = {"sequence": F("sequence") + 1, "changed_at": timezone.now()}
        Meeting.objects.filter(pk=minutes.meeting_id).update(**news)


def _save(minutes: Minutes, by: Author, **values: object) -> Minutes:
    for name, value in values.items():
        setattr(minutes, name, value)
    signed(minutes, by).save()
    return minutes


def _raise_pages(minutes: Minutes) -> None:
    """Of community planning, and of the plans that the decisions have changed."""
    PlanningRevision.raise_it()
    effects = DecisionEffect.objects.filter(decision__meeting=minutes.meeting_id)
    plans = effects.values_list("plan", "comment_point__comment__plan")
    for plan in sorted({plan for pair in plans for plan in pair if plan}):
        PageRevision.raise_for(plan)
