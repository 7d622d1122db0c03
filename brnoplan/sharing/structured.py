"""What search engines read of a page, in the words of schema.org.

As microdata, which are attributes and empty elements: a script with the same as JSON-LD would be
the only one inside a page, and every check that there is none would have to know of it.
"""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from kpss.meetings import words
from kpss.models import Meeting
from strategy.models import Edition
from strategy.naming import absolute
from strategy.reading import Neighbours, Reading

SCHEMA = "https://schema.org/"


class Property(NamedTuple):
    """One of `text`, `url` and `thing` is given."""

    name: str
    text: str = ""
    url: str = ""
    thing: "Thing | None" = None


class Thing(NamedTuple):
    """Something of a type of schema.org, with what is said of it."""

    type: str
    properties: list[Property]

    @property
    def type_url(self) -> str:
        return f"{SCHEMA}{self.type}"


def of_plan(read: Reading) -> list[Thing]:
    """A plan as a work of the city."""
    return [
        breadcrumbs([(read.edition.title, read.address)]),
        Thing("CreativeWork", _work(read.edition, read.edition.title, read.address)),
    ]


def of_item(read: Reading, neighbours: Neighbours) -> list[Thing]:
    """An item as a part of its plan, and the way to it."""
    ways = [(read.edition.title, read.address)]
    around = [*neighbours.ancestors, neighbours.item]
    ways += [(one.code or one.tier_name, f"{read.address}{one.handle}/") for one in around]
    item = neighbours.item
    plan = Thing("CreativeWork", [Property("name", read.edition.title), _url(read.address)])
    properties = _work(read.edition, f"{item.code} {item.text}".strip(), ways[-1][1])
    return [
        breadcrumbs(ways),
        Thing("CreativeWork", [*properties, Property("isPartOf", thing=plan)]),
    ]


def of_meeting(meeting: Meeting) -> list[Thing]:
    """A meeting as an event. Needs its body at hand."""
    state = "EventCancelled" if meeting.is_cancelled else "EventScheduled"
    begins = _instant(words.beginning(meeting)) if meeting.time_from else meeting.day.isoformat()
    ends = words.end(meeting)
    properties = [
        Property("name", words.called(meeting)),
        _url(meeting.get_absolute_url()),
        Property("startDate", begins),
        Property("eventStatus", url=f"{SCHEMA}{state}"),
        Property("organizer", thing=_city()),
    ]
    if ends:
        properties.append(Property("endDate", _instant(ends)))
    if meeting.place:
        place = Thing(
            "Place", [Property("name", meeting.place), Property("address", meeting.place)]
        )
        properties.append(Property("location", thing=place))
    return [Thing("Event", properties)]


def breadcrumbs(ways: list[tuple[str, str]]) -> Thing:
    """The way to a page from the first one; names with addresses within the portal."""
    steps = [(settings.SITE_NAME, reverse("strategy:front")), *ways]
    return Thing(
        "BreadcrumbList",
        [
            Property("itemListElement", thing=_step(number, *step))
            for number, step in enumerate(steps, start=1)
        ],
    )


def _step(number: int, name: str, path: str) -> Thing:
    return Thing(
        "ListItem",
        [
            Property("position", str(number)),
            Property("name", name),
            Property("item", url=absolute(path)),
        ],
    )


def _work(edition: Edition, name: str, path: str) -> list[Property]:
    properties = [
        Property("name", name),
        _url(path),
        Property("inLanguage", "cs"),
        Property("version", str(edition.number)),
        Property("publisher", thing=_city()),
        Property("license", url=settings.DATA_LICENCE),
    ]
    # A day that no source gives is not invented.
    if edition.published_at and not edition.published_in_words:
        properties.append(Property("datePublished", _instant(edition.published_at)))
    return properties


def _city() -> Thing:
    return Thing("GovernmentOrganization", [Property("name", settings.CITY_NAME)])


def _url(path: str) -> Property:
    return Property("url", url=absolute(path))


def _instant(moment: datetime) -> str:
    return localtime(moment).isoformat(timespec="minutes")
