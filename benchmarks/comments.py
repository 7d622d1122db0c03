"""Comments: sending one, and the pages of a plan that has 100,000 of them."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from benchmarks import posting
from benchmarks.ground import (
    BATCH,
    add_comments,
    at_least,
    at_most,
    connection,
    cpu_ratio,
    make_plan,
    server,
    told,
)
from brnoplan import pagestore
from comments import consultation
from comments.models import Point, Settlement
from strategy import editions
from strategy.models import Edition, Item

MANY, FEW = 100_000, 100
# Sendings that are measured at a time, and how often: short rounds, for what else the machine
# does then falls on both sides of a pair.
SENT, ROUNDS = 75, 20
# So many times more of the floor, that it is asked for about as long.
MORE = 10


def run() -> list[bool]:
    large, small = plan_with("mnoho", MANY), plan_with("malo", FEW)
    return [*pages(large, small), *sending(small)]


def plan_with(slug: str, comments: int) -> Edition:
    """A plan of 500 measures under consultation, its comments settled every other one."""
    edition = editions.publish(make_plan(slug, goals=2, priorities=10, measures=25))
    add_comments(list(Item.objects.filter(edition=edition, tier__is_measure=True)), comments)
    settle_every_other(edition)
    now = timezone.now()
    consultation.announce(
        edition,
        opens_at=now,
        closes_at=now + timedelta(days=21),
        answers_promised_on=localdate() + timedelta(days=90),
    )
    return edition


def settle_every_other(edition: Edition) -> None:
    points = Point.objects.filter(comment__plan=edition.plan_id).order_by("pk")
    keys = points.values_list("pk", flat=True)[::2]
    moment = timezone.now()
    Settlement.objects.bulk_create(
        (
            Settlement(
                point_id=key,
                outcome="explained",
                reasoning="Přehled komunit vede odbor sociální péče.",
                state="published",
                published_at=moment,
            )
            for key in keys
        ),
        batch_size=BATCH,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(large: Edition, small: Edition) -> list[bool]:
    """The register and the settlement table, their first page and one from the middle."""
    results = []
    for view in ("comment_list", "settlement_table"):
        first, floor = (reverse(f"comments:{view}", args=[it.plan.slug]) for it in (large, small))
        middle = f"{first}?od={MANY // 2}"
        # The first page counts all there are; then it is stored.
        for name, path, bound in (("first page", first, 10), ("from the middle", middle, 4)):
            told_as = f"{view}, {name}, 100,000 comments"
            ratio = cpu_ratio(fresh(path), fresh(floor), rounds=10, repeat=2)
            results += [
                at_most(f"{told_as}, queries", queries_of(path), 9),
                at_most(f"{told_as} / 100 comments, CPU", ratio, bound),
            ]
    return results


def fresh(path: str) -> Callable[[], HttpResponse]:
    client = Client(headers={"host": "127.0.0.1"})

    def get() -> HttpResponse:
        pagestore.store.clear()
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
        return response

    return get


def queries_of(path: str) -> int:
    get = fresh(path)
    get()
    with CaptureQueriesContext(connection) as queries:
        get()
        return len(queries)


def sending(edition: Edition) -> list[bool]:
    """Taking in a comment, with token, checks and limits, against a bare constant page.

    Both are asked by the same clients with the same bytes but for the path.
    """
    item = Item.objects.filter(edition=edition, tier__is_measure=True).first()
    ratios: dict[str, list[float]] = {"podlaha": [], "vrstvy": []}
    with server("benchmarks.floor:application", **posting.BEHIND_PROXY) as port:
        # The first round is for the queries to be put together and the connections to be opened.
        for round_ in range(ROUNDS + 1):
            waiting = checked(port, item.pk, round_)
            forms = [posting.request(posting.SEND, one) for one in waiting]
            sent = posting.a_second(port, forms, HTTPStatus.SEE_OTHER)
            for floor, found in ratios.items():
                same = [posting.request(f"/{floor}/10000/", one) for one in waiting]
                found.append(sent / posting.a_second(port, same * MORE, HTTPStatus.OK))
    told("comments taken in a second", sent)
    told("sending a comment / constant page in the portal", statistics.median(ratios["vrstvy"][1:]))
    ratio = statistics.median(ratios["podlaha"][1:])
    return [at_least("sending a comment / bare page", ratio, 0.10)]


def checked(port: int, item_id: int, round_: int) -> list[posting.Checked]:
    """Comments that their authors have read on the check page for long enough."""
    numbers = range(round_ * SENT, (round_ + 1) * SENT)
    waiting = [posting.check(port, item_id, number) for number in numbers]
    time.sleep(posting.READING_SECONDS)
    return waiting
