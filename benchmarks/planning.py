"""Community planning: 200 groups, 10,000 meetings and 100,000 rows of attendance beside the demo.

Each page is asked for past the page store, before the large data are there and after, in one run.
The demo knows of one meeting in a year; the archive of a year and the calendars are measured as
they are then, and may with a full page and a full calendar cost no more than MOST times that.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from datetime import time as clock

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from benchmarks.ground import BATCH, at_most, told
from brnoplan import pagestore
from kpss.models import Attendance, Body, Meeting, Membership, Minutes, Person, Side
from strategy.models import Organisation

GROUPS, MEETINGS, MEMBERS = 200, 50, 10
ROUNDS, REPEAT = 15, 5
MOST = 1.5
# By what it is called here: the page and how many queries it may take, page store and all.
Pages = dict[str, str]
QUERIES = {
    "group page": 15,
    "archive of a year": 6,
    "calendar of a group": 5,
    "calendar of all groups": 4,
    "first page": 14,
    "meetings of a group": 8,
    "meetings ahead": 7,
}
# Lists that are all but empty in the demo.
UNBOUND = {"first page", "meetings of a group", "meetings ahead"}


def run() -> list[bool]:
    before = {name: measured(path) for name, path in demo_pages().items()}
    make_groups()
    after = {name: measured(path) for name, path in large_pages().items()}
    return [result for name in before for result in compared(name, before[name], after[name])]


def demo_pages() -> Pages:
    """Of the demo: the group that met, the year in which it did, calendars."""
    meeting = Meeting.objects.select_related("body").order_by("-day")[0]
    return pages_of(meeting.body, meeting.day.year)


def large_pages() -> Pages:
    """Of a group among the large data, and of the year with the most meetings."""
    return pages_of(Body.objects.get(slug=f"velka-{GROUPS // 2}"), localdate().year)


def pages_of(body: Body, year: int) -> Pages:
    return {
        "first page": reverse("kpss:planning"),
        "group page": reverse("kpss:body_detail", args=[body.slug]),
        "meetings of a group": reverse("kpss:body_meetings", args=[body.slug]),
        "meetings ahead": reverse("kpss:meeting_list"),
        "archive of a year": reverse("kpss:meeting_year", args=[year]),
        "calendar of a group": reverse("kpss:body_ics", args=[body.slug]),
        "calendar of all groups": reverse("kpss:meetings_ics"),
    }


class Cost:
    """What one answer takes: seconds of CPU over those of a bare page, and queries."""

    def __init__(self, cpu: float, queries: int) -> None:
        self.cpu, self.queries = cpu, queries


def measured(path: str) -> Cost:
    get = fresh(path)
    get()
    with CaptureQueriesContext(connection) as queries:
        get()
        asked = len(queries)
    return Cost(statistics.median(turns(get, fresh(reverse("about")))), asked)


def turns(ours: Callable[[], object], floor: Callable[[], object]) -> Iterator[float]:
    """CPU of ours over that of the floor, run in turn."""
    for _ in range(ROUNDS):
        times = []
        for deed in (ours, floor):
            begun = time.process_time()
            for _ in range(REPEAT):
                deed()
            times.append(time.process_time() - begun)
        yield times[0] / times[1]


def fresh(path: str) -> Callable[[], HttpResponse]:
    client = Client(headers={"host": "127.0.0.1"})

    def get() -> HttpResponse:
        pagestore.store.clear()
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
        return response

    return get


def compared(name: str, before: Cost, after: Cost) -> list[bool]:
    told(f"{name}, demo, CPU of bare pages", before.cpu)
    ratio, said = after.cpu / before.cpu, f"{name}, large data / demo, CPU"
    if name in UNBOUND:
        told(said, ratio)
        bounds = []
    else:
        bounds = [at_most(said, ratio, MOST)]
    return [*bounds, at_most(f"{name}, large data, queries", after.queries, QUERIES[name])]


def make_groups() -> None:
    """Groups of ten that have met every two months or so, a year ahead too."""
    bodies = Body.objects.bulk_create(
        Body(
            kind=Body.Kind.THEME,
            name=f"Pracovní skupina {number}",
            slug=f"velka-{number}",
        )
        for number in range(GROUPS)
    )
    seats = make_seats(bodies)
    meetings = Meeting.objects.bulk_create(
        (meeting for body in bodies for meeting in meetings_of(body)), batch_size=BATCH
    )
    make_attendance(meetings, seats)
    make_minutes(meetings)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def make_seats(bodies: list[Body]) -> dict[int, list[Membership]]:
    """Ten seats of each body, by its key."""
    office = Organisation.objects.create(kind="nonprofit", name="Poskytovatel služeb")
    persons = iter(
        Person.objects.bulk_create(
            Person(name=f"Členka {number}", email=f"clenka{number}@example.cz")
            for number in range(GROUPS * MEMBERS)
        )
    )
    seats = Membership.objects.bulk_create(
        Membership(
            body=body,
            person=next(persons),
            side=Side.values[place % len(Side)],
            organisation=office,
            term_from=date(2015, 1, 1),
        )
        for body in bodies
        for place in range(MEMBERS)
    )
    by_body: dict[int, list[Membership]] = {}
    for seat in seats:
        by_body.setdefault(seat.body_id, []).append(seat)
    return by_body


def meetings_of(body: Body) -> Iterator[Meeting]:
    """Six ahead, the others behind, sixty days apart."""
    first = localdate() + timedelta(days=6 * 60 - body.pk % 60)
    for number in range(MEETINGS):
        yield Meeting(
            body=body,
            day=first - timedelta(days=60 * number),
            time_from=clock(9),
            time_to=clock(11),
            place="Malinovského náměstí 3",
        )


def make_attendance(meetings: list[Meeting], seats: dict[int, list[Membership]]) -> None:
    Attendance.objects.bulk_create(
        (
            Attendance(meeting=meeting, membership=seat, side=seat.side, presence="present")
            for meeting in meetings
            for seat in seats[meeting.body_id]
        ),
        batch_size=BATCH,
    )


def make_minutes(meetings: list[Meeting]) -> None:
    """Of everything that was held, published."""
    Minutes.objects.bulk_create(
        (
            Minutes(meeting=meeting, state=Minutes.State.PUBLISHED, published_at=timezone.now())
            for meeting in meetings
            if meeting.day < localdate()
        ),
        batch_size=BATCH,
    )
