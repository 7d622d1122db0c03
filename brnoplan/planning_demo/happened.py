"""What happened: the conference of 2006, and the meeting of the local partnership."""

from datetime import date

from django.utils import timezone

from brnoplan.planning_demo.plans import FIRST, INCLUSION, OF_BEGINNINGS, OF_PARTNERSHIP
from brnoplan.planning_demo.texts import (
    BEGINNINGS,
    PARTNERSHIP,
    meeting_told,
    quoted,
    said,
    text_of,
)
from kpss.models import Body, Meeting, News
from strategy.models import Plan


def load() -> None:
    _conference()
    partnership = Body.objects.get(slug="lokalni-partnerstvi")
    text = text_of(PARTNERSHIP)
    news = News.objects.create(
        slug="setkani-lokalniho-partnerstvi-2016",
        title=said(text, "V Brně proběhlo setkání lokálního partnerství", "koncepci"),
        text=quoted(meeting_told(text)),
        happened="2016-04-14",
        source=OF_PARTNERSHIP,
        body=partnership,
        published_at=timezone.now(),
    )
    news.plans.set(Plan.objects.filter(slug=INCLUSION))
    _meeting(partnership)


def _conference() -> None:
    text = text_of(BEGINNINGS)
    news = News.objects.create(
        slug="konference-2006",
        title="Proces komunitního plánování zahájila konference",
        text=quoted(
            said(
                text,
                "Proces komunitního plánování sociálních služeb v Brně zahájila v březnu 2006",
                "do některé pracovní skupiny.",
            )
        ),
        happened="2006-03",
        source=OF_BEGINNINGS,
        published_at=timezone.now(),
    )
    news.plans.set(Plan.objects.filter(slug=FIRST))


def _meeting(body: Body) -> None:
    """What it was about and who spoke stands in the news alone; no source has its agenda."""
    Meeting.objects.create(
        body=body,
        title="Setkání lokálního partnerství Brno",
        day=date(2016, 4, 14),
        place="Nová radnice",
        attended_in_words="na osm desítek lidí",
        source=OF_PARTNERSHIP,
    )
