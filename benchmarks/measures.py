"""Plans being carried out: the numbers of 10,000 measures with 100,000 readings beside the demo's.

The demo's real plan is approved for that, on both databases. A dashboard's numbers are kept for a
revision of the pages and a day; what is measured is the page made anew from them, and what it
takes to count them at all is told beside.
"""

import time
import uuid
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from benchmarks.ground import BATCH, at_most, connection, cpu_ratio, make_plan, settle, told
from brnoplan import pagestore
from comments.models import Consultation
from strategy import editions
from strategy.dashboards import counting
from strategy.models import (
    Channel,
    Edition,
    Indicator,
    Item,
    MeasureState,
    Organisation,
    PageRevision,
    Plan,
    ProgressReport,
    Reading,
    Resolution,
    ResolutionPart,
    Round,
)
from strategy.progress import states
from strategy.rounds import closing, opening
from strategy.rounds.periods import Period

READINGS = 10
# Whoever closes a round waits for the page.
CLOSING = 5.0


def run() -> list[bool]:
    small, large = "brno-2050", "mereni"
    leads = [
        Organisation.objects.create(name=f"Odbor {number}", abbreviation=f"O{number}")
        for number in range(20)
    ]
    draft = make_plan(large, goals=10, priorities=20, measures=50)
    for edition in (Edition.objects.get(plan__slug=small, state="draft"), draft):
        carry_out(edition, leads)
    settle()
    path = "plneni/"
    counted(large)
    held = page("dashboard", f"/{small}/{path}", f"/{large}/{path}")
    return [*held, closed(large)]


def closed(slug: str) -> bool:
    """Closing a round: what stands for each measure, and what it lacks, is kept."""
    plan = Plan.objects.get(slug=slug)
    year = localdate().year - 1
    last_year = Period(Round.Kind.YEAR, year, 1)
    found = opening.open_round(plan, last_year, localdate() + timedelta(30)).round
    begun = time.perf_counter()
    closing.close(found)
    took = time.perf_counter() - begun
    return at_most("closing a round of 10,000 measures, seconds", took, CLOSING)


def page(name: str, small: str, large: str) -> list[bool]:
    """A page of the large plan beside the same page of the demo's, each made anew."""
    client = Client(headers={"host": "127.0.0.1"})

    def fresh(path: str) -> HttpResponse:
        pagestore.store.clear()
        return client.get(path)

    counting.counted.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        fresh(large)
    asked = len(queries)
    ratio = cpu_ratio(lambda: fresh(large), lambda: fresh(small))
    return [
        at_most(f"{name} of 10,000 measures, queries with nothing kept", asked, 12),
        at_most(f"{name} of 10,000 measures / of the demo's plan, CPU", ratio, 1.5),
    ]


def counted(slug: str) -> None:
    """How long the numbers take that the next hundred pages stand on."""
    plan = Plan.objects.get(slug=slug)
    for whose, scope in (("one plan", plan), ("all plans", None)):
        counting.counted.cache_clear()
        begun = time.perf_counter()
        counting.summary(scope, localdate())
        told(
            f"numbers of 10,000 measures counted, {whose}, ms", (time.perf_counter() - begun) * 1000
        )


def carry_out(draft: Edition, leads: list[Organisation]) -> None:
    """Approve an edition and let its measures stand in all sorts of ways, with readings."""
    random = Random(draft.pk)
    measures = list(states.measures(draft))
    for item in measures:
        item.due = random.choice(["", "12/2020", "31. 12. 2026", "2035", "průběžně"])
    Item.objects.bulk_update(measures, ["due"], batch_size=500)
    indicators = Indicator.objects.bulk_create(
        (Indicator(item=item, position=1, name="Podpořené osoby") for item in measures),
        batch_size=BATCH // 10,
    )
    approve(draft)
    report(draft, measures, random)
    read(draft, {one.item_id: one.key for one in indicators}, measures, random)
    states.refresh(draft.plan_id)
    led = list(MeasureState.objects.filter(plan=draft.plan_id))
    for state in led:
        state.lead = random.choice([None, *leads])
    MeasureState.objects.bulk_update(led, ["lead"], batch_size=500)
    PageRevision.raise_for(draft.plan_id)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def approve(draft: Edition) -> None:
    """As a council would; consultations are over by then."""
    resolution = Resolution.objects.create(
        edition=draft, body=Resolution.Body.CITY_COUNCIL, session="Z9/1", adopted=True,
        date=date(2026, 1, 20),
    )  # fmt: skip
    ResolutionPart.objects.create(
        resolution=resolution, position=1, verb="approves", subject="plan", wording=str(draft.plan)
    )
    now = timezone.now()
    closed = max([now, *Consultation.objects.values_list("closes_at", flat=True)])
    with patch("django.utils.timezone.now", return_value=closed):
        editions.publish(draft, Edition.State.APPROVED, resolution=resolution, at=now)


def report(draft: Edition, measures: list[Item], random: Random) -> None:
    """One word of most leads, of some day of the last two years."""
    now = timezone.now()
    ProgressReport.objects.bulk_create(
        (
            ProgressReport(
                plan_id=draft.plan_id,
                item=item,
                item_key=item.key,
                status=random.choice(ProgressReport.Status.values),
                evidence=random.choice(["", "Protokol o převzetí"]),
                said_at=now - timedelta(random.randrange(700)),
                channel=Channel.DESK,
            )
            for item in measures
            if random.random() < 0.8
        ),
        batch_size=BATCH // 10,
    )


def read(draft: Edition, keys: dict[int, uuid.UUID], measures: list[Item], random: Random) -> None:
    """So many readings of each indicator."""
    first = localdate() - timedelta(90 * READINGS)
    Reading.objects.bulk_create(
        (
            Reading(
                plan_id=draft.plan_id,
                item_key=item.key,
                indicator_key=keys[item.pk],
                day=first + timedelta(90 * number),
                value=Decimal(random.randrange(1000)),
                source="Výroční zpráva",
                channel=Channel.DESK,
            )
            for item in measures
            for number in range(READINGS)
        ),
        batch_size=BATCH // 10,
    )
