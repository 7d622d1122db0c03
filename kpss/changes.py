"""What changes for everyone in community planning: minutes, meetings, news and documents."""

from datetime import datetime
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kpss.models import BodyWork, Document, Meeting, Minutes, News
from strategy.changes.sources import Asked, Change, Source


def minutes(asked: Asked) -> list[Change]:
    """Those that everyone may read. Of a plan those that were taken for it."""
    found = Minutes.objects.filter(
        state=Minutes.State.PUBLISHED,
        published_at__gte=asked.since,
        published_at__lt=asked.until,
    )
    if asked.plan is not None:
        found = found.filter(plan=asked.plan)
    rows = found.select_related("meeting__body").order_by("-published_at", "-pk")
    return [_of_minutes(one) for one in rows[: asked.most]]


def _of_minutes(one: Minutes) -> Change:
    day = date_format(one.meeting.day, "DATE_FORMAT")
    return Change(
        at=cast(datetime, one.published_at),
        key=f"zapis-{one.pk}",
        title=one.meeting.body.name,
        note=_("Minutes of the meeting of %(day)s") % {"day": day},
        address=one.get_absolute_url(),
    )


def meetings(asked: Asked) -> list[Change]:
    """Planned, moved or called off; what is told is the day, by the state of now.

    A title of its own may hold what minutes hide, so only the body is named.
    """
    found = Meeting.objects.filter(changed_at__gte=asked.since, changed_at__lt=asked.until)
    if asked.plan is not None:
        work = BodyWork.objects.filter(plan=asked.plan)
        found = found.filter(body__in=work.values("body"))
    rows = found.select_related("body").order_by("-changed_at", "-pk")[: asked.most]
    return [_of_meeting(one) for one in rows]


def _of_meeting(one: Meeting) -> Change:
    words = _("Meeting of %(day)s is called off") if one.is_cancelled else _("Meeting of %(day)s")
    return Change(
        at=one.changed_at,
        key=f"jednani-{one.pk}-{one.sequence}",
        title=one.body.name,
        note=words % {"day": date_format(one.day, "DATE_FORMAT")},
        address=one.get_absolute_url(),
    )


def news(asked: Asked) -> list[Change]:
    found = News.objects.filter(published_at__gte=asked.since, published_at__lt=asked.until)
    if asked.plan is not None:
        found = found.filter(plans=asked.plan)
    rows = found.order_by("-published_at", "-pk")[: asked.most]
    return [
        Change(
            at=cast(datetime, one.published_at),
            key=f"aktualita-{one.pk}",
            title=one.title,
            note="",
            address=one.get_absolute_url(),
        )
        for one in rows
    ]


def documents(asked: Asked) -> list[Change]:
    found = Document.objects.filter(
        is_public=True, added_at__gte=asked.since, added_at__lt=asked.until
    )
    if asked.plan is not None:
        found = found.filter(plans=asked.plan)
    rows = found.order_by("-added_at", "-pk")[: asked.most]
    return [
        Change(
            at=one.added_at,
            key=f"dokument-{one.key}",
            title=one.title,
            note=str(one.get_kind_display()),
            address=one.get_absolute_url(),
        )
        for one in rows
    ]


MINUTES = Source(pgettext_lazy("of several meetings", "Minutes"), minutes)
MEETINGS = Source(gettext_lazy("Meetings"), meetings)
NEWS = Source(gettext_lazy("News"), news)
DOCUMENTS = Source(gettext_lazy("Documents"), documents)
